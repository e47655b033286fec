"""An environment as it is checked: what would be on disk once it is rendered, however it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.environments.check import target
from generator.environments.pipeline import Inputs, write
from generator.files.project import locate
from generator.model.module_files import ModuleFiles

FILES = {
    "environments/schema.json": "{}",
    "environments/dev.yaml": "{}\n",
    "templates/main.tf.j2": '{% set old = package("source") %}\nlocals {\n  name = "x"\n}\n',
    "source/index.mjs": "export {}\n",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleFiles:
    """Return the files of an environment whose template no longer makes a package that is on disk."""
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    write(Inputs(locate(tmp_path)), "dev")
    (tmp_path / "templates/main.tf.j2").write_text('locals {\n  name = "y"\n}\n')
    (tmp_path / "out/dev/mine.tf").write_text("locals {}\n")
    (tmp_path / "out/dev/data").mkdir()
    (tmp_path / "out/dev/data/mine.json").write_text("{}")
    return target(Inputs(locate(tmp_path)), "dev", (), "out").module.files


def asked(path: str) -> list[Callable[[ModuleFiles], bool]]:
    folder = path.rpartition("/")[0] or "."
    return [
        lambda files: path in files,
        lambda files: files.get(path) is not None,
        lambda files: path in (files.below(".") or ()),
        lambda files: path in (files.below(folder) or ()),
    ]


def test_what_a_render_removes_is_gone_however_it_is_asked_for(files: ModuleFiles, tmp_path: Path) -> None:
    gone = [path.relative_to(tmp_path / "out/dev").as_posix() for path in (tmp_path / "out/dev").rglob("*.zip")]
    assert len(gone) == 1

    assert [ask(files) for ask in asked(gone[0])] == [False] * 4
    assert not files.holds(gone[0].rpartition("/")[0])


@pytest.mark.parametrize("path", ["main.tf", "mine.tf", "data/mine.json"])
def test_what_stays_is_there_however_it_is_asked_for(files: ModuleFiles, path: str) -> None:
    assert [ask(files) for ask in asked(path)] == [True] * 4
    assert files.holds(path.rpartition("/")[0] or ".")


def test_what_would_be_rendered_hides_what_is_there(files: ModuleFiles) -> None:
    assert b'"y"' in files["main.tf"]
    assert set(files) == {"main.tf", "mine.tf"}
    assert len(files) == 2
