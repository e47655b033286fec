"""The statements of all IAM policies in a module, however they are written.

A policy is JSON (`jsonencode`, a heredoc, a local that is one of them) in an attribute of some resource, or an
`aws_iam_policy_document`. A statement with a principal is of a policy that belongs to a resource, such as a
queue's or a key's: there `Resource = "*"` is that resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.check.facts.memo import once
from generator.check.rule import Place
from generator.hcl import BlockView, Expression, Instance, Module, Traversal, Value
from generator.hcl.evaluation.references import reference_of
from generator.hcl.evaluation.values import Raw
from generator.hcl.syntax.tree import Call, Literal, ObjectExpression, Parentheses, Template, Tuple

_ATTRIBUTES = frozenset(
    {"policy", "assume_role_policy", "inline_policy", "access_policies", "access_policy", "policy_document",
     "resource_policy"}
)  # fmt: skip
"""The attributes of AWS resources that hold a policy as JSON."""

_MAXIMUM_STEPS = 30
"""So many locals and parentheses are looked through for the place of a statement. A bound of ours."""


class TextList(NamedTuple):
    """A part of a statement that is a text or a list of texts.

    Attributes:
        given: Whether it is there.
        texts: Those that are known.
        complete: Whether all of it is known.
        place: What to point at.
    """

    given: bool
    texts: tuple[str, ...]
    complete: bool
    place: Place


class Statement(NamedTuple):
    """A statement of a policy.

    Attributes:
        effect: "Allow", "Deny", or empty where it is unknown.
        actions, other_actions: Its Action and NotAction.
        resources, other_resources: Its Resource and NotResource.
        principal: Whether it has one.
        public: Whether that is everybody, known to be so.
        conditions: The keys of its conditions, in lower case; None where some are not known.
        address: Of the resource or data source that it is in.
    """

    effect: str
    actions: TextList
    other_actions: TextList
    resources: TextList
    other_resources: TextList
    principal: bool
    public: bool
    conditions: frozenset[str] | None
    address: str


@once
def statements(module: Module) -> Iterator[Statement]:
    """Yield the statements of all policies in a module, in no order; of unknown policies none."""
    for resource in module.resources():
        if not resource.type.startswith("aws_"):
            continue
        for name in _ATTRIBUTES & resource.body.attributes.keys():
            for instance in resource.instances:
                yield from _of_json(module, instance[name], instance)
        if resource.type == "aws_iam_role":
            for instance in resource.instances:
                for inline in instance.blocks("inline_policy"):
                    yield from _of_json(module, inline["policy"], instance)
    for document in module.data("aws_iam_policy_document"):
        for instance in document.instances:
            for block in instance.blocks("statement"):
                yield _of_block(block, instance)


def _of_json(module: Module, value: Value, owner: Instance) -> Iterator[Statement]:
    policy = value.json() if value.value is not None else None
    if not isinstance(policy, dict):
        return
    found = _lower(policy).get("statement")
    several = found if isinstance(found, list) else [found]
    for at, each in enumerate(several):
        if isinstance(each, dict):
            way = ("Statement", at) if isinstance(found, list) else ("Statement",)
            yield _of_object(each, _PolicyPath(module, value, way), owner)


def way_of(module: Module, value: Value, steps: tuple[str | int, ...]) -> Callable[[str], Place]:
    """Return what says where a part of what a policy's steps lead to stands."""
    return _PolicyPath(module, value, steps).place


class _PolicyPath(NamedTuple):
    """How to get from a policy's expression to a part of it."""

    module: Module
    value: Value
    steps: tuple[str | int, ...]

    def place(self, name: str) -> Place:
        """Return the part's expression, or the nearest around it that is written out."""
        node = self.value.expression
        if node is None:
            return self.value
        for step in (*self.steps, name):
            inner = _step(_resolve(self.module, node), step)
            if inner is None:
                break
            node = inner
        return node


def _resolve(module: Module, node: Expression) -> Expression:
    """Look through jsonencode, parentheses and locals."""
    for _ in range(_MAXIMUM_STEPS):
        if isinstance(node, Parentheses):
            node = node.inner
        elif isinstance(node, Template) and node.wraps:
            node = node.parts[0]
        elif isinstance(node, Call) and node.name == "jsonencode" and len(node.arguments) == 1:
            node = node.arguments[0]
        elif isinstance(node, Traversal) and node.root == "local" and len(node.steps) == 1:
            reference = reference_of(node)
            local = module.locals.get(reference.address[6:]) if reference else None
            if local is None:
                return node
            node = local.attribute.expression
        else:
            return node
    return node


def _step(node: Expression, step: str | int) -> Expression | None:
    if isinstance(step, int):
        items = node.items if isinstance(node, Tuple) else []
        return items[step] if step < len(items) else None
    if isinstance(node, ObjectExpression):
        for key, value in node.items:
            if isinstance(key, Literal) and str(key.value).lower() == step.lower():
                return value
    return None


def _of_object(statement: dict[str, Raw], way: _PolicyPath, owner: Instance) -> Statement:
    parts = _lower(statement)

    def listed(name: str) -> TextList:
        return _text_list(parts.get(name.lower()), way.place(name))

    effect = parts.get("effect")
    return Statement(
        effect if isinstance(effect, str) else "",
        listed("Action"),
        listed("NotAction"),
        listed("Resource"),
        listed("NotResource"),
        "principal" in parts or "notprincipal" in parts,
        _is_everybody(parts.get("principal")),
        _condition_keys(parts.get("condition")),
        owner.address,
    )


def _of_block(block: BlockView, owner: Instance) -> Statement:
    def listed(name: str) -> TextList:
        value = block[name]
        return _text_list(value.value, value)

    effect = block["effect"].value
    keys = [condition["variable"].value for condition in block.blocks("condition")]
    return Statement(
        "Allow" if effect is None else effect if isinstance(effect, str) else "",
        listed("actions"),
        listed("not_actions"),
        listed("resources"),
        listed("not_resources"),
        bool(block.blocks("principals") or block.blocks("not_principals")),
        any(
            each["type"].value in ("*", "AWS") and _is_everybody(each["identifiers"].value)
            for each in block.blocks("principals")
        ),
        frozenset(str(key).lower() for key in keys) if all(isinstance(key, str) for key in keys) else None,
        f"data.{owner.address}" if not owner.address.startswith("data.") else owner.address,
    )


def _text_list(value: Raw, place: Place) -> TextList:
    several = value if isinstance(value, list) else [] if value is None else [value]
    texts = tuple(each for each in several if isinstance(each, str))
    return TextList(bool(several), texts, len(texts) == len(several), place)


def _is_everybody(principal: Raw) -> bool:
    if isinstance(principal, dict):
        return _is_everybody(principal.get("AWS"))
    return "*" in principal if isinstance(principal, list) else principal == "*"


def _condition_keys(condition: Raw) -> frozenset[str] | None:
    if condition is None:
        return frozenset()
    if not isinstance(condition, dict):
        return None
    keys: set[str] = set()
    for tests in condition.values():
        if not isinstance(tests, dict):
            return None
        keys.update(str(key).lower() for key in tests)
    return frozenset(keys)


def _lower(value: dict[str, Raw]) -> dict[str, Raw]:
    return {str(key).lower(): part for key, part in value.items()}
