"""TFG372 fixed-name: what is replaced by making the new one first has a name that can differ."""

from collections.abc import Iterator

from generator.aws.create_first import UNIQUE_NAMES, replaced_by
from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module, Node, Value, walk
from generator.hcl.module.local_references import references_through_locals
from generator.hcl.syntax.tree import Call

_SAME = frozenset({"var", "local", "each", "count", "path", "terraform"})
"""What is the same for the old one and the new one."""
_CHANGING = ("sha", "md5", "file", "base64", "uuid", "bcrypt", "timestamp", "plantimestamp", "templatefile")
"""How functions begin that follow a content, or the time."""


def check(module: Module) -> Iterator[Violation]:
    """Yield unique names that never change, of what is made before the old one goes."""
    for resource in module.resources(*UNIQUE_NAMES):
        name, lifecycle = UNIQUE_NAMES[resource.type], resource.lifecycle
        if lifecycle is None or truth(lifecycle["create_before_destroy"].value) is not True:
            continue
        triggers = ["replace_triggered_by"] if "replace_triggered_by" in lifecycle.attributes else []
        causes = triggers or replaced_by(resource.type)
        for instance in resource.instances if causes else ():
            if _is_fixed(module, instance[name]):
                yield _violation(instance, instance[name], causes)


def _violation(instance: Instance, name: Value, causes: list[str]) -> Violation:
    what = " or ".join(causes[:3])
    message = f"the old one still has this name when {what} makes a new one, which AWS refuses"
    return Violation(
        name, message, "make the name differ by it, or take create_before_destroy out", instance.address
    )


def _is_fixed(module: Module, name: Value) -> bool:
    if name.expression is None or name.value is None:
        return False
    nodes: list[Node] = [name.expression]
    for one in references_through_locals(module, name.expression):
        if one.kind not in _SAME and not one.address.startswith("data.aws_"):
            return False
        local = module.locals.get(one.address[6:]) if one.kind == "local" else None
        nodes += [local.attribute] if local else []
    calls = [node for each in nodes for node in walk(each) if isinstance(node, Call)]
    return not any(call.name.startswith(_CHANGING) for call in calls)


RULE = Rule(
    id="TFG372",
    name="fixed-name",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="What is replaced by creating the new one first has a name that can differ",
    reason="AWS has one of a name. What is made before the old one goes is refused (EntityAlreadyExists, "
    "InvalidGroup.Duplicate), and the apply stops half way.",
    source="https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy",
    bad="""resource "aws_security_group" "function" {
  name        = "orders" # expect
  description = "What the function may reach"

  lifecycle {
    create_before_destroy = true
  }
}
""",
    good="""resource "aws_security_group" "function" {
  name_prefix = "orders-"
  description = "What the function may reach"

  lifecycle {
    create_before_destroy = true
  }
}
""",
    check=check,
)
