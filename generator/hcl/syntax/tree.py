"""The syntax tree. Plain classes: a frozen dataclass each would cost more to define than most files to parse."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from generator.hcl.syntax.source import Comment, SourceText
from generator.location import Location


class Source(SourceText):
    """The text of one file, and what is looked up in its tree.

    Attributes:
        traversals: Every traversal of something outside of the expression itself, in order.
        calls: Every function call, in the order of their ends.
    """

    __slots__ = ("_traversal_starts", "calls", "traversals")

    def __init__(self, path: str, text: str) -> None:
        super().__init__(path, text)
        self.traversals: list[Traversal] = []
        self.calls: list[Call] = []
        self._traversal_starts: list[int] = []

    def traversal_starts(self) -> list[int]:
        """Return where each of the traversals starts."""
        if len(self._traversal_starts) != len(self.traversals):
            self._traversal_starts = [one.start for one in self.traversals]
        return self._traversal_starts

    def comments_above(self, node: Node) -> list[Comment]:
        """Return the comments that stand alone on the lines right above a node, the nearest first."""
        line = self.position(node.start)[0]
        found = []
        at = bisect_right(self.comments, (node.start, 0)) - 1
        while at >= 0:
            comment = self.comments[at]
            first, column = self.position(comment.start)
            last = self.position(comment.stop)[0]
            alone = not self.text[comment.start - column + 1 : comment.start].strip()
            if last != line - 1 or not alone:
                break
            found.append(comment)
            line, at = first, at - 1
        return found


class Node:
    """A stretch of a file.

    Attributes:
        source: The file.
        start: The offset of its first character.
        stop: The offset after its last.
    """

    __slots__ = ("source", "start", "stop")

    source: Source
    start: int
    stop: int

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.source.location(self.start)

    @property
    def end(self) -> Location:
        """Where it ends: the place after its last character."""
        return self.source.location(self.stop)

    @property
    def text(self) -> str:
        """How it is written."""
        return self.source.text[self.start : self.stop]

    def children(self) -> Iterator[Node]:
        """Yield the nodes right below."""
        return iter(())


Constant: TypeAlias = Any
"""What is written as it is: a text, a number (BEYOND where it is out of range), true, false or null."""


class Key(NamedTuple):
    """An index among the steps of a traversal: a `Constant`, or what whoever follows it makes of it."""

    value: Any


SPLAT = Key("*")
"""The step of a splat among a reference's; compare with `is`."""

Step = str | Key


class Expression(Node):
    """An expression."""

    __slots__ = ()


class Literal(Expression):
    """A number, bool, null, or a string without template sequences."""

    __slots__ = ("value",)

    def __init__(self, source: Source, start: int, stop: int, value: Constant) -> None:
        self.source, self.start, self.stop, self.value = source, start, stop, value


class Template(Expression):
    """A quoted string or heredoc with template sequences; `parts` are literals and other expressions.

    `wraps` says that it is nothing but one interpolation, which is that expression's own value.
    """

    __slots__ = ("parts", "wraps")

    def __init__(self, source: Source, start: int, stop: int, parts: list[Expression], wraps: bool) -> None:
        self.source, self.start, self.stop, self.parts, self.wraps = source, start, stop, parts, wraps

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        return iter(self.parts)


class TemplateIf(Expression):
    """`%{ if condition }…%{ else }…%{ endif }`."""

    __slots__ = ("condition", "false", "true")

    def __init__(  # noqa: PLR0917
        self, source: Source, start: int, stop: int, condition: Expression, true: Template, false: Template | None
    ) -> None:
        self.source, self.start, self.stop = source, start, stop
        self.condition, self.true, self.false = condition, true, false

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.condition
        yield self.true
        if self.false:
            yield self.false


class Traversal(Expression):
    """A name and the literal steps from it: `var.names[0].first`.

    Attributes:
        root: The first name.
        steps: Attribute names, and a `Key` for each index.
        outer: What is taken of it beyond literal steps: the whole of `var.x[each.key].name`, or itself.
        headed, referred: What `reference.head` and `reference_of` have said of it, once they were asked.
    """

    __slots__ = ("headed", "outer", "referred", "root", "steps")

    headed: tuple[str, str, int] | None
    referred: Reference | bool | None

    def __init__(self, source: Source, start: int, stop: int, root: str, steps: list[Step]) -> None:
        self.source, self.start, self.stop, self.root, self.steps = source, start, stop, root, steps
        self.outer: Expression = self
        self.headed, self.referred = None, False


