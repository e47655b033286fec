"""Files to bodies: attributes and blocks, line by line, with recovery from errors.

Most lines of real configurations are one of a few simple forms, which one regular expression reads whole; the
expression parser sees the others.
"""

from __future__ import annotations

import re

from generator.hcl.lazy import matcher
from generator.hcl.syntax.expressions import KEYWORDS, MAXIMUM_STEPS, ExpressionReader
from generator.hcl.syntax.lexer import SyntaxProblem, number
from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.templates import MAXIMUM_DEPTH, normal_form_c
from generator.hcl.syntax.tokens import END, NAME, NAME_PATTERN, NEWLINE, OPEN_QUOTE, PLAIN_STRING_PATTERN, STRING
from generator.hcl.syntax.tree import Expression, Literal, Node, Relative, Source, Step, Traversal

_LINE = re.compile(
    rf"""[ \t]*+(?:
    ({NAME_PATTERN})[ \t]*+=[ \t]*+(?:
        ({PLAIN_STRING_PATTERN})|({NAME_PATTERN}(?:\.{NAME_PATTERN})*+)|([0-9]+(?:\.[0-9]+)?)
    )[ \t]*+\r?\n
    |({NAME_PATTERN})((?:[ \t]++(?:"[^"\\$%\r\n]*+"|{NAME_PATTERN}))*+)[ \t]*+\{{[ \t]*+\r?\n
    |(\}})[ \t]*+\r?\n
    |\r?(\n)
    |((?:\#|//)[^\n]*+)\n
    )""",
    re.VERBOSE,
).match
_TEXT_VALUE, _NAME_VALUE, _NUMBER_VALUE, _HEADER, _CLOSE, _BLANK, _COMMENT = 2, 3, 4, 6, 7, 8, 9  # groups
_LABEL = re.compile(rf'"([^"]*+)"|({NAME_PATTERN})')
_TOP_LEVEL = (
    r"(?:resource|data|ephemeral|module|provider|variable|output|locals|terraform|moved|import|check|removed|action|language)"
    r'(?:[ \t]+"[^"\n]*")*[ \t]*\{'
)

STATIC = {
    "variable": frozenset({"type"}),
    "output": frozenset({"type"}),
    "action": frozenset({"provider"}),
    "action_trigger": frozenset({"events", "on_failure"}),
    "resource": frozenset({"provider"}),
    "data": frozenset({"provider"}),
    "ephemeral": frozenset({"provider"}),
    "import": frozenset({"provider", "to"}),
    "module": frozenset({"providers"}),
    "moved": frozenset({"from", "to"}),
    "removed": frozenset({"from"}),
    "lifecycle": frozenset({"ignore_changes"}),
    "dynamic": frozenset({"iterator"}),
    "required_providers": None,
}
"""Attributes, by the type of the block that holds them, that are not expressions: types, addresses, names."""
_STATIC_NAMES = frozenset(
    {"type", "provider", "providers", "to", "from", "ignore_changes", "iterator", "events", "on_failure"}
)


def is_static(block_type: str, depth: int, name: str) -> bool:
    """Whether an attribute of a block at a depth, 1 at the top, is no expression."""
    if block_type not in STATIC:
        return False
    names = STATIC[block_type]
    if names is None:
        return depth == 2  # noqa: PLR2004
    inner = block_type in ("lifecycle", "dynamic", "action_trigger") or (block_type == "data" and depth == 2)  # noqa: PLR2004
    return name in names and (depth == 1 or inner)  # a data source may stand in a check


def parse(path: str, content: bytes) -> tuple[Source, Body]:
    """Return a file's source, which has what is wrong with it, and its body, as far as it can be read."""
    source = decode(path, content)
    reader = BodyReader(source)
    body = reader.read()
    if reader.unclosed:
        # With the lines that begin a top-level block as stops, less is lost behind a brace that is missing.
        comments, problems = source.comments, source.diagnostics
        source = Source(path, source.text)
        source.diagnostics = [problem for problem in problems if problem.code == "encoding"]
        body = BodyReader(source, by_columns=True).read()
        source.comments = comments
    return source, body


