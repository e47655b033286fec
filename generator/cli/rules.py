"""`tfgen rules`: the catalogue of what `tfgen check` looks for."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from generator.check import catalogue
from generator.cli.command import Run, command
from generator.report import rules_page, text


class RulesFormat(StrEnum):
    """How the catalogue is told."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def rules(
    run: Run,
    *,
    how: Annotated[
        RulesFormat, typer.Option("--format", "-f", help="How the catalogue is told.")
    ] = RulesFormat.TEXT,
) -> None:
    """List the rules of `tfgen check`; `tfgen explain` tells all about one."""
    found = catalogue.describe_rules()
    if how is RulesFormat.MARKDOWN:
        run.result(rules_page.page(found))
    elif how is RulesFormat.JSON:
        entries = [
            {
                "rule": rule.id,
                "name": rule.name,
                "severity": rule.severity.word,
                "category": rule.category.value,
                "summary": rule.summary,
                "reason": rule.reason,
                "source": rule.source,
            }
            for rule in found
        ]
        run.result(json.dumps({"version": 1, "rules": entries}, indent=2, ensure_ascii=False))
    else:
        rows = [("RULE", "SEVERITY", "CATEGORY", "NAME", "WHAT IS TO BE SO")]
        rows += [(rule.id, rule.severity.word, rule.category.value, rule.name, rule.summary) for rule in found]
        for line in text.table(rows):
            run.result(line)


app = command(rules)
