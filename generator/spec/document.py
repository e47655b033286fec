"""One spec file: its knobs, and the keys that are for tfgen itself."""

from __future__ import annotations

from typing import NamedTuple

from generator.errors import SpecError, TfgenError
from generator.location import Location
from generator.naming import ValuePath, quote
from generator.spec.json_schema import NO_LOOKAROUND
from generator.spec.reader import read
from generator.spec.regexes import PatternError, Regex, compile_pattern
from generator.spec.spec_tree import SpecNode, blanks

ENGINE_KEYS = ("extends", "matches", "abstract")
"""The keys of a spec file that are no knobs: they are gone before the schema sees the values."""
STACK_KEYS = ("stack", "needs")
"""Those that are inherited as knobs are, and gone before the schema sees the values as well: see `spec.stack`."""


class Parent(NamedTuple):
    """A spec file that another one extends, as it is named there."""

    name: str
    location: Location


class SpecDocument(NamedTuple):
    """One spec file, read.

    Attributes:
        path: "environments/dev.yaml".
        root: The map of its knobs; None where the file could not be read.
        parents: What it extends; later ones win.
        matches: The names that a pattern spec serves, as a regular expression; None for other specs.
        abstract: Whether the file is there to be extended only.
        problems: Everything that is wrong with the file in itself.
        blanks: What is null under a key, or a map without a key, with the way there.
    """

    path: str
    root: SpecNode | None
    parents: tuple[Parent, ...] = ()
    matches: Regex | None = None
    abstract: bool = False
    problems: tuple[TfgenError, ...] = ()
    blanks: tuple[tuple[ValuePath, SpecNode], ...] = ()


def read_document(content: bytes, path: str) -> SpecDocument:
    """Return the spec file at `path`, which holds `content`."""
    reading = read(content, path)
    problems: list[TfgenError] = [*reading.problems]
    root = reading.root
    if root is None:
        return SpecDocument(path, None, problems=tuple(problems))
    if not isinstance(root.value, dict):
        empty = root.value is None
        what = "the file is empty" if empty else f"a spec is a map of knobs, and this is {_kind(root.value)}"
        if not problems or not empty:
            problems.append(SpecError(what, root.location, 'write "key: value" lines'))
        return SpecDocument(path, None, problems=tuple(problems))
    head = {key: node for key, node in root.value.items() if key in ENGINE_KEYS}
    knobs = root._replace(value={key: node for key, node in root.value.items() if key not in ENGINE_KEYS})
    matches = _matches(head.get("matches"), problems)
    abstract = _abstract(head.get("abstract"), problems)
    if matches and abstract:
        message = "abstract and matches exclude each other: a pattern spec is there to be rendered"
        problems.append(SpecError(message, head["abstract"].key_location))
        matches, abstract = None, False  # whoever asks for the file by name is to hear of it
    parents = _parents(head.get("extends"), problems)
    empty_values = tuple(blanks(knobs)) if reading.has_blanks else ()
    return SpecDocument(path, knobs, parents, matches, abstract, tuple(problems), empty_values)


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else f"the single value {quote(str(value))}"


def _parents(node: SpecNode | None, problems: list[TfgenError]) -> tuple[Parent, ...]:
    if node is None or node.value is None:
        return ()
    items: list[SpecNode] = node.value if isinstance(node.value, list) else [node]
    found: dict[str, Parent] = {}
    for item in items:
        if not isinstance(item.value, str) or not item.value:
            problems.append(SpecError("extends takes the name of a spec file, or a list of them", item.location))
        elif item.value in found:
            problems.append(SpecError(f"extends names {quote(item.value)} twice", item.location))
        elif item.location:
            found[item.value] = Parent(item.value, item.location)
    return tuple(found.values())


def _abstract(node: SpecNode | None, problems: list[TfgenError]) -> bool:
    if node is None or node.value is None:
        return False
    if not isinstance(node.value, bool):
        problems.append(SpecError("abstract is true or false", node.location))
    return node.value is True


def _matches(node: SpecNode | None, problems: list[TfgenError]) -> Regex | None:
    if node is None or node.value is None:
        return None
    if not isinstance(node.value, str) or not node.value:
        problems.append(SpecError("matches takes a regular expression", node.location, "such as: pr-[0-9]+"))
        return None
    try:
        pattern = compile_pattern(node.value)
    except PatternError as error:
        message = f"{quote(node.value)} is not a regular expression: {error}"
        problems.append(SpecError(message, node.location, NO_LOOKAROUND if "(?" in node.value else ""))
        return None
    if "environment" in pattern.groupindex:
        message = 'a group of matches can\'t be called "environment": {environment} is the whole name'
        problems.append(SpecError(message, node.location))
        return None
    return pattern
