"""What `count` and `for_each` can't be: null, sensitive, ephemeral, or known to nobody before the apply.

Source: https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator import providers
from generator.check.rule import Violation
from generator.hcl import Attribute, Expression, Literal, Module, Reference, Template, Unknown
from generator.hcl.evaluation.references import bare_reference
from generator.hcl.evaluation.values import SetValue
from generator.hcl.syntax.tree import (
    Binary,
    Call,
    Conditional,
    ForExpression,
    ObjectExpression,
    Parentheses,
    Tuple,
    Unary,
)

_PASSING_ON = frozenset(
    [
        "toset",
        "tolist",
        "tomap",
        "tonumber",
        "tostring",
        "concat",
        "flatten",
        "compact",
        "distinct",
        "sort",
        "setunion",
        "split",
        "reverse",
        "slice",
    ]
)
"""Functions whose results are marked, or unknown, where an element of their arguments is."""
_OF_THE_WHOLE = frozenset(["length", "keys", "values", "max", "min", "sum", "floor", "ceil", "abs", "parseint"])
"""Functions whose results are where an argument as a whole is."""
_PLANNED = frozenset({"tags_all", "region", "triggers", "domain_validation_options"})
"""Attributes that providers work out when they plan."""


def violations(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with the count or for_each of anything in a module."""
    for resource in (*module.resources(), *module.data(), *module.ephemerals(), *module.calls):
        for name in ("count", "for_each"):
            attribute = resource.body.attributes.get(name)
            if attribute is not None:
                value = resource.count if name == "count" else resource.for_each
                yield from _expansion(module, attribute, value.value)
    for block in module.imports:
        attribute = block.body.attributes.get("for_each")
        if attribute and isinstance(module.compute(attribute.expression, {}), (str, int, float)):
            yield Violation(attribute.expression, "for_each of an import goes over a map, a set or a list")


def _expansion(module: Module, attribute: Attribute, value: object) -> Iterator[Violation]:
    name, node = attribute.name, attribute.expression
    if value is None:
        yield Violation(node, f"{name} is null: it has to say how many there are")
    elif name == "for_each" and (isinstance(value, (str, int, float)) or _lists_no_texts(value)):
        yield Violation(node, "for_each goes over a map or a set of texts", "toset([…]) makes one")
    elif _leads_to(module, node, _is_sensitive):
        message = f"{name} is sensitive, and would show in the addresses of what it makes"
        yield Violation(node, message, "nonsensitive() says that it may")
    elif _leads_to(module, node, _is_ephemeral):
        yield Violation(node, f"{name} is ephemeral, and would show in the state")
    elif (isinstance(value, Unknown) or name == "for_each") and _leads_to(module, node, _is_made_by_apply):
        hint = "go over what is known before, such as the names, and make the rest of it"
        yield Violation(
            node, f"{name} depends on what is known only after an apply, so nothing can be planned", hint
        )


def _lists_no_texts(value: object) -> bool:
    return isinstance(value, SetValue) and any(not isinstance(each, (str, Unknown)) for each in value)


_Test = Callable[[Module, Reference | str], bool]


_PARTS: Mapping[type, Callable[[Any], Iterable[Expression]]] = {
    Parentheses: lambda node: [node.inner],
    Conditional: lambda node: [node.condition],
    Binary: lambda node: [node.left, node.right],
    Unary: lambda node: [node.operand],
    Template: lambda node: node.parts,
    ObjectExpression: lambda node: [key for key, _ in node.items if not isinstance(key, Literal)],
}
"""Of what the mark of a value is made, for each form of expression."""


def _leads_to(module: Module, start: Expression, test: _Test) -> bool:
    """Whether a value as a whole is marked or unknown, by a name, by a function, or by what it is made of."""
    waiting = [(start, False)]
    seen: set[str] = set()
    while waiting:
        node, whole = waiting.pop()  # whether elements do not count, as for length()
        if isinstance(node, Call):
            if test(module, node.name):
                return True
            if node.name in _PASSING_ON or node.name in _OF_THE_WHOLE:
                waiting += [(each, whole or node.name in _OF_THE_WHOLE) for each in node.arguments]
        elif isinstance(node, ForExpression):
            waiting.append((node.collection, True))
        elif isinstance(node, Tuple):
            waiting += [] if whole else [(each, False) for each in node.items]
        elif type(node) in _PARTS:
            waiting += [(each, whole) for each in _PARTS[type(node)](node)]
        else:
            reference = bare_reference(node)
            if reference is None:
                continue
            if reference.kind != "local":
                if test(module, reference):
                    return True
            elif not reference.rest and reference.address not in seen and reference.address[6:] in module.locals:
                seen.add(reference.address)
                waiting.append((module.locals[reference.address[6:]].attribute.expression, whole))
    return False


def _is_sensitive(module: Module, what: Reference | str) -> bool:
    if isinstance(what, str):
        return what == "sensitive"
    variable = module.variables.get(what.address[4:]) if what.kind == "var" else None
    return variable is not None and variable.sensitive


def _is_ephemeral(module: Module, what: Reference | str) -> bool:
    if isinstance(what, str):
        return False
    variable = module.variables.get(what.address[4:]) if what.kind == "var" else None
    return what.kind == "ephemeral" or (variable is not None and variable.ephemeral)


def _is_made_by_apply(module: Module, what: Reference | str) -> bool:
    """Whether an attribute of a resource is one that only the provider says, when it has made the thing."""
    if isinstance(what, str) or what.kind != "resource" or not what.rest:
        return False
    resource = module.resource(what.address)
    name = what.rest[-1]
    if resource is None or resource.kind != "resource" or not isinstance(name, str) or len(what.attributes) != 1:
        return False
    schema = providers.resource(resource.type)
    argument = schema.attributes.get(name) if schema else None
    own = name == "id" or (argument is not None and argument.computed and not argument.settable)
    return own and name not in _PLANNED and name not in resource.body.attributes
