"""Whether a value is sensitive or ephemeral: by what its expression refers to, without evaluating it."""

from __future__ import annotations

from generator.hcl.evaluation.references import bare_reference, reference_of
from generator.hcl.module.module_protocol import DeclaredModule
from generator.hcl.syntax.tree import Call, Expression, Node, Traversal, walk

_MARKING = {"sensitive": frozenset({"sensitive"}), "ephemeral": frozenset[str](), "path": frozenset[str]()}
_CLEARING = {
    "sensitive": frozenset({"nonsensitive", "issensitive"}),
    "ephemeral": frozenset({"ephemeralasnull"}),
    "path": frozenset({"file", "templatefile", "filebase64"}),
}
MARKED = "!"


def is_marked(
    module: DeclaredModule, expression: Expression, mark: str, known: dict[tuple[str, str], bool]
) -> bool:
    """Return whether a value is marked.

    Args:
        module: Where the expression is.
        expression: The value's expression.
        mark: "sensitive", "ephemeral", or "path" of what says where the module is.
        known: What is known of names, by mark and name; added to.
    """
    seen: set[str] = set()
    waiting = sources(expression, mark)
    while waiting:
        name = waiting.pop()
        if name == MARKED or known.get((mark, name)):
            return True
        if name in seen or (mark, name) in known:
            continue
        seen.add(name)
        kind, _, rest = name.partition(".")
        if kind == "var":
            declared = module.variables.get(rest)
            if declared and mark != "path" and (declared.sensitive if mark == "sensitive" else declared.ephemeral):
                known[mark, name] = True
                return True
        elif kind == "local":
            local = module.locals.get(rest)
            waiting += sources(local.attribute.expression, mark) if local else []
        else:
            waiting += _attribute_sources(module, name, mark)
    known.update(((mark, name), False) for name in seen)  # all that they lead to was looked at
    return False


def has_mark(
    module: DeclaredModule, node: Expression, mark: str, seen: frozenset[str] = frozenset()
) -> bool | None:
    """Return whether a value as a whole is marked, None where that is not known.

    It is where it is a variable that is, or what a function marks; it is not where nothing in it is.

    Args:
        module: Where the expression is.
        node: The value's expression.
        mark: "sensitive" or "ephemeral".
        seen: The locals that have led here.
    """
    if isinstance(node, Call) and node.name in _MARKING[mark] | _CLEARING[mark]:
        return node.name in _MARKING[mark]
    reference = bare_reference(node)
    if reference is not None and reference.kind == "var":
        declared = module.variables.get(reference.address[4:])
        if declared and (declared.sensitive if mark == "sensitive" else declared.ephemeral):
            return True
        return False if declared and not module.is_called else None
    if reference is not None and reference.kind == "local":
        local = module.locals.get(reference.address[6:])
        if local is None or reference.address in seen:
            return None
        found = has_mark(module, local.attribute.expression, mark, seen | {reference.address})
        return found if found is False or not reference.rest else None
    return None if isinstance(node, Traversal) else _part_has_mark(module, node, mark, seen)


def _part_has_mark(module: DeclaredModule, node: Expression, mark: str, seen: frozenset[str]) -> bool | None:
    parts = [each for each in walk(node) if isinstance(each, (Traversal, Call))]
    if any(isinstance(each, Call) and each.name in _MARKING[mark] for each in parts):
        return None
    plain = all(isinstance(each, Call) or has_mark(module, each, mark, seen) is False for each in parts)
    return False if plain else None


def _attribute_sources(module: DeclaredModule, name: str, mark: str) -> list[str]:
    address, _, attribute = name.rpartition("/")
    resource = module.resource(address)
    if resource and attribute in resource.body.attributes and mark != "ephemeral":
        return sources(resource.body.attributes[attribute].expression, mark)
    return []


def sources(expression: Expression, mark: str) -> list[str]:
    """Return the names that an expression's mark depends on; `MARKED` where it is marked by itself.

    A resource's attribute is named by its address and itself: `aws_sqs_queue.q/url`.
    """
    found: list[str] = []
    waiting: list[Node] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            if node.name in _CLEARING[mark]:
                continue
            if node.name in _MARKING[mark]:
                return [MARKED]
        elif isinstance(node, Traversal):
            name = name_of(node, mark)
            if not name:
                continue
            if name == MARKED:
                return [MARKED]
            found.append(name)
        waiting += node.children()
    return found


def name_of(node: Traversal, mark: str) -> str:
    """Return the name of what is referred to, as `sources` has it; empty for what is never marked."""
    if node.root == "path" and mark == "path":
        return MARKED
    reference = reference_of(node)
    if reference is None:
        return ""
    if reference.kind in ("var", "local"):
        return reference.address
    if reference.kind == "ephemeral" and mark == "ephemeral":
        return MARKED
    if reference.kind in ("resource", "data") and reference.attributes:
        return f"{reference.address}/{reference.attributes[0]}"
    return ""
