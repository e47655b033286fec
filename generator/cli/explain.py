"""`tfgen explain`: all about one rule."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.check import catalogue
from generator.cli.command import Run, command
from generator.report import rules_page


def _complete(incomplete: str) -> list[str]:
    return [rule.id for rule in catalogue.describe_rules() if rule.id.startswith(incomplete.upper())]


def explain(
    run: Run,
    *,
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE", help="A rule's id or name: TFG018, lambda-timeout-range.", autocompletion=_complete
        ),
    ],
) -> None:
    """Explain a rule: why, where that is documented, a bad and a good example, its options."""
    run.result(rules_page.explanation(catalogue.find(rule)))


app = command(explain)
