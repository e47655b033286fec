"""A consumer, a function or a route more: the spec's lines, a handler and its test.

Nothing is written here: what would be is held to the schema and its rules first, in every environment that has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.errors import SpecError, TfgenError
from generator.files.project import EditedFiles, Project
from generator.location import Location
from generator.naming import format_path, quote
from generator.spec.insertion import insert
from generator.starter.handlers import SOURCE, handler_files

_COMMON = "common.mjs"
_LISTENS = {"source": "sources", "detail-type": "detail_types", "detail": "detail"}
_LONGEST_NAME = 19
_LONGEST_ROUTE = 30


class SpecEntry(NamedTuple):
    """An entry of a spec.

    Attributes:
        path: Where it stands, its own name last.
        lines: What it says, as lines of YAML.
    """

    path: tuple[str, ...]
    lines: tuple[str, ...]


class Addition(NamedTuple):
    """What is added.

    Attributes:
        entries: The entries of the spec.
        kind: Which handler goes with them.
        name: The function's name; empty where one that is there is called.
    """

    entries: tuple[SpecEntry, ...]
    kind: str
    name: str


def consumer(name: str, pattern: str | None = None) -> Addition:
    """Return a consumer; without a pattern it listens to the processed events of the environment's own source.

    Args:
        name: Its name.
        pattern: An EventBridge pattern, as JSON.

    Raises:
        TfgenError: The pattern can't be read, or says what a consumer can't listen to.
    """
    listens = {"detail_types": ["EventProcessed"]} if pattern is None else _listens(pattern)
    lines = ["listens:", *(f"  {key}: {_flow(value)}" for key, value in listens.items())]
    return Addition((SpecEntry(("consumers", name), tuple(lines)),), "consumer", name)


def function(name: str, schedule: str) -> Addition:
    """Return a function that a schedule wakes."""
    return Addition(
        (SpecEntry(("functions", name), ("schedule:", f"  expression: {_flow(schedule)}")),), "function", name
    )


def route(path: str, method: str, called: str | None, known: Sequence[str]) -> Addition:
    """Return a route.

    Args:
        path: Its path, such as /orders/{id}.
        method: Its method.
        called: The function that answers; without one it is called by the path.
        known: The functions that there are.

    Raises:
        TfgenError: The path has no part that a function could be called by.
    """
    words = re.findall(r"[a-z0-9]+", path.lower())
    plain = [part for part in path.lower().split("/") if part and "{" not in part]
    name = called or re.sub(r"[^a-z0-9]", "", plain[0] if plain else "")[:_LONGEST_NAME]
    if not name:
        raise TfgenError(f"{quote(path)} has no part to call a function by", hint="name one with --function")
    named = "_".join([method.lower(), *words])[:_LONGEST_ROUTE].rstrip("_")
    lines = [f"path: {_flow(path)}", f"method: {method}", f"target: function {name}"]
    there = name in known
    shown = path.replace("{", "{{").replace("}", "}}")  # in a description a brace is a placeholder's
    entries = [SpecEntry(("functions", name), (f"description: {_flow(f'Answers requests of {shown}')}",))]
    entries = [*([] if there else entries), SpecEntry(("api", "routes", named), tuple(lines))]
    return Addition(tuple(entries), "route", "" if there else name)


def functions_of(inputs: Inputs, file: str) -> list[str]:
    """Return the functions that an environment of a spec file has, as far as it and its parents say."""
    shape = inputs.schema.root.child("functions")
    lineage = inputs.spec_files.lineage(file)
    below = lineage.root.value.get("functions") if lineage.root and isinstance(lineage.root.value, dict) else None
    said = below.value if below is not None and isinstance(below.value, dict) else {}
    return [*(shape.properties if shape else ()), *said]


def changed_files(inputs: Inputs, file: str, addition: Addition) -> dict[str, bytes]:
    """Return the files that an addition writes, by path: the spec file, and those of the handler.

    Raises:
        TfgenError: There is such an entry already, or some environment would not be valid with it.
    """
    text = inputs.project.files.read(file).decode("utf-8-sig")
    for entry in addition.entries:
        _refuse_known(inputs, file, entry.path)
        text = insert(text, entry.path, entry.lines, file)
    files: dict[str, bytes] = {file: text.encode()}
    if addition.name:
        files |= _handler(inputs, addition)
    project = inputs.project
    edited = Inputs(Project(project.root, project.out, EditedFiles(project.files, files)))
    environments = [each for each in edited.spec_files.environments()]
    _, conflicts = pipeline.validate(edited, environments)
    for conflict in conflicts:
        if conflict.severity == "error":
            raise conflict.error
    return files


def _handler(inputs: Inputs, addition: Addition) -> dict[str, bytes]:
    """Return the files of a handler, without those that are there: code that somebody wrote is not touched."""
    made = handler_files(addition.kind, addition.name)
    made[f"{SOURCE}/{addition.name}/{_COMMON}"] = _common(inputs)
    there = inputs.project.files.names(f"{SOURCE}/{addition.name}")
    if there:
        return {}
    tests = inputs.project.files.names(f"{SOURCE}/tests")
    return {
        path: content
        for path, content in made.items()
        if not path.startswith(f"{SOURCE}/tests/") or path.rpartition("/")[2] not in tests
    }


def _common(inputs: Inputs) -> bytes:
    """Return the lines by which every function finds the layer."""
    for folder in ("event_storage", "event_processing", "event_ingestion", "authorizer"):
        if _COMMON in inputs.project.files.names(f"{SOURCE}/{folder}"):
            return inputs.project.files.read(f"{SOURCE}/{folder}/{_COMMON}")
    raise TfgenError(f"no function has a {_COMMON}", Location(SOURCE), "write the handler by hand")


def _refuse_known(inputs: Inputs, file: str, path: tuple[str, ...]) -> None:
    shape = inputs.schema.root
    for step in path[:-1]:
        below = shape.child(step)
        if below is None:
            raise SpecError(f"this stack has no {format_path(path[:-1])}", Location(inputs.schema.path))
        shape = below
    inherited = inputs.spec_files.lineage(file).root
    value: Any = inherited
    for step in path:
        held = value.value if value is not None else None
        value = held.get(step) if isinstance(held, Mapping) else None
    if path[-1] in shape.properties or value is not None:
        place = value.key_location if value is not None else Location(file)
        raise SpecError(f"{format_path(path)} is there already", place, "give it another name")


def _listens(pattern: str) -> dict[str, Any]:
    try:
        said = json.loads(pattern)
    except ValueError as error:
        raise TfgenError(f"--pattern is not JSON: {error}") from None
    if not isinstance(said, dict) or not said or set(said) - set(_LISTENS):
        known = ", ".join(_LISTENS)
        raise TfgenError("--pattern says what a consumer can't listen to", hint=f"it may say {known}")
    return {_LISTENS[key]: value for key, value in said.items()}


def _flow(value: Any) -> str:
    """Return a value as YAML on one line: JSON is that."""
    return json.dumps(value, ensure_ascii=False)


def spec_file(inputs: Inputs, environment: str | None) -> str:
    """Return the spec file that is added to: of an environment, or the one that all extend."""
    return inputs.spec_files.parent_file(environment or "base")
