"""The spec of an environment: its values, inherited, filled in and valid, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import SpecError, TfgenError, raise_all
from generator.location import Location
from generator.naming import ValuePath, format_path
from generator.spec.annotation import ANNOTATION, VERBATIM
from generator.spec.defaults import Defaults
from generator.spec.document import STACK_KEYS
from generator.spec.origins import ITS_NAME, Origin, Origins
from generator.spec.placeholders import Filler, PlaceholderError
from generator.spec.schema import Schema
from generator.spec.settings import apply_settings
from generator.spec.spec_files import Lineage, SpecFiles
from generator.spec.spec_tree import SET, Note, SpecNode
from generator.spec.stack import OWN_STACK, StackChoice, choice
from generator.spec.validation import missing_lines, validate
from generator.spec.value_paths import parse_path


@dataclass(frozen=True, slots=True)
class Spec:
    """A resolved, validated spec. Treat it as read-only, all the way down.

    Attributes:
        environment: The environment's name, "pr-123".
        file: The spec file that serves it, "environments/pr.yaml".
        values: The knobs' values: a tree of plain dicts, lists, strings, numbers, booleans and None.
        origins: Where each leaf, map and list of `values` comes from.
        notes: What its files say and what changes nothing.
        stack: Which stack it is rendered from.
    """

    environment: str
    file: str
    values: Mapping[str, Any]
    origins: Mapping[ValuePath, Origin]
    notes: tuple[Note, ...] = ()
    stack: StackChoice = OWN_STACK

    def origin(self, path: ValuePath) -> Origin:
        """Return the origin of the value at `path`, or of the nearest one that holds it."""
        needed = self.stack.places.get(str(path[1])) if path[:1] == ("needs",) and len(path) > 1 else None
        if needed:
            return Origin("file", needed)
        for length in range(len(path), 0, -1):
            found = self.origins.get(path[:length])
            if found:
                return found
        return self.origins[()]

    def describe(self, path: ValuePath) -> tuple[str, str, Origin]:
        """Return what a message says of a value that a template used: its path, the value as JSON, its origin.

        Args:
            path: The way to it; ("environment",) is the environment's name, which templates see as well.
        """
        value: Any = {"environment": self.environment, **self.values}
        for step in path:
            value = value[step]
        origin = ITS_NAME if path == ("environment",) else self.origin(path)
        return format_path(path), json.dumps(value, ensure_ascii=False), origin


def resolve(files: SpecFiles, schema: Schema, environment: str, settings: Sequence[str] = ()) -> Spec:
    """Return the spec of `environment`: inherited, filled in, completed from the schema, and valid.

    Args:
        files: The project's specs.
        schema: Their schema.
        environment: The environment's name.
        settings: What `--set` says, "path=value" each; later ones win.

    Raises:
        TfgenError: Everything that is wrong, all at once.
    """
    lineage = files.lineage(files.file_of(environment))
    problems: list[TfgenError] = list(lineage.problems)
    if lineage.root is None:
        raise_all(problems)
    assert lineage.root is not None, "a file that can't be read has a problem"
    for path, node in (blank for document in lineage.documents for blank in document.blanks):
        if path[0] in STACK_KEYS:
            continue
        problem = missing_lines(schema.root, path, node)
        problems += [problem] if problem else []
    filler = Filler(_placeholders(lineage, environment))
    stack = choice(lineage.root, settings, filler)
    root = apply_settings(_without_stack(lineage.root), settings, schema, problems)
    for path in schema.raw.get(ANNOTATION, {}).get(VERBATIM, ()):
        root = _doubled(root, parse_path(path))
    given = _fill(root, filler, problems)
    try:
        values = Defaults(filler).complete(schema.root_for(given), given)
    except PlaceholderError as error:
        raise_all([*problems, SpecError(f"in a default: {error.message}", Location(schema.path), error.hint)])
    except RecursionError:
        raise_all([*problems, SpecError("a default holds itself without end", Location(schema.path))])
    origins = Origins(values, root, lineage.chains)
    paths = (lineage.file, *(each.path for each in reversed(lineage.documents) if each.path != lineage.file))
    refused = validate(schema, values, origins, paths)
    raise_all(_each_place_once(problems, refused))
    return Spec(environment, lineage.file, values, origins, lineage.notes, stack)


def stack_of(files: SpecFiles, environment: str, settings: Sequence[str] = ()) -> StackChoice:
    """Return which stack an environment is rendered from; no schema is needed to tell.

    Args:
        files: The project's specs.
        environment: The environment's name.
        settings: What `--set` says, "path=value" each; later ones win.

    Raises:
        TfgenError: The environment is unknown, or its spec can't be read.
    """
    lineage = files.lineage(files.file_of(environment))
    if lineage.root is None:
        raise_all(lineage.problems)
        return OWN_STACK
    return choice(lineage.root, settings, Filler(_placeholders(lineage, environment)))


def _without_stack(root: SpecNode) -> SpecNode:
    if root.value.keys().isdisjoint(STACK_KEYS):
        return root
    return root._replace(value={key: node for key, node in root.value.items() if key not in STACK_KEYS})


def _placeholders(lineage: Lineage, environment: str) -> dict[str, str | None]:
    """Return what the placeholders of a spec stand for: the name, and the groups of each `matches` it fits."""
    found: dict[str, str | None] = {}
    for document in lineage.documents:
        match = document.matches and document.matches.fullmatch(environment)
        if match:
            found.update(match.groupdict())
    return {"environment": environment, **found}


def _doubled(node: SpecNode, path: ValuePath) -> SpecNode:
    """Return `node` with the braces in the strings at `path` doubled, so that they stay what they are."""
    if not path:
        doubled = isinstance(node.value, str)
        return node._replace(value=node.value.replace("{", "{{").replace("}", "}}")) if doubled else node
    if not isinstance(node.value, dict):
        return node
    keys = [key for key in (node.value if path[0] == "*" else path[:1]) if key in node.value]
    return node._replace(value={**node.value, **{key: _doubled(node.value[key], path[1:]) for key in keys}})


def _fill(node: SpecNode, filler: Filler, problems: list[TfgenError], path: ValuePath = ()) -> Any:
    """Return the plain values of `node`, strings filled in; what is null in a map is left out."""
    value = node.value
    if type(value) is str:
        if "{" not in value and "}" not in value:
            return value
        try:
            return filler.fill(value)
        except PlaceholderError as error:
            prefix = f"--set {format_path(path)}: " if node.file == SET else ""
            problems.append(SpecError(prefix + error.message, node.location, error.hint))
            return value
    if type(value) is dict:
        items = [(key, below) for key, below in value.items() if below.value is not None]
        return {key: _fill(below, filler, problems, (*path, key)) for key, below in items}
    if type(value) is list:
        return [_fill(below, filler, problems, (*path, number)) for number, below in enumerate(value)]
    return value


def _each_place_once(problems: list[TfgenError], refused: Iterable[SpecError]) -> list[TfgenError]:
    """Return all problems, without what the schema says of a value that could not even be read."""
    known = {problem.location for problem in problems if problem.location}
    kept = problems + [each for each in refused if each.location is None or each.location not in known]
    return list({(each.location, each.message): each for each in kept}.values())
