"""The files of two renderings that differ, and whether they mean the same."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping

from generator import bounds
from generator.hcl import Attribute, Block, Body, Node
from generator.hcl.evaluation.normal_form import spell
from generator.hcl.module.loading import ParsedFiles, read_file
from generator.model.change import Action, FileChange

_SENSITIVE_DIFFERS = "\\ A sensitive value differs"


def changed_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, Action]:
    """Return the files that differ, by path."""
    found = {}
    for path in sorted({*old, *new}):
        if path not in old:
            found[path] = Action.ADDED
        elif path not in new:
            found[path] = Action.REMOVED
        elif old[path] != new[path]:
            found[path] = Action.CHANGED
    return found


def same_blocks(path: str, old: bytes, new: bytes, parsed: ParsedFiles) -> bool:
    """Return whether a file of configuration declares the same, whatever its form, comments and order."""
    pairs = [read_file(path, content, parsed) for content in (old, new)]
    if any(source.diagnostics for source, _ in pairs):
        return False
    nodes = [on_top(body) for _, body in pairs]
    only = _only(*(Counter(node.text for node in each) for each in nodes))
    left = [[node for node in each if node.text in texts] for each, texts in zip(nodes, only, strict=True)]
    return Counter(map(fingerprint, left[0])) == Counter(map(fingerprint, left[1]))


def on_top(body: Body) -> list[Node]:
    """Return all that a file holds: its blocks, and the arguments that stand outside of them."""
    return [*body.attributes.values(), *body.blocks]


def _only(old: Counter[str], new: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    return old - new, new - old


def fingerprint(node: Node) -> str:
    """Return what is the same for blocks and arguments that are but written otherwise."""
    if isinstance(node, Attribute):
        return f"{node.name}={spell(node.expression)}"
    if not isinstance(node, Block):
        return node.text
    attributes = sorted(map(fingerprint, node.body.attributes.values()))
    inside = ";".join([*attributes, *map(fingerprint, node.body.blocks)])
    return f"{node.type} {node.labels} {{{inside}}}"


def file_change(path: str, action: Action, old: str | None, new: str | None, cosmetic: bool) -> FileChange:
    """Return the change of a file.

    Args:
        path: The file.
        action: What became of it.
        old: Its text before, empty where it was not there; None where it is no text.
        new: Its text after, likewise.
        cosmetic: Whether it means the same.
    """
    lines = () if old is None or new is None else tuple(_unify(old, new, path, action))
    return FileChange(path, action, lines, cosmetic)


def text_of(content: bytes | None) -> str | None:
    """Return what a file holds as text, empty where there is none; None where it is no text."""
    if content is None:
        return ""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _unify(old: str, new: str, path: str, action: Action) -> Iterator[str]:
    olds, news = _lines(old), _lines(new)
    if len(olds) + len(news) > bounds.COMPARED_LINES.limit:
        return
    names = (
        "/dev/null" if action is Action.ADDED else f"a/{path}",
        "/dev/null" if action is Action.REMOVED else f"b/{path}",
    )
    found = [line.rstrip("\n") for line in difflib.unified_diff(olds, news, *names, lineterm="")]
    if found:
        yield from found
    elif action is Action.CHANGED:
        yield from (f"--- {names[0]}", f"+++ {names[1]}", _why_alike(old, new))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _why_alike(old: str, new: str) -> str:
    if old == new:
        return _SENSITIVE_DIFFERS
    return "\\ No newline at end of file" if old.rstrip("\n") == new.rstrip("\n") else _SENSITIVE_DIFFERS
