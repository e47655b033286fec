"""What `count` and `for_each` can't be: null, sensitive, ephemeral, or known to nobody before the apply.

Source: https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator import providers
from generator.check.rule import Violation
from generator.hcl import Attribute, Expression, Literal, Module, Reference, Template, Traversal, Unknown
from generator.hcl.evaluation.references import bare_reference
from generator.hcl.evaluation.values import SetValue
from generator.hcl.syntax.tree import Binary, Call, Conditional, For, ObjectExpression, Parentheses, Tuple, Unary

_PASSING_ON = frozenset(
    ["toset", "tolist", "tomap", "tonumber", "tostring", "concat", "flatten", "compact", "distinct", "sort", "setunion", "split", "reverse", "slice"]
)
"""Functions whose results are marked, or unknown, where an element of their arguments is."""
_OF_THE_WHOLE = frozenset(["length", "keys", "values", "max", "min", "sum", "floor", "ceil", "abs", "parseint"])
"""Functions whose results are where an argument as a whole is."""
_PLANNED = frozenset({"tags_all", "region", "triggers"})
"""Attributes that providers work out when they plan."""
_DEEP = 30
"""So many local values are followed, each by the last."""


def violations(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with the count or for_each of anything in a module."""
    for resource in (*module.resources(), *module.data(), *module.ephemerals(), *module.calls):
        for name in ("count", "for_each"):
            attribute = resource.body.attributes.get(name)
            if attribute is not None:
                value = resource.count if name == "count" else resource.for_each
                yield from _expansion(module, attribute, value.value)


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


def _leads_to(module: Module, node: Expression, test: _Test, deep: int = _DEEP, whole: bool = False) -> bool:
    """Whether a value, or without `whole` an element, is marked or unknown: by a name, a function, what they lead to."""
    if not deep:
        return False

    def any_of(*nodes: Expression, whole: bool = whole) -> bool:
        return any(_leads_to(module, each, test, deep - 1, whole) for each in nodes)

    if isinstance(node, Parentheses):
        return any_of(node.inner)
    if isinstance(node, Call):
        if test(module, node.name):
            return True
        if node.name in _PASSING_ON:
            return any_of(*node.arguments)
        return node.name in _OF_THE_WHOLE and any_of(*node.arguments, whole=True)
    if isinstance(node, Tuple):
        return not whole and any_of(*node.items)
    if isinstance(node, Conditional):
        return any_of(node.condition)
    if isinstance(node, Binary):
        return any_of(node.left, node.right)
    if isinstance(node, Unary):
        return any_of(node.operand)
    if isinstance(node, For):
        return any_of(node.collection, whole=True)
    if isinstance(node, Template):
        return any_of(*node.parts)
    if isinstance(node, ObjectExpression):
        return any_of(*(key for key, _ in node.items if not isinstance(key, Literal)))
    reference = bare_reference(node)
    if reference is None or (isinstance(node, Traversal) and node.outer is not node):
        return False
    if reference.kind == "local" and not reference.rest:
        local = module.locals.get(reference.address[6:])
        return local is not None and any_of(local.attribute.expression)
    return test(module, reference)


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
