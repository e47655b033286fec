"""The commands that write, each with what is there before it, and what has to be true of what is there after it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SCHEMA = """{
  "properties": {
    "size": {"type": "integer", "default": 1},
    "more": {"type": "boolean", "default": false}
  }
}
"""
WITH_FUNCTIONS = """{
  "properties": {
    "size": {"type": "integer", "default": 1},
    "more": {"type": "boolean", "default": false},
    "functions": {
      "type": "object",
      "default": {},
      "additionalProperties": {
        "type": "object",
        "properties": {"schedule": {"type": "object", "properties": {"expression": {"type": "string"}}}}
      }
    }
  }
}
"""
MAIN = """locals {
  size = {{ size }}
}
"""
PROJECT = {
    "environments/schema.json": SCHEMA,
    "environments/dev.yaml": "size: 1\n",
    "templates/main.tf.j2": MAIN,
    "templates/more.tf.j2": "{% if more %}\nlocals {\n  more = true\n}\n{% endif %}\n",
    "templates/less.tf.j2": "{% if not more %}\nlocals {\n  less = true\n}\n{% endif %}\n",
    "templates/code.tf.j2": 'locals {\n  code = {{ folder("code") }}\n}\n',
    "code/a": "a file\n",
}
MINE = {
    "out/dev/terraform.tfstate": '{"version": 4}\n',
    "out/dev/mine.tf": "locals {\n  mine = true\n}\n",
    "out/dev/mine/notes.txt": "mine\n",
}

Tfgen = Callable[..., object]


@dataclass(frozen=True)
class Scenario:
    """One call of tfgen.

    Attributes:
        words: Its arguments.
        files: What is in the folder first.
        before: The calls that come before it.
        edits: What is written into the folder then; None removes a file.
        code: Its exit code where nothing goes wrong.
        again: The exit codes of the same call made again, when all is done.
        whole: Whether an error leaves all as it was; otherwise the same call goes on where it stopped.
    """

    words: tuple[str, ...]
    files: dict[str, str] = field(default_factory=lambda: dict(PROJECT))
    before: tuple[tuple[str, ...], ...] = ()
    edits: dict[str, str | None] = field(default_factory=dict)
    code: int = 0
    again: frozenset[int] = frozenset({0})
    whole: bool = True


RENDER = ("render", "--env", "dev")
CHANGED: dict[str, str | None] = {"environments/dev.yaml": "size: 2\nmore: true\n", **MINE}
OTHERS: dict[str, str | None] = {f"environments/e{number}.yaml": "size: 1\n" for number in range(3)}

SCENARIOS = {
    "first render": Scenario(RENDER),
    "update": Scenario(RENDER, before=(RENDER,), edits=CHANGED),
    "a file becomes a folder": Scenario(
        RENDER, before=(RENDER,), edits={**MINE, "code/a": None, "code/a/b": "a file in a folder\n"}
    ),
    "a folder becomes a file": Scenario(
        RENDER,
        files={**{path: text for path, text in PROJECT.items() if path != "code/a"}, "code/a/b": "in a folder\n"},
        before=(RENDER,),
        edits={**MINE, "code/a/b": None, "code/a": "a file\n"},
    ),
    "force": Scenario(
        (*RENDER, "--force"),
        before=(RENDER,),
        edits={**CHANGED, "out/dev/main.tf": "edited\n", "out/dev/more.tf": "foreign\n"},
    ),
    "several environments": Scenario(
        ("render", "--all", "--jobs", "2"), before=(RENDER,), edits={**CHANGED, **OTHERS}
    ),
    "prune": Scenario(("prune",), before=(RENDER,), edits={"environments/dev.yaml": None}, whole=False),
    "new": Scenario(("new", "pr-1", "--from", "dev"), again=frozenset({2})),
    "new function": Scenario(
        ("new", "function", "report"),
        files={
            **PROJECT,
            "environments/base.yaml": "abstract: true\n",
            "environments/dev.yaml": "extends: base\nsize: 1\n",
            "environments/schema.json": WITH_FUNCTIONS,
            "lambda-src/event_storage/common.mjs": "export {};\n",
        },
        again=frozenset({2}),
    ),
    "init": Scenario(("init", "project"), files={"project/mine.txt": "mine\n"}),
    "update of a project": Scenario(
        ("update", "--from", "base"),
        files={
            **PROJECT,
            "README.md": "old\n",
            "base/README.md": "old\n",
            "gone.md": "1\n",
            "base/gone.md": "1\n",
        },
        code=1,  # this project has none of the rest that the template takes
        again=frozenset({1}),
    ),
    "diff -o": Scenario(
        ("diff", "--env", "dev", "-o", "diff.txt"),
        before=(RENDER,),
        edits={**CHANGED, "diff.txt": "old\n"},
        code=1,
        again=frozenset({1}),
    ),
    "check --write-baseline": Scenario(
        ("check", "stack", "--write-baseline", "baseline.json"),
        files={"stack/main.tf": "locals {\n  a = nowhere.a\n}\n", "baseline.json": "old\n"},
    ),
}


def prepare(scenario: Scenario, folder: Path, tfgen: Tfgen) -> None:
    """Make the folder of a scenario."""
    folder.mkdir()
    _fill(folder, scenario.files)
    for words in scenario.before:
        tfgen(folder, words)
    _fill(folder, scenario.edits)


def copy(source: Path, target: Path) -> None:
    """Have `target` be as `source` is."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, and its empty folders with a slash, without locks, which stay."""
    found: dict[str, bytes] = {}
    for above, folders, files in os.walk(folder):
        inside = Path(above).relative_to(folder)
        if not folders and not files:
            found[f"{inside.as_posix()}/"] = b""
        for name in files:
            if not (name == "lock" and inside.name == ".tfgen"):
                found[(inside / name).as_posix()] = Path(above, name).read_bytes()
    return found


