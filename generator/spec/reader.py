"""Strict YAML: bytes in, a tree of nodes with their places out, and everything that is wrong on the way.

PyYAML's parser is asked for events, from which the tree is built here: so nothing is constructed from a tag,
no input can nest or expand without bound, and every refusal has a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator import bounds
from generator.errors import SpecError
from generator.location import Location
from generator.naming import quote
from generator.spec.complaints import Complaint, complaint_about
from generator.spec.scalars import AmbiguousScalarError, read_plain
from generator.spec.spec_tree import SpecNode

_BYTE_ORDER_MARK = "\ufeff"
_BREAKS = r"\r\n|\r|\n"
# Not printable in YAML, or a line break to YAML 1.1 alone, or invisible.
_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reading(NamedTuple):
    """What was read from a text.

    Attributes:
        root: The tree; None where the text could not be read at all.
        problems: Everything that is wrong with it.
        end: Where the root's value ends, as an index into the text: what follows is at most a comment.
        has_blanks: Whether something in it is null, or a map without a key.
    """

    root: SpecNode | None
    problems: tuple[SpecError, ...] = ()
    end: int = 0
    has_blanks: bool = False


def read(content: bytes, path: str) -> Reading:
    """Return the tree of the one YAML document that `content` holds.

    Args:
        content: A spec file, in UTF-8.
        path: Its name, for the places.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        complaint = Complaint("this is not UTF-8", *_place_after(before), "save the file as UTF-8")
        return Reading(None, (_locate(complaint, path),))
    return read_text(text.removeprefix(_BYTE_ORDER_MARK), path)


def read_text(text: str, path: str) -> Reading:
    """Return the tree of the one YAML document that `text` holds; `path` is its name, for the places."""
    # The quick test spares nearly every spec the search.
    quick = text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    refused = None if quick else re.search(_REFUSED, text)
    if refused:
        where = _place_after(text[: refused.start()])
        code = ord(refused[0])
        message = f"the character U+{code:04X} can't stand in a spec"
        surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - half a character, which has no escape either
        hint = "" if surrogate else f'write it as an escape in double quotes: "\\u{code:04x}"'
        return Reading(None, (_locate(Complaint(message, *where, hint), path),))
    composer = _Composer(text, path)
    try:
        composer.run()
    except _StopError:
        return Reading(None, composer.errors())
    except yaml.MarkedYAMLError as error:
        composer.complaints.append(complaint_about(error, text))
        return Reading(None, composer.errors())
    except yaml.YAMLError as error:
        composer.complaints.append(Complaint(f"can't be read as YAML: {error}".splitlines()[0], 1, 1))
        return Reading(None, composer.errors())
    return Reading(composer.root, composer.errors(), composer.end, composer.has_blanks)


class _StopError(Exception):
    """There is no sense in reading on."""


_SKIP = ""
_OPEN = SpecNode(None, "", 0, 0)


class _Frame:
    """A map or list that is being read."""

    # Not a dataclass: making one costs a run more than reading a spec does.
    __slots__ = (
        *("anchor", "column", "container", "height", "is_map"),
        *("key", "key_column", "key_line", "line", "nodes_before", "skip"),
    )

    def __init__(self, is_map: bool, line: int, column: int, anchor: str | None, nodes_before: int) -> None:
        self.is_map, self.line, self.column = is_map, line, column
        self.anchor, self.nodes_before, self.height = anchor, nodes_before, 1
        self.container: Any = {} if is_map else []
        self.key: str | None = None
        self.key_line = self.key_column = 0
        self.skip = False

    @property
    def wants_key(self) -> bool:
        return self.is_map and self.key is None


class _Anchor(NamedTuple):
    node: SpecNode
    nodes: int
    height: int


