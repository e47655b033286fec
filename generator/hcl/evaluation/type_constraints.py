"""The type constraints of variables."""

from __future__ import annotations

from collections.abc import Callable

from generator.hcl.evaluation.types import (
    Collection,
    ConversionError,
    ObjectField,
    ObjectType,
    TupleType,
    Type,
    convert,
)
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax.tree import Call, Expression, Literal, ObjectExpression, Parentheses, Traversal, Tuple

_PRIMITIVES = frozenset({"string", "number", "bool", "any"})
_COLLECTIONS = frozenset({"list", "set", "map"})
Evaluate = Callable[[Expression], Raw]


class ConstraintProblem(Exception):
    """A type constraint is none, at an expression."""

    def __init__(self, message: str, node: Expression) -> None:
        super().__init__(message, node)
        self.message, self.node = message, node


def read_type(node: Expression, evaluate: Evaluate) -> Type:
    """Return the type that an expression constrains to.

    Args:
        node: Such as `map(string)`.
        evaluate: Gives the value of a default of `optional`.

    Raises:
        ConstraintProblem: It is none.
    """
    if isinstance(node, Parentheses):
        return read_type(node.inner, evaluate)
    if isinstance(node, Literal) and isinstance(node.value, str):
        raise ConstraintProblem("types stand without quotes, such as string or list(string)", node)
    if isinstance(node, Traversal) and not node.steps:
        if node.root in _PRIMITIVES:
            return node.root
        if node.root in _COLLECTIONS:
            return Collection(node.root, "any")
    if isinstance(node, Call):
        return _call(node, evaluate)
    raise ConstraintProblem("expected a type such as string, number, bool, list(string) or object({...})", node)


def _inner(node: Expression, evaluate: Evaluate) -> Type:
    """Return a type within another, where collections say what they are of."""
    if isinstance(node, Traversal) and not node.steps and node.root in _COLLECTIONS:
        raise ConstraintProblem(f"{node.root} takes one argument as a type, such as {node.root}(any)", node)
    return read_type(node, evaluate)


def _call(node: Call, evaluate: Evaluate) -> Type:
    if len(node.arguments) != 1:
        raise ConstraintProblem(f"{node.name} takes one argument as a type", node)
    inner = node.arguments[0]
    if node.name in _COLLECTIONS:
        return Collection(node.name, _inner(inner, evaluate))
    if node.name == "object" and isinstance(inner, ObjectExpression):
        return ObjectType({_name(key): _field(value, evaluate) for key, value in inner.items})
    if node.name == "tuple" and isinstance(inner, Tuple):
        return TupleType(tuple(_inner(item, evaluate) for item in inner.items))
    if node.name == "object":
        raise ConstraintProblem("object takes names and types in braces", node)
    if node.name == "tuple":
        raise ConstraintProblem("tuple takes types in brackets", node)
    if node.name == "optional":
        raise ConstraintProblem("optional is for attributes of an object", node)
    raise ConstraintProblem(f"there is no type {node.name}", node)


def _name(key: Expression) -> str:
    if isinstance(key, Literal) and isinstance(key.value, str):
        return key.value
    raise ConstraintProblem("an attribute's name is a word", key)


def _field(node: Expression, evaluate: Evaluate) -> ObjectField:
    if not isinstance(node, Call) or node.name != "optional":
        return ObjectField(_inner(node, evaluate))
    if not 1 <= len(node.arguments) <= 2:  # noqa: PLR2004
        raise ConstraintProblem("optional takes a type and, if there is one, a default", node)
    found = _inner(node.arguments[0], evaluate)
    if len(node.arguments) == 1:
        return ObjectField(found, True)
    try:
        return ObjectField(found, True, convert(evaluate(node.arguments[1]), found))
    except ConversionError as error:
        raise ConstraintProblem(f"the default of optional: {error}", node.arguments[1]) from None