def faults_of(
    scenario: Scenario,
    before: dict[str, bytes],
    found: dict[str, bytes],
    after: dict[str, bytes],
    status: int,
    *,
    whole: bool,
) -> Iterator[str]:
    """Yield what must not be, right after the fault.

    Args:
        scenario: What was done.
        before: What was there first.
        found: What is there.
        after: What is there when nothing goes wrong.
        status: How the process ended.
        whole: Whether an error has to leave all as it was.
    """
    own, old, new = (
        {path: content for path, content in each.items() if not _is_internal(path)}
        for each in (found, before, after)
    )
    for path, content in own.items():
        if content not in (old.get(path), new.get(path)):
            yield f"{path} is neither the old file nor the new one: {content[:60]!r}"
    for path in (old.keys() & new.keys()) - own.keys():
        yield f"{path} is missing"
    if status == scenario.code and own != new:
        yield "it says that it is done, and it is not"
    if status > 0 and status != scenario.code and whole:
        for unit in {_unit(path) for path in {*own, *old, *new}}:
            if _part(own, unit) not in (_part(old, unit), _part(new, unit)):
                yield f"after an error {unit} is neither as it was nor as it should be"


def _unit(path: str) -> str:
    """Return what has to be of one piece: an environment, or all that is not in one."""
    parts = path.split("/")
    return f"{parts[0]}/{parts[1]}" if parts[0] == "out" else "what is not in out"


def _part(files: dict[str, bytes], unit: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if _unit(path) == unit}


def _is_internal(path: str) -> bool:
    """Return whether a path is one of tfgen's own for the time of a write; an empty folder is nothing, too."""
    own = "/.tfgen/" in f"/{path}" and not path.endswith("/.tfgen/manifest.json")
    return own or path.endswith((".tfgen-part", "/"))


def _fill(folder: Path, files: dict[str, str] | dict[str, str | None]) -> None:
    for path, text in files.items():
        full = folder / path
        if text is None:
            full.unlink()
            continue
        full.parent.mkdir(parents=True, exist_ok=True)
        if full.is_dir():
            full.rmdir()
        full.write_text(text)