class Reference(NamedTuple):
    """A reference.

    Attributes:
        kind: "var", "local", "resource", "data", "ephemeral", "module", "each", "count", "path", "terraform"
            or "self".
        address: Such as "var.x", "aws_sqs_queue.q", "data.aws_region.current", "module.m", or "each".
        rest: The steps after the address: attribute names, and a `Key` for each index.
        node: Where it is written.
    """

    kind: str
    address: str
    rest: tuple[Step, ...]
    node: Node

    @property
    def location(self) -> Location:
        """Where it starts."""
        return self.node.location

    @property
    def end(self) -> Location:
        """Where it ends."""
        return self.node.end

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attribute names in `rest`, indexes left out."""
        return tuple(step for step in self.rest if isinstance(step, str))


class Relative(Expression):
    """Literal steps from the value of an expression that is no traversal: `f(x).name[0]`."""

    __slots__ = ("base", "steps")

    def __init__(self, source: Source, start: int, stop: int, base: Expression, steps: list[Step]) -> None:
        self.source, self.start, self.stop, self.base, self.steps = source, start, stop, base, steps

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.base


class Index(Expression):
    """An index that is not literal: `x[each.key]`."""

    __slots__ = ("base", "key")

    def __init__(self, source: Source, start: int, stop: int, base: Expression, key: Expression) -> None:
        self.source, self.start, self.stop, self.base, self.key = source, start, stop, base, key

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.base
        yield self.key


class SplatElement(Expression):
    """Stands for the element within what a splat takes of each."""

    __slots__ = ()

    def __init__(self, source: Source, start: int, stop: int) -> None:
        self.source, self.start, self.stop = source, start, stop


class Splat(Expression):
    """`x[*].a[0]` or `x.*.a`: `each`, which leads to an `SplatElement`, of every element of `base`."""

    __slots__ = ("base", "each")

    def __init__(self, source: Source, start: int, stop: int, base: Expression, each: Expression) -> None:
        self.source, self.start, self.stop, self.base, self.each = source, start, stop, base, each

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.base
        yield self.each


class Call(Expression):
    """A function call; `expands` says that the last argument is followed by `...`."""

    __slots__ = ("arguments", "expands", "name")

    def __init__(  # noqa: PLR0917
        self, source: Source, start: int, stop: int, name: str, arguments: list[Expression], expands: bool
    ) -> None:
        self.source, self.start, self.stop = source, start, stop
        self.name, self.arguments, self.expands = name, arguments, expands

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        return iter(self.arguments)


class Tuple(Expression):
    """`[a, b]`."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, stop: int, items: list[Expression]) -> None:
        self.source, self.start, self.stop, self.items = source, start, stop, items

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        return iter(self.items)


class ObjectExpression(Expression):
    """`{ key = value }`; a bare name as the key is a literal."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, stop: int, items: list[tuple[Expression, Expression]]) -> None:
        self.source, self.start, self.stop, self.items = source, start, stop, items

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        for key, value in self.items:
            yield key
            yield value

    def get(self, name: str) -> Expression | None:
        """Return the value written for a literal key, or None."""
        for key, value in self.items:
            if isinstance(key, Literal) and key.value == name:
                return value
        return None


class ForExpression(Expression):
    """`[for k, v in xs : value if condition]`, with braces `{for … : key => value…}`, or `%{ for }`.

    Attributes:
        names: One or two names; the last is that of the element.
        collection: What it goes over.
        key: The key's expression where it makes an object.
        value: The value's; a template for a directive.
        condition: That of `if`.
        groups: Whether `...` makes lists of the values of a key.
        form: "[", "{" or "%".
    """

    __slots__ = ("collection", "condition", "form", "groups", "key", "names", "value")

    def __init__(  # noqa: PLR0917
        self,
        source: Source,
        start: int,
        stop: int,
        names: list[str],
        collection: Expression,
        key: Expression | None,
        value: Expression,
        condition: Expression | None,
        groups: bool,
        form: str,
    ) -> None:
        self.source, self.start, self.stop, self.names, self.collection = source, start, stop, names, collection
        self.key, self.value, self.condition, self.groups, self.form = key, value, condition, groups, form

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.collection
        if self.key:
            yield self.key
        yield self.value
        if self.condition:
            yield self.condition


class Conditional(Expression):
    """`condition ? true : false`."""

    __slots__ = ("condition", "false", "true")

    def __init__(  # noqa: PLR0917
        self, source: Source, start: int, stop: int, condition: Expression, true: Expression, false: Expression
    ) -> None:
        self.source, self.start, self.stop = source, start, stop
        self.condition, self.true, self.false = condition, true, false

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.condition
        yield self.true
        yield self.false


class Binary(Expression):
    """Two operands and an operator, as it is written."""

    __slots__ = ("left", "operator", "right")

    def __init__(  # noqa: PLR0917
        self, source: Source, start: int, stop: int, operator: str, left: Expression, right: Expression
    ) -> None:
        self.source, self.start, self.stop = source, start, stop
        self.operator, self.left, self.right = operator, left, right

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.left
        yield self.right


class Unary(Expression):
    """`-x` or `!x`."""

    __slots__ = ("operand", "operator")

    def __init__(self, source: Source, start: int, stop: int, operator: str, operand: Expression) -> None:
        self.source, self.start, self.stop, self.operator, self.operand = source, start, stop, operator, operand

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.operand


class Parentheses(Expression):
    """`(x)`."""

    __slots__ = ("inner",)

    def __init__(self, source: Source, start: int, stop: int, inner: Expression) -> None:
        self.source, self.start, self.stop, self.inner = source, start, stop, inner

    def children(self) -> Iterator[Node]:
        """See `Node.children`."""
        yield self.inner


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        below = list(node.children())
        below.reverse()
        waiting += below
