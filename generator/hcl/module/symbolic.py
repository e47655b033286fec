"""A module evaluated so that what can't be known still says how it is made, and sensitive values stay apart.

    module = symbolic.load({"main.tf": b"..."}, hidden=lambda kind, type, attribute: False)

Two values made of the same, whatever the locals on the way are called, are written the same: see `symbols`. What
a file holds may be a secret as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.evaluator import Evaluator
from generator.hcl.evaluation.functions import reads_file
from generator.hcl.evaluation.name_lookup import Names, Scope
from generator.hcl.evaluation.normal_form import loop, shape, spell, take_steps
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.symbols import SecretValue, Symbol, symbol_of
from generator.hcl.evaluation.values import UNKNOWN, NotEvaluated, Raw, Unknown
from generator.hcl.module.loading import ModuleText, ParsedFiles
from generator.hcl.module.module import Module
from generator.hcl.module.name_resolution import ModuleNames
from generator.hcl.syntax.tree import Call, Expression, ForExpression, Reference, Splat, Step, Traversal

_ELEMENT = "*"
_BOUND = {1: ("value",), 2: ("key", "value")}
"""What the names that a `for` binds are called, for they may be called anything."""

Hides = Callable[[str, str, str], bool]
"""Whether an attribute is sensitive, by the kind ("resource") and type of what has it, and its name."""


def load(files: Mapping[str, bytes], hides: Hides, parsed: ParsedFiles | None = None) -> Module:
    """Return the module that these files make up.

    Args:
        files: See `hcl.load`.
        hides: Tells the attributes of resources whose values are sensitive.
        parsed: Files that were parsed before; those that are not among them are added.
    """

    def evaluator(module: Module) -> Evaluator:
        return SymbolicEvaluator(SymbolicNames(module, hides), module.budget, module.sensitive)

    return Module(files, ModuleText(files, {}, parsed), evaluator)


class SymbolicEvaluator(Evaluator):
    """Evaluates to symbols what is unknown."""

    __slots__ = ("_depth", "_is_sensitive", "_made")

    def __init__(self, names: Names, budget: Budget, is_sensitive: Callable[[Expression], bool]) -> None:
        super().__init__(names, budget)
        self._is_sensitive = is_sensitive
        self._by_type[Traversal] = self._traversal
        self._depth = 0
        self._made: dict[tuple[int, int], tuple[Raw, Scope]] = {}

    def evaluate(self, node: Expression, scope: Scope) -> Raw:
        """See `Evaluator.evaluate`."""
        place = (id(node), id(scope))
        if place in self._made:
            return self._made[place][0]
        self._depth += 1
        try:
            value = super().evaluate(node, scope)
            if value is UNKNOWN:
                value = self._symbol(node, scope)
            if isinstance(value, Unknown):
                self._made[place] = value, scope
        finally:
            self._depth -= 1
            if not self._depth:
                self._made.clear()
        return value

    def opaque(self, node: Expression) -> Raw:
        """See `Evaluator.opaque`."""
        return self._as_written(node)

    def _as_written(self, node: Expression) -> Symbol:
        """Return an expression that can't be evaluated as it is written, hidden if a part of it is sensitive."""
        try:
            text = Symbol([spell(node)], compound=True)
        except RecursionError:
            text = Symbol([" ".join(node.text.split())], compound=True)
        return Symbol([SecretValue("sensitive(…)", text)]) if self._is_sensitive(node) else text

    def _symbol(self, node: Expression, scope: Scope) -> Symbol:
        def part(inner: Expression) -> Symbol:
            try:
                return symbol_of(self.evaluate(inner, scope))
            except (EvaluationError, NotEvaluated):
                return self._as_written(inner)

        if isinstance(node, ForExpression):
            return self._loop(node, scope)
        if isinstance(node, Splat):
            element = Symbol([*part(node.base).pieces, "[*]"])
            return symbol_of(self.evaluate(node.each, {**scope, _ELEMENT: element}))
        return shape(node, part)

    def _loop(self, node: ForExpression, scope: Scope) -> Symbol:
        bound = {value.pieces for value in scope.values() if isinstance(value, Symbol)}
        depth = sum((f"value{number or ''}",) in bound for number in range(len(bound)))
        names = [f"{name}{depth or ''}" for name in _BOUND[len(node.names)]]
        inner = {**scope, **{name: Symbol([bound]) for name, bound in zip(node.names, names, strict=True)}}

        def part(below: Expression) -> Symbol:
            try:
                return symbol_of(self.evaluate(below, scope if below is node.collection else inner))
            except (EvaluationError, NotEvaluated):
                return self._as_written(below)

        return loop(node, names, part)

    def _traversal(self, node: Traversal, scope: Scope) -> Raw:
        if node.root not in scope:
            return super()._traversal(node, scope)
        value = scope[node.root]
        return self._follow(Symbol([node.root]) if value is UNKNOWN else value, node.steps)

    def _follow(self, value: Raw, steps: list[Step]) -> Raw:
        for step in steps:
            owner, value = value, super()._follow(value, [step])
            if value is UNKNOWN and isinstance(owner, Unknown):
                value = take_steps(symbol_of(owner), [step])
        return value

    def _call(self, node: Call, scope: Scope) -> Raw:
        if node.name in ("sensitive", "nonsensitive") and len(node.arguments) == 1:
            value = self.evaluate(node.arguments[0], scope)
            if node.name == "sensitive":
                return Symbol([SecretValue("sensitive(…)", value)])
            return _reveal(value)
        value = super()._call(node, scope)
        if reads_file(node.name) and not isinstance(value, Unknown):
            return Symbol([SecretValue(f"{node.name}(…)", value)])
        return value


def _reveal(value: Raw) -> Raw:
    """Return a value that is nothing but a sensitive one as it is."""
    if isinstance(value, Symbol) and len(value.pieces) == 1 and isinstance(value.pieces[0], SecretValue):
        return value.pieces[0].value
    return value


class SymbolicNames(ModuleNames):
    """The names of one module, which keep what is sensitive apart."""

    __slots__ = ("_hides",)

    def __init__(self, module: Module, hides: Hides) -> None:
        super().__init__(module)
        self._hides = hides

    def look_up(self, traversal: Traversal, scope: Scope) -> tuple[Raw, int]:
        """See `Names.look_up`."""
        value, taken_steps = super().look_up(traversal, scope)
        if traversal.root == "var" and taken_steps:
            address = f"var.{traversal.steps[0]}"
            declared = self._module.variables.get(str(traversal.steps[0]))
            if declared and (declared.sensitive or declared.ephemeral):
                hidden = Symbol([address]) if value is UNKNOWN else value
                return Symbol([SecretValue(address, hidden)]), taken_steps
            if value is UNKNOWN:
                return Symbol([address]), taken_steps
        elif value is UNKNOWN and taken_steps:
            return take_steps(Symbol([traversal.root]), traversal.steps[:taken_steps]), taken_steps
        return value, taken_steps

    def attribute(self, owner: Unknown, step: Step) -> Raw:
        """See `Names.attribute`."""
        value = super().attribute(owner, step)
        if isinstance(step, str) and owner.reference and not isinstance(value, Unknown):
            reference = owner.reference
            resource = self._module.resource(reference.address)
            if resource and self._hides(resource.kind, resource.type, step):
                return Symbol([SecretValue(_attribute_text(reference, step), value)])
        return value


def _attribute_text(reference: Reference, step: str) -> str:
    return "".join(str(piece) for piece in take_steps(Symbol([reference.address]), [*reference.rest, step]).pieces)
