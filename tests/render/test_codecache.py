"""Compiled templates are kept between runs, and nobody else's are trusted."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest
from memory_files import MemoryFiles

from generator.render import codecache
from generator.render.template_engine import Templates

CODE = compile("1", "<test>", "eval")
FILES = MemoryFiles({"templates/a.tf.j2": "a = {{ x }}\n"})


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    codecache.save(folder, "name", {"a": (CODE, ("b",))})

    assert codecache.load(folder, "name") == {"a": (CODE, ("b",))}
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"x" * 10, b"x" * 200, marshal.dumps({"a": 1})])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "name").write_bytes(content)

    assert codecache.load(tmp_path, "name") is None


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_others_can_write_is_not_trusted(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "cache"
    codecache.save(folder, "name", {"a": (CODE, ())})
    (folder / "name" if what == "file" else folder).chmod(0o777)

    assert codecache.load(folder, "name") is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    codecache.save(tmp_path / "one", "name", {"a": (CODE, ())})
    (tmp_path / "one" / "link").symlink_to(tmp_path / "one" / "name")

    assert codecache.load(tmp_path / "one", "link") is None


def test_the_oldest_go_and_nothing_of_anybody_else(tmp_path: Path) -> None:
    ours = [codecache.key(str(number)) for number in range(codecache.KEPT_FILES + 3)]
    strangers = ["thesis.tex", "a" * 40, f"{ours[0]}.orig", f"x{ours[0]}", *(f"{number}" for number in range(40))]
    for number, name in enumerate([*strangers, f".{ours[0]}.123"]):
        (tmp_path / name).write_text("mine")
        os.utime(tmp_path / name, (number, number))
    (tmp_path / "folder").mkdir()
    (tmp_path / ours[1]).symlink_to(tmp_path / "thesis.tex")
    for name in ours[2:]:
        codecache.save(tmp_path, name, {})

    left = {path.name for path in tmp_path.iterdir()}

    assert left >= {*strangers, "folder", ours[1]}
    assert len(left & {*ours[2:], f".{ours[0]}.123"}) == codecache.KEPT_FILES
    assert f".{ours[0]}.123" not in left
    assert (tmp_path / "thesis.tex").read_text() == "mine"


def test_what_a_killed_process_left_goes_with_the_next_save(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    name, other = codecache.key("a"), codecache.key("b")
    stray, ours = tmp_path / f".{name}.{ended.pid}", tmp_path / f".{name}.{os.getppid()}"
    for path in (stray, ours):
        path.write_text("half of it")

    codecache.save(tmp_path, other, {})

    assert not stray.exists()
    assert ours.exists(), "its process is still running"


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    codecache.save(tmp_path / "file" / "cache", "name", {})

    assert codecache.load(tmp_path / "file" / "cache", "name") is None


def test_a_template_renders_the_same_from_the_cache(tmp_path: Path) -> None:
    texts = set()
    for _ in range(2):
        rendered = Templates(FILES, tmp_path / "cache").render("e", "e.yaml", {"x": 1}, lambda _: None)
        texts.add((rendered.files["a.tf"].text, rendered.files["a.tf"].source_map))

    assert len(texts) == 1
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_another_text_has_another_name() -> None:
    assert len({codecache.key("a", "b"), codecache.key("ab"), codecache.key("a"), codecache.key("b", "a")}) == 4


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TFGEN_CACHE_DIR": "/x/y"}, Path("/x/y")),
        ({"TFGEN_CACHE_DIR": ""}, None),
        ({"XDG_CACHE_HOME": "/x"}, Path("/x/tfgen")),
        ({"HOME": "/h"}, Path("/h/.cache/tfgen")),
    ],
)
def test_where_it_is_kept(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: Path | None
) -> None:
    for name in ("TFGEN_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert codecache.default_folder() == expected
