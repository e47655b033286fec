"""Expressions put together from their parts, in the one form that all have that mean the same."""

from __future__ import annotations

from collections.abc import Callable

from generator.hcl.evaluation.symbols import Piece, Symbol, escape, symbol_of
from generator.hcl.syntax.templates import Text
from generator.hcl.syntax.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForExpression,
    Index,
    Literal,
    ObjectExpression,
    Parentheses,
    Relative,
    Splat,
    SplatElement,
    Step,
    Template,
    TemplateIf,
    Traversal,
    Tuple,
    Unary,
)

Part = Callable[[Expression], Symbol]
"""Gives what stands for an expression within another."""


def shape(node: Expression, part: Part) -> Symbol:
    """Return an expression with `part` of each expression right in it."""
    make = _SHAPES.get(type(node))
    return make(node, part) if make else Symbol([" ".join(node.text.split())])


def spell(node: Expression) -> str:
    """Return how an expression is written, without regard to comments, spaces, line ends and parentheses."""
    return "".join(str(piece) for piece in _spell(node).pieces)


def take_steps(base: Symbol, steps: list[Step]) -> Symbol:
    """Return what steps take from a value."""
    found: list[Piece] = list(operand(base))
    for step in steps:
        found += [f".{step}"] if isinstance(step, str) else ["[", *symbol_of(step.value).pieces, "]"]
    return Symbol(found)


def operand(symbol: Symbol) -> tuple[Piece, ...]:
    """Return a symbol with parentheses if it needs them within another."""
    return ("(", *symbol.pieces, ")") if symbol.compound else symbol.pieces


def loop(node: ForExpression, names: list[str], part: Part) -> Symbol:
    """Return a `for` over `names`, with `part` of what is in it."""
    key = [*part(node.key).pieces, " => "] if node.key else []
    found: list[Piece] = [f"for {', '.join(names)} in ", *part(node.collection).pieces, " : ", *key]
    found += [*part(node.value).pieces, *(["..."] if node.groups else [])]
    if node.condition:
        found += [" if ", *part(node.condition).pieces]
    opening, closing = {"{": ("{ ", " }"), "[": ("[", "]")}.get(node.form, ('join("", [', "])"))
    return Symbol([opening, *found, closing])


def _spell(node: Expression) -> Symbol:
    return shape(node, _spell)


def _literal(node: Literal, part: Part) -> Symbol:
    return Symbol([node.text]) if isinstance(node.value, float) else symbol_of(node.value)


def _traversal(node: Traversal, part: Part) -> Symbol:
    return take_steps(Symbol([node.root]), node.steps)


def _template(node: Template, part: Part) -> Symbol:
    if node.wraps:
        return part(node.parts[0])
    found: list[Piece] = ['"']
    for one in node.parts:
        plain = isinstance(one, Literal) and isinstance(one.value, str)
        found += [escape(one.value)] if plain else ["${", *part(one).pieces, "}"]  # type: ignore[attr-defined]
    return Symbol([*found, '"'])


def _template_if(node: TemplateIf, part: Part) -> Symbol:
    otherwise = part(node.false).pieces if node.false else ('""',)
    found = [*operand(part(node.condition)), " ? ", *part(node.true).pieces, " : ", *otherwise]
    return Symbol(found, compound=True)


def _relative(node: Relative, part: Part) -> Symbol:
    return take_steps(part(node.base), node.steps)


def _index(node: Index, part: Part) -> Symbol:
    return Symbol([*operand(part(node.base)), "[", *part(node.key).pieces, "]"])


def _each(node: SplatElement, part: Part) -> Symbol:
    return Symbol([])


def _splat(node: Splat, part: Part) -> Symbol:
    return Symbol([*operand(part(node.base)), "[*]", *part(node.each).pieces])


def _call(node: Call, part: Part) -> Symbol:
    found: list[Piece] = [f"{node.name}("]
    for at, argument in enumerate(node.arguments):
        found += [", "] * bool(at) + [*part(argument).pieces]
    return Symbol([*found, "...)" if node.expands else ")"])


def _tuple(node: Tuple, part: Part) -> Symbol:
    found: list[Piece] = ["["]
    for at, item in enumerate(node.items):
        found += [", "] * bool(at) + [*part(item).pieces]
    return Symbol([*found, "]"])


def _object(node: ObjectExpression, part: Part) -> Symbol:
    found: list[Piece] = []
    for key, value in node.items:
        plain = isinstance(key, Literal)
        named = part(key).pieces if plain else ("(", *part(key).pieces, ")")
        found += [", " if found else "{ ", *named, " = ", *part(value).pieces]
    return Symbol([*found, " }"] if found else ["{}"])


def _conditional(node: Conditional, part: Part) -> Symbol:
    choices = [*operand(part(node.true)), " : ", *operand(part(node.false))]
    return Symbol([*operand(part(node.condition)), " ? ", *choices], compound=True)


def _binary(node: Binary, part: Part) -> Symbol:
    found = [*operand(part(node.left)), f" {node.operator} ", *operand(part(node.right))]
    return Symbol(found, compound=True)


def _unary(node: Unary, part: Part) -> Symbol:
    return Symbol([node.operator, *operand(part(node.operand))])


def _parentheses(node: Parentheses, part: Part) -> Symbol:
    return part(node.inner)


def _for(node: ForExpression, part: Part) -> Symbol:
    return loop(node, node.names, part)


_SHAPES: dict[type[Expression], Callable[..., Symbol]] = {
    Literal: _literal,
    Text: _literal,
    Traversal: _traversal,
    Template: _template,
    TemplateIf: _template_if,
    Relative: _relative,
    Index: _index,
    SplatElement: _each,
    Splat: _splat,
    Call: _call,
    Tuple: _tuple,
    ObjectExpression: _object,
    Conditional: _conditional,
    Binary: _binary,
    Unary: _unary,
    Parentheses: _parentheses,
    ForExpression: _for,
}
