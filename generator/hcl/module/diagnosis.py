"""All that is wrong with a module as far as the language goes: everything is evaluated once."""

from __future__ import annotations

from collections.abc import Sequence

from generator import bounds
from generator.hcl.evaluation.functions import CONVERT, LAZY, signature_problem
from generator.hcl.evaluation.references import reference_of, references_below
from generator.hcl.evaluation.types import ConversionError, ObjectType, TupleType, Type, number_of
from generator.hcl.evaluation.values import NotEvaluated, SetValue, Unknown
from generator.hcl.module import bare_names
from generator.hcl.module.module_protocol import DeclaredModule
from generator.hcl.module.views import BlockView, Resource
from generator.hcl.syntax.parser import is_static
from generator.hcl.syntax.source import Diagnostic
from generator.hcl.syntax.structure import Block
from generator.hcl.syntax.tree import SPLAT, Node, Step

_RESERVED = frozenset({"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"})
"""Names that no variable may have.

Source: https://developer.hashicorp.com/terraform/language/values/variables#declaring-an-input-variable
"""


def diagnose(module: DeclaredModule) -> list[Diagnostic]:
    """Return what is wrong, in the order of the files and lines."""
    _report_duplicates(module)
    _report_variables(module)
    bare_names.report(module)
    _report_calls(module)
    _report_cycles(module)
    _evaluate_all(module)
    found = [one for source in module.sources.values() for one in source.diagnostics]
    found += module.problems
    found.sort(key=lambda one: (one.location.path, one.location.line, one.location.column))
    return found


def _report_duplicates(module: DeclaredModule) -> None:
    for node, first, what in module.duplicates:
        place = first.location
        module.report("duplicate", f"{what} is already declared at {place}", node)
    providers: dict[str, Node] = {}
    for provider in module.providers:
        earlier = providers.setdefault(provider.address, provider.block)
        if earlier is not provider.block:
            message = f"provider {provider.address} is already configured at {earlier.location}"
            module.report("duplicate", message, provider.block)


def _report_variables(module: DeclaredModule) -> None:
    """Report variables of names that calls of the module could not set, and what the types of others lack."""
    for variable in module.variables.values():
        if variable.name in _RESERVED:
            message = f'a variable can\'t be called "{variable.name}", which means something in calls of modules'
            module.report("structure", message, variable.block)
    unknown = {name for name in module.variables if isinstance(module.variable(name), Unknown)}
    for source in module.sources.values():
        attempts = [call for call in source.calls if call.name in LAZY]
        for traversal in source.traversals:
            reference = reference_of(traversal) if traversal.root == "var" else None
            if reference is None or not reference.rest or reference.address[4:] not in unknown:
                continue
            problem = _problem_on_the_way(module.variable_type(reference.address[4:]), reference.rest)
            if problem and not any(call.start <= traversal.start < call.stop for call in attempts):
                module.report("evaluation", f"{reference.address}: {problem}", reference.node)


def _problem_on_the_way(place: Type, steps: Sequence[Step]) -> str:
    """Return why steps lead nowhere from any value of a type, empty where they may lead somewhere."""
    for step in steps:
        if step is SPLAT or place == "any" or isinstance(place, TupleType):
            return ""
        name = step if isinstance(step, str) else step.value
        if isinstance(place, ObjectType):
            if not isinstance(name, str):
                return ""
            if name not in place.fields:
                return f'its type has no attribute "{name}"'
            place = place.fields[name].type
        elif isinstance(place, str):
            return f"a {place} has neither attributes nor elements"
        elif isinstance(step, str) and place.kind != "map":
            return f'a {place.kind} has no attribute "{step}"'
        else:
            place = place.element
    return ""


def _report_calls(module: DeclaredModule) -> None:
    for source in module.sources.values():
        types = [call.arguments[1] for call in source.calls if call.name == CONVERT and len(call.arguments) > 1]
        for call in source.calls:
            if any(one.start <= call.start < one.stop for one in types):
                continue
            problem = signature_problem(call.name, len(call.arguments), call.expands)
            if problem:
                module.report("function", problem[0], call, problem[1])


