"""Writes the pages of the reference into docs/reference/, from the program: commands, knobs, JSON, exit codes.

    python scripts/reference.py

They are not committed: `make docs` writes them, so that they are what the program says that is documented.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TFGEN = str(Path(sys.executable).parent / "tfgen")
TARGET = ROOT / "docs/reference"
PROJECT = ("environments", "templates", "lambda-src")
BOUNDS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "exclusiveMaximum": "< {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "`{}`",
}
JSON_COMMANDS = {
    "check": ("check", "--env", "dev", "--set", "functions.authorizer.runtime=nodejs18.x"),
    "diff": ("diff", "--env", "dev", "--no-unified", "--set", "functions.authorizer.timeout_seconds=31"),
    "affected": ("affected", "--since", "HEAD"),
    "list": ("list",),
    "list --ephemeral": ("list", "--ephemeral"),
    "rules": ("rules",),
}
"""Commands whose JSON is shown, by the heading, each called so that there is something to tell."""

_SCALARS = {"type": ["string", "number", "boolean", "null"]}
WRITTEN_SHAPES: dict[str, tuple[str, dict[str, Any]]] = {
    "show": ("The whole spec, with no `version`: its schema is the project's own, `tfgen schema`.", {}),
    "show --provenance": (
        "The spec's maps; where a map ends, the value with where it comes from.",
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {
                        "type": "object",
                        "required": ["value", "origin", "chain"],
                        "properties": {
                            "value": {},
                            "origin": {
                                "type": "string",
                                "description": "file:line:column, or the schema's default",
                            },
                            "chain": {"type": "array", "items": {"type": "string"}},
                        },
                        "additionalProperties": False,
                    },
                    {"$ref": "#"},
                ]
            },
        },
    ),
    "outputs": (
        "One level: a scalar for each name. It has no `version`, since every key is an output of yours.",
        {"type": "object", "additionalProperties": _SCALARS},
    ),
}
"""Answers whose keys are the user's own: no example could show their shape."""


def commands() -> str:
    """Return the page of all commands: the program's help, as a terminal of 100 columns shows it."""
    from generator.cli.main import COMMANDS  # noqa: PLC0415 - only where tfgen is installed

    parts = ["# Commands", "What `tfgen help COMMAND` prints.", "## tfgen", _fenced(_help())]
    for name, summary in COMMANDS.items():
        parts += [f"## tfgen {name}", summary, _fenced(_help(name))]
    return "\n\n".join(parts) + "\n"


def knobs(schema: Mapping[str, Any]) -> str:
    """Return the page of all knobs: what the schema says of each."""
    parts = [
        "# Knobs",
        "What a spec of the bundled stack can set, from `environments/schema.json`. `tfgen schema` prints it; "
        "`tfgen show NAME --provenance` says where each value of an environment comes from. Where "
        "a bound has a source, the "
        "description names it.",
    ]
    for path, knob in _knobs(schema, schema, ()):
        name = ".".join(path)
        rows = [f"**type** {_type(knob)}"]
        bounds = [text.format(knob[key]) for key, text in BOUNDS.items() if key in knob]
        rows += [f"**bounds** {', '.join(bounds)}"] if bounds else []
        rows += [f"**default** `{json.dumps(knob['default'])}`"] if "default" in knob else []
        parts.append(f"### {name}\n\n{_escaped(knob.get('description', ''))}\n\n" + "  \n".join(rows))
    return "\n\n".join(parts) + "\n"


