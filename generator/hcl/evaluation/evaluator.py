"""Expressions to values.

What `var`, `local`, resources and their like stand for is asked of the `Names` given; names bound by `for`,
`each`, `count` and dynamic blocks are in the scope.
"""

from __future__ import annotations

from collections.abc import Callable

from generator import bounds
from generator.hcl.evaluation import operations
from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.functions import CONVERT, call
from generator.hcl.evaluation.name_lookup import Names, Scope, TemplateNames
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.type_constraints import ConstraintProblem, read_type
from generator.hcl.evaluation.types import ConversionError, convert, text_of, type_of, unify
from generator.hcl.evaluation.values import UNKNOWN, Raw, TooLarge, Unknown, is_unknown
from generator.hcl.syntax.expressions import ExpressionReader
from generator.hcl.syntax.lexer import SyntaxProblem
from generator.hcl.syntax.numbers import BEYOND
from generator.hcl.syntax.templates import Text
from generator.hcl.syntax.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForExpression,
    Index,
    Key,
    Literal,
    ObjectExpression,
    Parentheses,
    Relative,
    Source,
    Splat,
    SplatElement,
    Step,
    Template,
    TemplateIf,
    Traversal,
    Tuple,
    Unary,
)

_OF_MARKS = {"issensitive": "sensitive", "ephemeralasnull": "ephemeral"}
_CONVERSIONS = frozenset({"tolist", "toset", "tostring", "tonumber", "tobool"})
"""Functions whose nulls are no maps."""
_ELEMENT = "*"
"""The name, none that can be written, under which a scope has a splat's element."""


