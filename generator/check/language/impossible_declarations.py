"""Variables, outputs and conditions: what they say that can't be.

Source: https://developer.hashicorp.com/terraform/language/values/variables and .../values/outputs
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.block_structure import header_of
from generator.check.rule import Violation
from generator.hcl import BlockView, Module, Value
from generator.hcl.module.declarations import Variable


def violations(module: Module) -> Iterator[Violation]:
    """Yield what is wrong with the variables, outputs and conditions of a module."""
    for variable in module.variables.values():
        yield from _variable(module, variable)
    for output in module.outputs.values():
        node = output.block.body.attributes.get("value")
        if node and not output.ephemeral and output.value.ephemeral:
            message = "an ephemeral value leaves the module here, and would be stored"
            yield Violation(
                node.expression, message, "ephemeralasnull(), or ephemeral = true in a module that is called"
            )
        flag = output.block.body.attributes.get("ephemeral")
        if flag and output.ephemeral and is_root(module):
            yield Violation(flag, "outputs of a root module are stored, so they can't be ephemeral")
    for view in _preconditions(module):
        condition = view["condition"]
        if condition.known and condition.value in (False, "false") and not depends_on_variables(module, condition):
            yield Violation(condition, "this condition is false, whatever is given")


def _variable(module: Module, variable: Variable) -> Iterator[Violation]:
    names = variable.block.body.attributes
    if "nullable" in names and "default" in names and not variable.nullable and variable.default.absent:
        yield Violation(names["default"].expression, "the default is null, and nullable = false refuses that")
    for view in variable.validations:
        condition = view.body.attributes.get("condition")
        if condition is None:
            continue
        addresses = {one.address for one in module.references(condition)}
        if addresses and variable.address not in addresses:
            message = f"a validation of {variable.address} has to look at it"
            yield Violation(condition.expression, message, f"write {variable.address} in the condition")
    if variable.flag("const") and (variable.sensitive or variable.ephemeral):
        other = "sensitive" if variable.sensitive else "ephemeral"
        yield Violation(header_of(variable.block), f"a variable can't be const and {other}")


def _preconditions(module: Module) -> Iterator[BlockView]:
    for output in module.outputs.values():
        yield from output.view.blocks("precondition")
    for resource in (*module.resources(), *module.data(), *module.ephemerals()):
        for instance in resource.instances[:1]:
            for lifecycle in instance.blocks("lifecycle"):
                yield from lifecycle.blocks("precondition")


def depends_on_variables(module: Module, value: Value) -> bool:
    """Whether something may come out otherwise, for other values of variables."""
    direct = {one.address for one in value.references}
    reached = direct.union(*(module.dependencies(address) for address in direct))
    return any(address.startswith("var.") and address[4:] not in module.given for address in reached)


def is_root(module: Module) -> bool:
    """Whether a module is one that terraform runs, by what only such a one has."""
    return bool(module.settings.backend or module.settings.cloud or module.providers)


def is_for_caller(module: Module, value: Value) -> bool:
    """Whether a value is for a caller to give, in a module that is for callers."""
    return not (module.is_called or is_root(module)) and depends_on_variables(module, value)
