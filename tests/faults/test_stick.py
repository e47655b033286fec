"""A disk that takes a.tf and A.tf for one file and has no hard links: a real exFAT, as on a stick.

As in test_faults, all points are tried with TFGEN_FAULTS=all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.disk import STICK_TOOLS, Stick, may_plug_in
from faults.scenarios import PROJECT, RENDER, SCENARIOS, Scenario, prepare
from faults.strace import STRACE, Server
from faults.trial import Trial

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]

RENAMED: dict[str, str | None] = {
    "templates/main.tf.j2": None,
    "templates/Main.tf.j2": PROJECT["templates/main.tf.j2"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not all(map(shutil.which, STICK_TOOLS)):
        pytest.skip("mount.exfat-fuse is not installed")
    if not may_plug_in(tmp_path_factory.mktemp("trial")):
        pytest.skip("no such disk can be mounted here: it takes root, and FUSE")
    with Stick(tmp_path_factory.mktemp("stick")) as stick:
        yield stick.folder


def test_a_template_whose_name_changes_in_case_alone_has_its_file(folder: Path, server: Server) -> None:
    top = folder / "renamed"
    prepare(Scenario(RENDER, before=(RENDER,), edits=RENAMED), top, server.run)
    done = server.run(top, RENDER)
    again = server.run(top, (*RENDER, "--check"))

    assert (done.status, done.error) == (0, "dev: 1 created, 1 removed\n")
    assert (again.status, again.error) == (0, "dev: up to date\n")
    assert sorted(path.name for path in (top / "out/dev").glob("*.tf")) == ["Main.tf", "code.tf", "less.tf"]


@pytest.mark.parametrize("kind", ["KILL", "EIO"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_whatever_call_fails_nothing_is_torn_lost_or_left(
    name: str, kind: str, folder: Path, server: Server, record_property: Callable[[str, object], None]
) -> None:
    top = folder / f"{name} {kind}"
    top.mkdir()
    tried, bad = Trial(SCENARIOS[name], top, server).try_points(kind)
    record_property("faults", [f"{kind}, exFAT", tried, tried - len({line.partition(":")[0] for line in bad})])
    assert not bad, "\n".join(bad)
