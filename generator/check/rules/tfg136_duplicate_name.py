"""TFG136 duplicate-name: no two things in one account and region have the same name."""

from collections.abc import Iterator

from generator.aws.name_bounds import NAMES
from generator.check.facts.links import certain
from generator.check.facts.partial_texts import identity, show_partial
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module

_Key = tuple[str, str, str, str]


def check(module: Module) -> Iterator[Violation]:
    """Yield the second and later of resources that are sure to have the same physical name."""
    first: dict[_Key, Instance] = {}
    for resource in module.resources(*NAMES):
        for instance in resource.instances:
            key = _key(instance)
            if key is None:
                continue
            other = first.setdefault(key, instance)
            if other is not instance and other.address != instance.address:
                name = instance[NAMES[resource.type].attribute]
                message = f'{other.address} has the name "{show_partial(name.value)}" already'
                yield Violation(name, message, "tell the names apart, by each.key for instance", instance.address)


def _key(instance: Instance) -> _Key | None:
    """Return what no other instance may have, None where that can't be told."""
    type_ = instance.resource.type
    bounds = NAMES[type_]
    if not bounds.unique or not certain(instance) or "[" in instance.resource.provider:  # one for each region
        return None
    name = identity(instance[bounds.attribute].value)
    parent = instance[bounds.parent].value if bounds.parent else None
    within = "" if parent is None else identity(parent)
    if not name or within is None:
        return None
    region = identity(instance["region"].value) or "" if not instance["region"].absent else ""
    return {"aws_alb": "aws_lb"}.get(type_, type_), f"{instance.resource.provider} {region}", within, name


RULE = Rule(
    id="TFG136",
    name="duplicate-name",
    severity=Severity.ERROR,
    summary="No two resources of a module have the same physical name",
    reason="AWS refuses the second one, or, worse, takes it for the first: then two blocks fight over one queue.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
    bad="""locals {
  prefix = "events-dev"
}

resource "aws_sqs_queue" "received" {
  name = "${local.prefix}-queue"
}

resource "aws_sqs_queue" "processed" {
  name = "events-dev-queue" # expect
}
""",
    good="""locals {
  prefix = "events-dev"
}

resource "aws_sqs_queue" "received" {
  name = "${local.prefix}-received"
}

resource "aws_sqs_queue" "processed" {
  name = "${local.prefix}-processed"
}
""",
    check=check,
)