def _report_cycles(module: DeclaredModule) -> None:
    """Report what depends on itself, by Tarjan's algorithm; modules are finer inside than seen from here."""
    resources = [*module.resources(), *module.data(), *module.ephemerals()]
    nodes: dict[str, Node] = {resource.address: resource.block for resource in resources}
    nodes |= {local.address: local.attribute for local in module.locals.values()}
    for group in _circles(module, nodes):
        names = sorted(group)
        if len(names) == 1:
            if not _refers_to_itself(module, names[0], nodes[names[0]]):
                continue
            message = f"{names[0]} refers to itself"
        else:
            message = f"these depend on each other: {', '.join(names)}"
        first = min(names, key=lambda name: (nodes[name].source.path, nodes[name].start))
        module.report("cycle", message, nodes[first])


def _refers_to_itself(module: DeclaredModule, address: str, node: Node) -> bool:
    """Whether something names itself other than in its provisioners, which run when it is there."""
    below = [node]
    if isinstance(node, Block):
        late = ("provisioner", "connection")
        below = [*node.body.attributes.values(), *(block for block in node.body.blocks if block.type not in late)]
    return any(one.address == address for one in module.references(*below))


def _circles(module: DeclaredModule, nodes: dict[str, Node]) -> list[list[str]]:
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found = []

    def below(name: str) -> list[str]:
        return [one for one in module.direct_dependencies(name) if one in nodes]

    for root in nodes:
        if root in index:
            continue
        path = [(root, iter(below(root)))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while path:
            name, rest = path[-1]
            for inner in rest:
                if inner not in index:
                    index[inner] = low[inner] = len(index)
                    stack.append(inner)
                    on_stack.add(inner)
                    path.append((inner, iter(below(inner))))
                    break
                if inner in on_stack:
                    low[name] = min(low[name], index[inner])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[name])
                if low[name] == index[name]:
                    group = [stack.pop()]
                    while group[-1] != name:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    if len(group) > 1 or name in below(name):
                        found.append(group)
    return found


def _evaluate_all(module: DeclaredModule) -> None:
    _ = module.settings  # which says what is wrong with required_providers
    for name in module.locals:
        module.local(name)
    for variable in module.variables.values():
        module.variable_type(variable.name)
        module.variable(variable.name)
        _validate(module, variable.name)
    views: list[BlockView] = [output.view for output in module.outputs.values()]
    views += [provider.view for provider in module.providers]
    for resource in (
        *module.resources(),
        *module.data(),
        *module.ephemerals(),
        *module.calls,
    ):
        views += resource.instances[: bounds.DIAGNOSED_INSTANCES.limit]
        _check_expansion(module, resource)
    for view in views:
        _evaluate(view, 1)
    for block in module.checks:
        _evaluate(BlockView(module, block.type, [], block.body, block, {}), 1)


def _check_expansion(module: DeclaredModule, resource: Resource) -> None:
    names = resource.body.attributes
    if "count" in names and "for_each" in names:
        module.report("structure", "count and for_each can't both be set", names["for_each"])
    _check_count(module, resource)
    given = resource.for_each
    before = {one.address for one in references_below([given.expression])} if given.expression else set()
    before = before.union(*(module.dependencies(address) for address in before))
    open_ = any(address.startswith("var.") for address in before)  # what is given for it may be a set after all
    if isinstance(given.value, list) and not isinstance(given.value, SetValue) and not open_:
        message = "for_each goes over a map or a set of texts, and this is a list"
        module.report("type", message, names["for_each"], "toset() makes a set of it")


def _check_count(module: DeclaredModule, resource: Resource) -> None:
    """Report a count that is known, and no number of instances."""
    count = resource.count
    if not count.known or count.expression is None:
        return
    try:
        number = number_of(count.value)
    except ConversionError as error:
        module.report("type", f"count: {error}", count.expression)
        return
    except NotEvaluated:
        return
    if isinstance(number, float) or (isinstance(number, int) and number < 0):
        module.report("type", "count is a whole number, and not negative", count.expression)


def _evaluate(view: BlockView, depth: int) -> None:
    for name in view.body.attributes:
        if name != "depends_on" and not is_static(view.type, depth, name):
            _ = view[name]
    for inner in view.all_blocks():
        _evaluate(inner, depth + 1)


def _validate(module: DeclaredModule, name: str) -> None:
    """Report a value that the variable's own validation refuses."""
    variable = module.variables[name]
    if isinstance(module.variable(name), Unknown):
        return
    for view in variable.validations:
        condition = view["condition"]
        if condition.known and condition.value is False:
            message = view["error_message"]
            covered = f"{variable.address}: the validation of its variable fails"
            shown = isinstance(message.value, str) and message.expression is not None and not message.sensitive
            text = f"{variable.address}: {message.value}" if shown else covered
            module.report("validation", text, variable.value.node, covered=covered)