class Evaluator:
    """Evaluates expressions.

    Attributes:
        names: What is asked for the module's names.
        budget: How much may still be evaluated.
    """

    __slots__ = ("_attempts", "_by_type", "budget", "names")

    def __init__(self, names: Names, budget: Budget) -> None:
        self.names, self.budget = names, budget
        self._attempts = 0  # how many times around what is evaluated it does not matter whether it can be
        by_type: dict[type[Expression], Callable[..., Raw]] = {
            Literal: _literal,
            Text: _literal,
            Traversal: self._traversal,
            Template: self._template,
            TemplateIf: self._template_if,
            Call: self._call,
            Tuple: self._tuple,
            ObjectExpression: self._object,
            Conditional: self._conditional,
            Binary: self._binary,
            Unary: self._unary,
            Parentheses: self._parentheses,
            Relative: self._relative,
            Index: self._index,
            Splat: self._splat,
            ForExpression: self._for,
            SplatElement: _each,
        }
        self._by_type = by_type

    def evaluate(self, node: Expression, scope: Scope) -> Raw:
        """Return an expression's value.

        Raises:
            EvaluationError: Terraform would refuse it.
            TooLarge: It is more than is evaluated.
            Exhausted: The module has had its share.
            RecursionError: It nests too deeply, through other values.
        """
        try:
            return self._by_type[type(node)](node, scope)
        except EvaluationError as error:
            error.node = error.node or node
            raise

    def opaque(self, node: Expression) -> Raw:
        """Return what stands for an expression that can't be evaluated."""
        return UNKNOWN

    def render(self, path: str, text: str, names: dict[str, Raw]) -> Raw:
        """Return what a template, in a file of its own, makes of some names.

        Raises:
            EvaluationError: It is no template, or uses a name that it is not given.
        """
        self.budget.spend_characters(4 * len(text))
        source = Source(path, text)
        try:
            template = ExpressionReader(source).template()
        except SyntaxProblem as problem:
            line, column = source.position(problem.start)
            raise EvaluationError(f"{{}}:{line}:{column}: this is no template", path) from None
        inner = Evaluator(TemplateNames(), self.budget)
        try:
            return inner.evaluate(template, names)
        except EvaluationError as error:
            place = "{{}}:{}:{}: ".format(*source.position(error.node.start)) if error.node else "{}: "
            raise EvaluationError(place + error.message, path, *error.values) from None

    def _traversal(self, node: Traversal, scope: Scope) -> Raw:
        if node.root in scope:
            return self._follow(scope[node.root], node.steps)
        value, taken = self.names.look_up(node, scope)
        return self._follow(value, node.steps[taken:]) if len(node.steps) > taken else value

    def _follow(self, value: Raw, steps: list[Step]) -> Raw:
        for step in steps:
            if isinstance(value, Unknown):
                value = self.names.attribute(value, step) if value.reference else UNKNOWN
            elif isinstance(step, Key):
                value = operations.index(value, step.value)
            else:
                value = operations.attribute(value, step)
        return value

    def _template(self, node: Template, scope: Scope) -> Raw:
        if node.wraps:
            return self.evaluate(node.parts[0], scope)
        return self._join([self.evaluate(part, scope) for part in node.parts])

    def _join(self, parts: list[Raw]) -> Raw:
        """Return a template's text; what it takes is counted before it is made."""
        self.budget.spend_characters(sum(len(part) for part in parts if isinstance(part, str)))
        return operations.join_template(parts)

    def _template_if(self, node: TemplateIf, scope: Scope) -> Raw:
        condition = self.evaluate(node.condition, scope)
        if isinstance(condition, Unknown):
            return UNKNOWN
        if operations.truth(condition):
            return self.evaluate(node.true, scope)
        return self.evaluate(node.false, scope) if node.false else ""

    def _tuple(self, node: Tuple, scope: Scope) -> Raw:
        return [self.evaluate(item, scope) for item in node.items]

    def _object(self, node: ObjectExpression, scope: Scope) -> Raw:
        found = {}
        for key_node, value_node in node.items:
            if isinstance(key_node, Traversal):
                raise EvaluationError(
                    "a key can't be a bare reference: put it in parentheses, or a name in quotes"
                )
            key = self.evaluate(key_node, scope)
            value = self.evaluate(value_node, scope)
            if isinstance(key, Unknown):
                return UNKNOWN
            found[_key(key)] = value
        return found

    def _parentheses(self, node: Parentheses, scope: Scope) -> Raw:
        return self.evaluate(node.inner, scope)

    def _relative(self, node: Relative, scope: Scope) -> Raw:
        return self._follow(self.evaluate(node.base, scope), node.steps)

    def _index(self, node: Index, scope: Scope) -> Raw:
        base, key = self.evaluate(node.base, scope), self.evaluate(node.key, scope)
        if isinstance(base, Unknown):
            return self.names.attribute(base, Key(key)) if base.reference else UNKNOWN
        return operations.index(base, key)

    def _splat(self, node: Splat, scope: Scope) -> Raw:
        base = self.evaluate(node.base, scope)
        if isinstance(base, Unknown):
            return UNKNOWN
        if base is None:
            return []
        parts = base if isinstance(base, list) else [base]
        self.budget.spend(len(parts))
        return [self.evaluate(node.each, {**scope, _ELEMENT: part}) for part in parts]

    def _unary(self, node: Unary, scope: Scope) -> Raw:
        operand = self.evaluate(node.operand, scope)
        if isinstance(operand, Unknown):
            return UNKNOWN
        return operations.negative(operand) if node.operator == "-" else not operations.truth(operand)

    def _binary(self, node: Binary, scope: Scope) -> Raw:
        chain, left_node = [node], node.left
        while isinstance(left_node, Binary):  # a long sum nests to the left, as deep as it is long
            chain.append(left_node)
            left_node = left_node.left
        value = self.evaluate(left_node, scope)
        for one in reversed(chain):
            value = self._operate(one, value, scope)
        return value

    def _operate(self, node: Binary, left: Raw, scope: Scope) -> Raw:
        operator = node.operator
        if operator in ("&&", "||"):
            return self._logic(node, left, scope)
        right = self.evaluate(node.right, scope)
        if operator in ("==", "!="):
            if isinstance(left, (list, dict)) and isinstance(right, (list, dict)):
                self.budget.measure([left, right])
            same = operations.equal(left, right)
            return same if operator == "==" or isinstance(same, Unknown) else not same
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return UNKNOWN
        return (operations.calculate if operator in "+-*/%" else operations.compare)(operator, left, right)

    def _logic(self, node: Binary, left: Raw, scope: Scope) -> Raw:
        decides = node.operator == "||"
        if not isinstance(left, Unknown) and operations.truth(left) is decides:
            self._check_operand(node.right, scope)
            return decides
        try:
            right = self.evaluate(node.right, scope)
        except EvaluationError:
            if not isinstance(left, Unknown):
                raise
            return UNKNOWN
        return operations.logic(node.operator, left, right)

    def _check_operand(self, node: Expression, scope: Scope) -> None:
        """Refuse what is no bool; one that can't be evaluated does not matter, from Terraform 1.12 on."""
        try:
            value = self.evaluate(node, scope)
        except EvaluationError as error:
            if not self._attempts:
                self.names.skip(error, node, scope)
            return
        if value is not None and not isinstance(value, Unknown):
            operations.truth(value)

    def _conditional(self, node: Conditional, scope: Scope) -> Raw:
        condition = self.evaluate(node.condition, scope)
        if isinstance(condition, Unknown):
            return UNKNOWN
        if condition is None:
            raise EvaluationError("the condition is null")
        chosen, other = (node.true, node.false) if operations.truth(condition) else (node.false, node.true)
        value = self.evaluate(chosen, scope)
        if value is None or isinstance(value, Unknown):
            return value
        self._attempts += 1
        try:
            alternative = self.evaluate(other, scope)
        except EvaluationError:
            return value  # Terraform, too, looks at the errors of what is chosen alone
        finally:
            self._attempts -= 1
        if isinstance(value, (list, dict)) and isinstance(alternative, (list, dict)):
            self.budget.measure([value, alternative])
        return _unify(value, alternative)

    def _for(self, node: ForExpression, scope: Scope) -> Raw:
        collection = self.evaluate(node.collection, scope)
        if isinstance(collection, Unknown):
            return UNKNOWN
        if collection is None:
            raise EvaluationError("a for expression can't go over null")
        pairs = operations.elements(collection)
        self.budget.spend(len(pairs))
        scopes = []
        for key, value in pairs:
            names = {node.names[-1]: value} if len(node.names) == 1 else {node.names[0]: key, node.names[1]: value}
            inner = {**scope, **names}
            if node.condition:
                wanted = self.evaluate(node.condition, inner)
                if isinstance(wanted, Unknown):
                    return UNKNOWN
                if not operations.truth(wanted):
                    continue
            scopes.append(inner)
        if node.key:
            return self._for_object(node, node.key, scopes)
        values = [self.evaluate(node.value, inner) for inner in scopes]
        return self._join(values) if node.form == "%" else values

    def _for_object(self, node: ForExpression, key_node: Expression, scopes: list[dict[str, Raw]]) -> Raw:
        found: dict[str, Raw] = {}
        for inner in scopes:
            key = self.evaluate(key_node, inner)
            if isinstance(key, Unknown):
                return UNKNOWN
            name = _key(key)
            value = self.evaluate(node.value, inner)
            if node.groups:
                found.setdefault(name, []).append(value)
            elif name in found:
                raise EvaluationError('the key "{}" comes twice; "..." after the value would group', name)
            else:
                found[name] = value
        return found

    def _call(self, node: Call, scope: Scope) -> Raw:
        self.budget.spend(1)
        if node.name in ("try", "can"):
            return self._attempt(node, scope)
        if node.name == CONVERT and len(node.arguments) > 1:
            return self._convert(node, scope)
        first = node.arguments[0] if node.arguments else None
        if node.name == "templatestring" and first and not isinstance(first, (Traversal, Index, Relative)):
            raise EvaluationError("templatestring takes a reference to a template: templates in the text are one")
        arguments = [self.evaluate(argument, scope) for argument in node.arguments]
        if node.expands:
            last = arguments.pop()
            if isinstance(last, Unknown):
                return UNKNOWN
            if not isinstance(last, list):
                raise EvaluationError('only a list can be expanded with "..."')
            arguments += last
            if len(arguments) > bounds.VALUE_PARTS.limit:
                raise TooLarge(bounds.VALUE_PARTS)
        if node.name == "merge" and any(map(_is_typed_null, node.arguments, arguments)):
            raise EvaluationError("merge takes maps, and this null is none")
        if node.name in _OF_MARKS and len(arguments) == 1 and first:
            return self._marked(node.name, first, arguments[0])
        return call(node.name, arguments, self)

    def _marked(self, function: str, node: Expression, value: Raw) -> Raw:
        """Return whether a value is sensitive, or null for it where it is ephemeral."""
        found = self.names.has_mark(node, _OF_MARKS[function])
        if found is None or (found and isinstance(value, Unknown) and function == "issensitive"):
            return UNKNOWN
        return found if function == "issensitive" else None if found else value

    def _convert(self, node: Call, scope: Scope) -> Raw:
        """Return what `convert(value, type)` makes of a value."""
        try:
            wanted = read_type(node.arguments[1], lambda inner: self.evaluate(inner, scope))
            return convert(self.evaluate(node.arguments[0], scope), wanted)
        except ConstraintProblem as problem:
            raise EvaluationError(problem.message) from None
        except ConversionError as error:
            raise operations.within("convert: ", error) from None

    def _attempt(self, node: Call, scope: Scope) -> Raw:
        for argument in node.arguments:
            self._attempts += 1
            try:
                value = self.evaluate(argument, scope)
            except EvaluationError:
                continue
            finally:
                self._attempts -= 1
            # What can't be known could still fail, so nothing can be said of the rest.
            if node.name == "can":
                return UNKNOWN if is_unknown(value) else True
            return UNKNOWN if isinstance(value, Unknown) and not value.reference else value
        if node.name == "can":
            return False
        raise EvaluationError("none of the arguments of try can be evaluated")