def formats() -> str:
    """Return the page of JSON: for each command an answer over the bundled stack, and the schema of its shape."""
    parts = [
        "# JSON",
        "What `--format json` prints. Each document has a `version`, which a change that breaks a "
        "reader raises; keys may be added. The shapes are read off the answers of this version over "
        "the bundled stack, but for those at the end, whose keys are yours.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name in PROJECT:
            shutil.copytree(ROOT / name, f"{folder}/{name}", symlinks=True)
        git = [
            "git",
            "-C",
            folder,
            "-c",
            "user.name=docs",
            "-c",
            "user.email=docs@example.com",
            "-c",
            "core.hooksPath=",
        ]
        for call in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "as shipped"]):
            subprocess.run([*git, *call], check=True)
        subprocess.run([TFGEN, "render", "--env", "dev", "--quiet"], cwd=folder, check=True)
        staging = Path(folder, "environments/staging.yaml")
        staging.write_text(staging.read_text() + "destroy_protection: false\n")
        outputs = Path(folder, "templates/outputs.tf.j2")
        outputs.write_text(outputs.read_text() + '\noutput "documented" {\n  value = "by all"\n}\n')
        answers = {name: [_answer(folder, call)] for name, call in JSON_COMMANDS.items()}
        # What several stacks bring, one of which needs another, and an environment that is pinned.
        subprocess.run([TFGEN, "init", "--bootstrap", "stacks/account", "--quiet"], cwd=folder, check=True)
        for path, line in (("base", "needs: {account: account}"), ("prod", "stack: {revision: HEAD}")):
            said = Path(folder, f"environments/{path}.yaml")
            said.write_text(f"{said.read_text()}{line}\n")
        for name in ("list", "affected"):
            answers[name].append(_answer(folder, JSON_COMMANDS[name]))
        for name, found in answers.items():
            shape = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_shape(found)}
            parts += [f"## tfgen {name}", _fenced(json.dumps(shape, indent=2), "json")]
    for name, (text, shape) in WRITTEN_SHAPES.items():
        parts += [f"## tfgen {name}", text]
        parts += [_fenced(json.dumps(shape, indent=2), "json")] if shape else []
    return "\n\n".join(parts) + "\n"


def _answer(folder: str, call: Sequence[str]) -> Any:
    """Return what a call of tfgen answers as JSON."""
    done = subprocess.run(
        [TFGEN, *call, "--format", "json"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        raise SystemExit(f"tfgen {' '.join(call)}: {done.stderr}")
    return json.loads(done.stdout)


def exit_codes() -> str:
    """Return the page of exit codes."""
    from generator.cli.command import Exit  # noqa: PLC0415

    meanings = {
        Exit.DONE: "done, and nothing to report",
        Exit.FOUND: "it looked and found something: findings at or above the fail level, stale files, differences",
        Exit.FAILED: "it could not do its job: bad usage, an invalid spec or template, a refused write",
        Exit.BUG: "a bug in tfgen, which it says; `--debug` shows the traceback",
        Exit.INTERRUPTED: "interrupted",
    }
    rows = "\n".join(f"| {int(code)} | {meanings[code]} |" for code in Exit)
    return f"# Exit codes\n\nOf every command.\n\n| code | means |\n|---|---|\n{rows}\n"


@functools.cache
def _help(*words: str) -> str:
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [TFGEN, *words, "--help"], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def _knobs(
    root: Mapping[str, Any], schema: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield each knob that holds no others, with all that is said of it."""
    whole = _merged(root, schema)
    inner = whole.get("properties", {})
    if path and not inner:
        yield path, whole
    for name, part in inner.items():
        yield from _knobs(root, part, (*path, name))


def _merged(root: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to laid below it."""
    found: dict[str, Any] = {}
    for part in (*([_target(root, schema["$ref"])] if "$ref" in schema else []), *schema.get("allOf", [])):
        found |= _merged(root, part)
    return found | {key: value for key, value in schema.items() if key not in {"$ref", "allOf"}}


def _target(root: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    target: Any = root
    for word in reference.removeprefix("#/").split("/"):
        target = target[word]
    return target


def _type(knob: Mapping[str, Any]) -> str:
    if "enum" in knob:
        return "one of " + ", ".join(f"`{json.dumps(each)}`" for each in knob["enum"])
    kinds = knob.get("type", "anything")
    return " or ".join([kinds] if isinstance(kinds, str) else kinds)


def _shape(values: list[Any]) -> dict[str, Any]:
    """Return the JSON Schema of all of the values."""
    kinds = list(dict.fromkeys(_kind(each) for each in values))
    shape: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds} if kinds else {}
    objects = [each for each in values if isinstance(each, dict)]
    keys = list(dict.fromkeys(key for each in objects for key in each))
    if keys:
        shape["properties"] = {key: _shape([each[key] for each in objects if key in each]) for key in keys}
        shape["required"] = [key for key in keys if all(key in each for each in objects)]
    items = [item for each in values if isinstance(each, list) for item in each]
    return shape | ({"items": _shape(items)} if items else {})


def _kind(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text}\n```"


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")


def main() -> None:
    """Write the pages."""
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    pages = {
        "commands.md": commands(),
        "knobs.md": knobs(schema),
        "json.md": formats(),
        "exit-codes.md": exit_codes(),
    }
    TARGET.mkdir(exist_ok=True)
    for name, text in pages.items():
        (TARGET / name).write_text(text)


if __name__ == "__main__":
    main()