def decode(path: str, content: bytes) -> Source:
    """Return a file's text; bytes that are no UTF-8 become U+FFFD, with a diagnostic."""
    try:
        return Source(path, content.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        source = Source(path, content.decode("utf-8", "replace").removeprefix("\ufeff"))
        offset = len(content[: error.start].decode("utf-8").removeprefix("\ufeff"))
        source.report("this is not UTF-8", offset, offset + 1, code="encoding")
        return source


class BodyReader:
    """Reads a file.

    Attributes:
        blocks: The blocks that are open, outermost first.
        unclosed: Whether one was still open at the end.
    """

    __slots__ = (
        "_body",
        "_by_columns",
        "_item",
        "_lost",
        "_reader",
        "_root",
        "_seen",
        "blocks",
        "source",
        "text",
        "unclosed",
    )

    def __init__(self, source: Source, by_columns: bool = False) -> None:
        self.source, self.text = source, source.text
        self._reader = ExpressionReader(source)
        self.blocks: list[Block] = []
        self.unclosed = False
        self._body = self._root = Body(source, 0, len(source.text))
        self._by_columns = by_columns
        self._item = 0  # where what is read now began
        self._lost = False  # after an error, until something is read again
        self._seen: list[int] = []  # for each open block, how many traversals came before it

    def read(self) -> Body:
        """Return the file's body."""
        position, last = 0, len(self.text)
        while position < last:
            try:
                position = self._lines(position)
                if position < last:
                    position = self._other_line(position)
            except SyntaxProblem as problem:
                position = self._recover(problem)
        if self.blocks:
            self.unclosed = True
            for block in reversed(self.blocks):
                block.stop = block.body.stop = last
                self._report_unclosed(block, "this {} block is never closed")
                self._lost = True
        return self._root

    def _lines(self, position: int) -> int:
        """Read lines of the simple forms; return where one is not."""
        text, source, match = self.text, self.source, _LINE
        attributes = self._body.attributes
        while found := match(text, position):
            group: int = found.lastindex  # type: ignore[assignment]  # one of them always matches
            self._item, position = position, found.end()
            if group <= _NUMBER_VALUE:
                start, stop = found.span(group)
                value: Expression
                if group == _TEXT_VALUE:
                    value = Literal(source, start, stop, normal_form_c(text[start + 1 : stop - 1]))
                elif group == _NAME_VALUE:
                    value = self._simple(found[_NAME_VALUE], start, stop)
                else:
                    value = Literal(source, start, stop, number(found[_NUMBER_VALUE]))
                name = found[1]
                if name in attributes or group == _NAME_VALUE:
                    self._attribute(name, found.start(1), value)
                else:
                    attributes[name] = Attribute(source, found.start(1), stop, name, value)
            elif group == _BLANK:
                continue
            elif group == _COMMENT:
                self._reader.put_aside(*found.span(_COMMENT))
                continue
            elif group == _CLOSE:
                if not self._close_block(found.start(_CLOSE)):
                    continue
                attributes = self._body.attributes
            else:
                written = found[_HEADER]
                labels = [quoted or name for quoted, name in _LABEL.findall(written)] if written else []
                self._open_block(found[5], found.start(5), labels, position)
                attributes = self._body.attributes
            self._lost = False
        return position

    def _simple(self, token: str, start: int, stop: int) -> Expression:
        if token in KEYWORDS:
            return Literal(self.source, start, stop, KEYWORDS[token])
        root, *names = token.split(".")
        steps: list[Step] = [*names]
        if len(steps) > MAXIMUM_STEPS:
            raise SyntaxProblem(f"a reference has more than {MAXIMUM_STEPS} steps", start, stop)
        if root in KEYWORDS:
            inner = Literal(self.source, start, start + len(root), KEYWORDS[root])
            return Relative(self.source, start, stop, inner, steps)
        found = Traversal(self.source, start, stop, root, steps)
        self.source.traversals.append(found)
        return found

    def _attribute(self, name: str, start: int, value: Expression) -> None:
        body = self._body
        if name in body.attributes:
            first = body.attributes[name].location
            message = f'"{name}" is set twice here, first at {first.line}:{first.column}'
            self.source.report(message, start, start + len(name), code="duplicate")
        else:
            body.attributes[name] = Attribute(self.source, start, value.stop, name, value)
        if self.blocks and (name in _STATIC_NAMES or self.blocks[-1].type in STATIC):
            self._forget_static(name, value)

    def _forget_static(self, name: str, value: Node) -> None:
        """Let no reference or call be known of in what is not an expression."""
        if is_static(self.blocks[-1].type, len(self.blocks), name):
            for seen in (self.source.traversals, self.source.calls):
                while seen and seen[-1].start >= value.start:
                    seen.pop()

    def _open_block(self, block_type: str, start: int, labels: list[str], header_stop: int) -> None:
        if len(self.blocks) >= MAXIMUM_DEPTH:
            raise SyntaxProblem(f"blocks nest deeper than {MAXIMUM_DEPTH}", start, header_stop)
        if self._by_columns and self.blocks and self._at_top_level(start):
            self._close_all(start)
        block = Block(
            self.source, start, header_stop, block_type, labels, Body(self.source, header_stop), header_stop
        )
        self._body.blocks.append(block)
        self.blocks.append(block)
        self._seen.append(len(self.source.traversals))
        self._body = block.body

    def _at_top_level(self, start: int) -> bool:
        return self.text[start - 1 : start] in ("", "\n") and bool(matcher(_TOP_LEVEL)(self.text, start))

    def _close_all(self, start: int) -> None:
        """Close what is open where a top-level block begins."""
        self._report_unclosed(self.blocks[0], "this {} block is not closed before the next one begins")
        for block in self.blocks:
            block.stop = block.body.stop = start
        self._body = self._root
        self.blocks.clear()
        self._seen.clear()

    def _close_block(self, start: int) -> bool:
        """Close the innermost block; return False, after an error, where the brace may be another's."""
        if not self.blocks:
            if not self._lost:
                raise SyntaxProblem('this "}" closes nothing', start, start + 1)
            return False
        if self._by_columns:
            self._close_unclosed(start)
        block = self.blocks[-1]
        if self._lost and self.source.position(start)[1] > self._indent(block):
            return False
        self.blocks.pop()
        seen = self._seen.pop()
        block.body.stop, block.stop = start, start + 1
        self._body = self.blocks[-1].body if self.blocks else self._root
        if block.type == "dynamic" and block.labels:
            self._forget_iterator(block, seen)
        return True

    def _close_unclosed(self, start: int) -> None:
        """Close the blocks whose brace is missing, where a brace stands right below an outer block's header."""
        column = self.source.position(start)[1]
        outer = next((at for at, block in enumerate(self.blocks) if self._indent(block) == column), None)
        alone = not self.text[start - column + 1 : start].strip()
        while alone and outer is not None and len(self.blocks) > outer + 1:
            block = self.blocks.pop()
            self._seen.pop()
            block.stop = block.body.stop = start
            self._report_unclosed(block, "this {} block is not closed before the brace of the one around it")

    def _report_unclosed(self, block: Block, message: str) -> None:
        if not self._lost:
            text = message.format(block.type)
            self.source.report(text, block.start, block.header_stop, hint="its } is missing")

    def _indent(self, block: Block) -> int:
        return self.source.position(block.start)[1]

    def _forget_iterator(self, block: Block, seen: int) -> None:
        """Let `ingress.value` in the content of a dynamic block not be taken for a resource."""
        named = block.body.attributes.get("iterator")
        name = named.expression.root if named and isinstance(named.expression, Traversal) else block.labels[0]
        traversals = self.source.traversals
        for_each = block.body.attributes.get("for_each")
        first, last = (for_each.start, for_each.stop) if for_each else (0, 0)
        traversals[seen:] = [one for one in traversals[seen:] if one.root != name or first <= one.start < last]

    def _other_line(self, position: int) -> int:
        """Read an attribute or a block of any form; return where the next line begins."""
        reader = self._reader
        self._item = reader.stop = position
        reader.free, reader.depth = False, 0
        reader.bound.clear()
        reader.advance()
        start, name = reader.start, reader.token
        if reader.kind == NEWLINE:
            return reader.stop
        if reader.kind == END:
            return len(self.text)
        if reader.kind == "}":
            closed = self._close_block(start)
            reader.advance()
            if closed:
                self._end_of_line("the end of the line after the block")
            return reader.stop
        if reader.kind != NAME or "." in name:
            hint = (
                "the names of arguments and block types take no quotes"
                if reader.kind in (STRING, OPEN_QUOTE)
                else ""
            )
            raise reader.expected("an argument, a block" + (' or "}"' if self.blocks else ""), hint)
        reader.advance()
        if reader.kind == "=":
            reader.advance()
            self._attribute(name, start, reader.expression())
            self._end_of_line("an operator or the end of the line after the argument")
        else:
            self._block(name, start)
        self._lost = False
        return reader.stop

    def _end_of_line(self, what: str) -> None:
        reader = self._reader
        if reader.kind not in (NEWLINE, END):
            hint = "each argument stands on a line of its own" if reader.kind == NAME else ""
            raise reader.expected(what, hint)

    def _block(self, name: str, start: int) -> None:
        reader = self._reader
        labels = []
        while reader.kind in (NAME, STRING, OPEN_QUOTE) and "." not in (
            reader.token if reader.kind == NAME else ""
        ):
            if reader.kind == OPEN_QUOTE:
                labels.append(self._quoted_label())
            else:
                labels.append(reader.token[1:-1] if reader.kind == STRING else reader.token)
                reader.advance()
        if reader.kind == ":" and not labels:
            raise reader.expected('"=" after the argument\'s name', "arguments are set with =")
        if reader.kind != "{":
            raise reader.expected('a label or "{" of the block' if labels else '"=" or "{" after the name')
        self._open_block(name, start, labels, reader.stop)
        reader.advance()
        if reader.kind == NEWLINE:
            return
        if reader.kind == NAME:
            self._only_attribute()
        if reader.kind != "}":
            raise reader.expected('an argument, "}" or the end of the line after "{"')
        self._close_block(reader.start)
        reader.advance()
        self._end_of_line("the end of the line after the block")

    def _only_attribute(self) -> None:
        """Read the one argument that a block on one line may have."""
        reader = self._reader
        name, start = reader.token, reader.start
        reader.advance()
        if reader.kind != "=":
            raise reader.expected(
                '"=" after the argument\'s name', "a block on one line has one argument and no blocks"
            )
        reader.advance()
        self._attribute(name, start, reader.expression())
        if reader.kind != "}":
            raise reader.expected('"}" after the only argument', "a block with more than one spans several lines")

    def _quoted_label(self) -> str:
        reader = self._reader
        label = reader.read_quoted()
        if not isinstance(label, Literal):
            raise SyntaxProblem("a label can't have template sequences", label.start, label.stop)
        return str(label.value)

    def _recover(self, problem: SyntaxProblem) -> int:
        """Report a problem, unless it follows from the last; return where the reading goes on."""
        if not self._lost:
            self.source.report(problem.message, problem.start, problem.stop, hint=problem.hint)
        self._lost = True
        del self.source.comments[self._comments_before(problem.start) :]
        line = self.text.rfind("\n", 0, problem.start) + 1
        if line > self._item:
            return line  # what is there may well be an item of its own
        return self._line_after(self._item)

    def _comments_before(self, offset: int) -> int:
        comments = self.source.comments
        count = len(comments)
        while count and comments[count - 1].start >= offset:
            count -= 1
        return count

    def _line_after(self, offset: int) -> int:
        return self.text.find("\n", offset) + 1 or len(self.text)