def _is_typed_null(node: Expression, value: Raw) -> bool:
    """Whether a value is a null that a conversion has made one of some type, which values do not carry."""
    return value is None and isinstance(node, Call) and node.name in _CONVERSIONS


def _literal(node: Literal, scope: Scope) -> Raw:
    value = node.value
    if value is BEYOND:
        raise TooLarge(bounds.NUMBER_DIGITS)
    return value


def _each(node: SplatElement, scope: Scope) -> Raw:
    return scope[_ELEMENT]


def _key(value: Raw) -> str:
    if value is None:
        raise EvaluationError("a key can't be null")
    try:
        return text_of(value)
    except ConversionError as error:
        raise operations.within("a key: ", error) from None


def _unify(value: Raw, alternative: Raw) -> Raw:
    """Return the chosen result of a conditional in the type that both have in common."""
    if type(value) is type(alternative) and not isinstance(value, (list, dict)):
        return value
    if alternative is None or isinstance(alternative, Unknown):
        return value
    unsure = is_unknown(value) or is_unknown(alternative)  # which also refuses what is too large to go through
    target = unify([type_of(value), type_of(alternative)])
    if target is None:
        if unsure:
            return value
        raise EvaluationError("the two results of the conditional have no type in common")
    try:
        return convert(value, target)
    except ConversionError as error:
        raise operations.within("the two results of the conditional: ", error) from None
