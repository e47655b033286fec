"""Which settings and which revision hold for an environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.environments.pipeline import Basis, Inputs, basis
from generator.errors import OutputError
from generator.files.project import FolderFiles, Project
from generator.output import land


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return Inputs(Project(tmp_path, tmp_path / "out", FolderFiles(tmp_path)))


def rendered(inputs: Inputs, settings: tuple[str, ...] = (), revision: str = "") -> None:
    out = inputs.project.out
    land(out / "dev", {"main.tf": b"\n"}, boundary=out, settings=settings, revision=revision)


def test_nothing_holds_of_what_was_never_rendered(inputs: Inputs) -> None:
    assert basis(inputs, "dev") == Basis((), "", (), "")
    assert not basis(inputs, "dev", ["a=1"]).left


def test_the_settings_of_the_call_hold_and_the_last_ones_are_known(inputs: Inputs) -> None:
    rendered(inputs, ("a=1", "b=2"))
    found = basis(inputs, "dev", ["a=3"])

    assert found == Basis(("a=3",), "", ("a=1", "b=2"), "")
    assert (found.left, found.last) == (True, "with --set a=1 with --set b=2")
    assert not basis(inputs, "dev", ["a=1", "b=2"]).left


def test_a_revision_of_the_last_render_does_not_hold_either(inputs: Inputs) -> None:
    rendered(inputs, ("a=1",), "abc123")
    found = basis(inputs, "dev", ["a=1"])

    assert (found.left, found.last) == (True, "with --set a=1 from the revision abc123")


def test_a_plain_render_leaves_nothing(inputs: Inputs) -> None:
    rendered(inputs, ("a=1",), "abc123")
    rendered(inputs)

    assert (basis(inputs, "dev").left, basis(inputs, "dev", ["a=1"]).left) == (False, False)


def test_a_manifest_that_is_damaged_is_an_error(inputs: Inputs) -> None:
    rendered(inputs)
    (inputs.project.out / "dev/.tfgen/manifest.json").write_text("{")

    with pytest.raises(OutputError):
        basis(inputs, "dev")