class _Composer:
    """Builds the tree of one text from its events."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.root: SpecNode | None = None
        self.end = 0
        self.has_blanks = False
        self.complaints: list[Complaint] = []
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}
        self._nodes = 0
        self._documents = 0
        self._tabs = "\t" in text
        self._spans: list[tuple[int, int]] = []

    def errors(self) -> tuple[SpecError, ...]:
        """Return the problems, each at its place."""
        return tuple(_locate(complaint, self.path) for complaint in self.complaints)

    def run(self) -> None:
        """Read the text; `root` and `complaints` hold the outcome."""
        parser = _PARSER(self.text)
        try:
            for event in _events(parser):
                kind = type(event)
                if kind is ScalarEvent:
                    self._scalar(event)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    self._start(event, kind is MappingStartEvent)
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    self._end(event)
                elif kind is AliasEvent:
                    self._alias(event)
                elif kind is DocumentStartEvent:
                    self._document(event)
        finally:
            parser.dispose()
        self._refuse_tabs()
        if self.root is None:
            self._complain("the file is empty", 1, 1, "a spec is a map of knobs; see environments/schema.json")

    def _complain(self, message: str, line: int, column: int, hint: str = "") -> None:
        self.complaints.append(Complaint(message, line, column, hint))
        if len(self.complaints) >= bounds.SPEC_PROBLEMS.limit:
            self.complaints.append(Complaint(bounds.SPEC_PROBLEMS.message, line, column))
            raise _StopError

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            mark = event.start_mark
            self._complain("a second document", mark.line + 1, mark.column + 1, "a spec is one document")
            raise _StopError

    def _count(self, nodes: int, height: int, line: int, column: int) -> None:
        """Take `nodes` more nodes, `height` levels high, into the tree; refuse what is out of bounds."""
        self._nodes += nodes
        if self._nodes > bounds.SPEC_VALUES.limit:
            self._complain(bounds.SPEC_VALUES.message, line, column)
            raise _StopError
        if len(self._frames) + height > bounds.SPEC_LEVELS.limit:
            self._complain(bounds.SPEC_LEVELS.message, line, column)
            raise _StopError

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        frame = self._frames[-1] if self._frames else None
        if event.tag is not None:
            self._refuse_tag(line, column)
        if self._tabs and event.style:
            self._spans.append((mark.index, event.end_mark.index))
        if frame and frame.is_map and frame.key is None:
            self._key(frame, event, line, column)
            return
        self._count(1, 0, line, column)
        value = self._value(event, line, column)
        self.has_blanks |= value is None
        text: str = event.value
        source = "" if type(value) is str or text == str(value) else text
        if frame and frame.is_map:
            node = SpecNode(value, self.path, line, column, frame.key_line, frame.key_column, source)
        else:
            node = SpecNode(value, self.path, line, column, source=source)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(node, 1, 0)
        self._place(node)
        if not frame:
            self.end = event.end_mark.index

    def _value(self, event: Any, line: int, column: int) -> Any:
        text = event.value
        if event.tag is not None:
            return text
        if event.style:
            if not text.isascii() and re.search("[\ud800-\udfff]", text):
                self._complain("an escape in double quotes that is no character", line, column)
            return text
        try:
            return read_plain(text)
        except AmbiguousScalarError as error:
            self._complain(error.message, line, column, error.hint)
            return text

    def _key(self, frame: _Frame, event: Any, line: int, column: int) -> None:
        text: str = event.value
        frame.key, frame.key_line, frame.key_column, frame.skip = text, line, column, False
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(SpecNode(text, self.path, line, column), 1, 0)
        if not event.style and not self._plain_key(text, line, column):
            frame.skip = True
        elif text in frame.container:
            first = frame.container[text].key_line
            self._complain(
                f"duplicate key {quote(text)}",
                line,
                column,
                f"the first one is at line {first}; keep one of them",
            )
            frame.skip = True

    def _plain_key(self, text: str, line: int, column: int) -> bool:
        """Say whether an unquoted key is a string; complain if not."""
        if text == "<<":
            self._complain('a merge key "<<" is not read here', line, column, 'use "extends" to inherit values')
            return False
        try:
            meant = read_plain(text)
        except AmbiguousScalarError as error:
            self._complain(error.message, line, column, f'quote the key: "{text}"')
            return False
        if not isinstance(meant, str):
            hint = f'quote it: "{text}"' if text else ""
            self._complain(f"the key {text or '(empty)'} is not a string", line, column, hint)
            return False
        return True

    def _start(self, event: Any, is_map: bool) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if event.tag is not None:
            self._refuse_tag(line, column)
        self._count(1, 1, line, column)
        if self._frames and self._frames[-1].wants_key:
            self._complain("a map or list can't be a key", line, column, "quote it if it is meant as text")
            raise _StopError
        if event.anchor:
            # An alias to it before it ends would be a loop.
            self._anchors[event.anchor] = _Anchor(_OPEN, 0, 0)
        self._frames.append(_Frame(is_map, line, column, event.anchor, self._nodes - 1))

    def _end(self, event: Any) -> None:
        frame = self._frames.pop()
        self.has_blanks |= frame.container == {}
        parent = self._frames[-1] if self._frames else None
        key = (parent.key_line, parent.key_column) if parent and parent.is_map else (0, 0)
        node = SpecNode(frame.container, self.path, frame.line, frame.column, *key)
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchor(node, self._nodes - frame.nodes_before, frame.height)
        if parent:
            parent.height = max(parent.height, frame.height + 1)
        self._place(node)
        if not parent:
            self.end = event.end_mark.index

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        frame = self._frames[-1] if self._frames else None
        target = self._anchors.get(event.anchor)
        if frame and frame.wants_key:
            self._complain("an alias can't be a key", line, column, "write the key out")
            frame.key, frame.skip = _SKIP, True
        elif target is None:
            self._complain(f"the alias *{event.anchor} has no anchor &{event.anchor} before it", line, column)
            self._place(SpecNode(None, self.path, line, column))
        elif target.node is _OPEN:
            self._complain(f"the alias *{event.anchor} stands inside what it repeats", line, column)
            self._place(SpecNode(None, self.path, line, column))
        else:
            self._count(target.nodes, target.height, line, column)
            if frame:
                frame.height = max(frame.height, target.height + 1)
            key = (frame.key_line, frame.key_column) if frame and frame.is_map else (0, 0)
            self._place(target.node._replace(key_line=key[0], key_column=key[1]))

    def _place(self, node: SpecNode) -> None:
        """Put a finished node where it belongs: under its key, at the end of its list, or at the root."""
        if not self._frames:
            self.root = node
            return
        frame = self._frames[-1]
        if not frame.is_map:
            frame.container.append(node)
            return
        if not frame.skip:
            frame.container[frame.key] = node
        frame.key = None

    def _refuse_tag(self, line: int, column: int) -> None:
        self._complain("a tag (!…) means nothing in a spec", line, column, "remove it; quote what is a string")

    def _refuse_tabs(self) -> None:
        """Refuse tabs outside quoted text, block text and comments: what they indent is anyone's guess."""
        if not self._tabs:
            return
        outside = _without(self.text, self._spans)
        for number, line in enumerate(re.split(_BREAKS, outside), start=1):
            column = re.sub("(^|[ \t])#.*", r"\1", line).rstrip(" \t").find("\t") + 1
            if column:
                self._complain("a tab", number, column, "use spaces; in a value, quote it")


def _events(parser: Any) -> Iterator[Event]:
    return iter(parser.get_event, None)  # there is None after the end of the stream


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with what lies in `spans` masked, line breaks kept."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], re.sub(r"[^\r\n]", "x", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _place_after(before: str) -> tuple[int, int]:
    lines = re.split(_BREAKS, before.removeprefix(_BYTE_ORDER_MARK))
    return len(lines), len(lines[-1]) + 1


def _locate(complaint: Complaint, path: str) -> SpecError:
    return SpecError(complaint.message, Location(path, complaint.line, complaint.column), complaint.hint)
