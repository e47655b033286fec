"""What we say of Terraform's own blocks, held to a real terraform: its verdict on each of many small modules."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from one_mistake import MODULES
from terraform_bench import Terraform

from generator import hcl
from generator.check import catalogue, engine
from generator.check.engine import CheckSettings, Target
from generator.model.finding import Severity

WANTED = CheckSettings(catalogue.select_rules([], ["TFG301"]), {}, datetime.date(2026, 1, 1))


def refusals(text: str) -> list[str]:
    """Return the errors that we find in a module."""
    found = engine.check(Target(hcl.load({"main.tf": text.encode()})), WANTED).found
    return [f"{one.rule}: {one.message}" for one in found if one.severity is Severity.ERROR]


@pytest.mark.slow
@pytest.mark.parametrize("text", MODULES.values(), ids=MODULES)
def test_a_module_is_refused_where_terraform_refuses_it(terraform: Terraform, tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text(text)

    answer = json.loads(terraform.run(tmp_path, "validate", "-json").stdout)
    said = [one["summary"] for one in answer["diagnostics"] if one["severity"] == "error"]

    assert bool(refusals(text)) == bool(said), (refusals(text), said)
