"""`generator.hcl` is the one door, which opens no more rooms than are asked for."""

import subprocess
import sys

import pytest

from generator import hcl


def test_every_name_behind_the_door_is_there() -> None:
    for name in hcl.__all__:
        assert getattr(hcl, name) is not None, name

    assert {hcl.Module.__module__, hcl.walk.__module__} == {
        "generator.hcl.module.module",
        "generator.hcl.syntax.tree",
    }


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Modul'"):
        _ = hcl.Modul  # type: ignore[attr-defined]


def test_whoever_formats_and_parses_does_not_wait_for_the_evaluator() -> None:
    code = "import sys, generator.render.hcl_text; print([m for m in sys.modules if '.hcl.evaluation.eval' in m])"

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"
