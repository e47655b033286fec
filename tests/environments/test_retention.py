"""What a render does not take out of an environment in passing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from memory_files import MemoryFiles

from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files.project import Project

KEY = 'resource "k" "a" {\n  x = 1\n}\n'
SCHEMA = """{
  "type": "object", "additionalProperties": false,
  "properties": {"key": {"enum": ["own", "none"], "default": "none"}, "old": {"enum": ["keep", "none"], "default": "none"}},
  "x-tfgen": {"retained": [{"address": "k.a", "knob": "old", "holds": "the data"}]}
}"""


def inputs(out: Path, **more: str) -> Inputs:
    template = '{% if key == "own" or old == "keep" %}\n' + KEY + '{% endif %}\noutput "o" {\n  value = 1\n}\n'
    contents: dict[str, Any] = {
        "environments/schema.json": SCHEMA,
        "environments/dev.yaml": "{}",
        "templates/main.tf.j2": template,
        **more,
    }
    return Inputs(Project(Path("/nowhere"), out, MemoryFiles(contents)))


def test_a_retained_resource_goes_with_force_alone(tmp_path: Path) -> None:
    made = inputs(tmp_path)
    pipeline.write(made, "dev", ["key=own"])

    with pytest.raises(TfgenError) as caught:
        pipeline.write(made, "dev")
    kept = (tmp_path / "dev" / "main.tf").read_text()
    pipeline.write(made, "dev", force=True)

    assert caught.value.lines() == [
        "environments/dev.yaml:1:1: dev: k.a would be destroyed, and the data can't be read without it"
        " (say old: keep as long as any of it is needed; to let go of it, render with --force)"
    ]
    assert KEY in kept
    assert KEY not in (tmp_path / "dev" / "main.tf").read_text()


def test_a_knob_keeps_it(tmp_path: Path) -> None:
    made = inputs(tmp_path)
    pipeline.write(made, "dev", ["key=own"])

    pipeline.write(made, "dev", ["old=keep"])

    assert KEY in (tmp_path / "dev" / "main.tf").read_text()


def test_what_was_never_there_is_not_missed(tmp_path: Path) -> None:
    made = inputs(tmp_path)

    pipeline.write(made, "dev")
    pipeline.write(made, "dev")

    assert KEY not in (tmp_path / "dev" / "main.tf").read_text()


def test_what_is_rendered_as_it_once_was_is_not_refused(tmp_path: Path) -> None:
    made = inputs(tmp_path)
    pipeline.write(made, "dev", ["key=own"])

    pipeline.write(made, "dev", past=True)

    assert KEY not in (tmp_path / "dev" / "main.tf").read_text()
