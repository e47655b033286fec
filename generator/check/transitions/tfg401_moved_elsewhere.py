"""TFG401 moved-elsewhere: no resource changes its region or account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.aws.provider_place import OF_ACCOUNT, place_of
from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair
from generator.hcl import Module, Resource

_Place = tuple[str, str]
"""A region and an account, each empty where it is not known."""


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the configurations of providers whose resources are looked for elsewhere from then on."""
    lost: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for resource in transition.before.resources():
        now = transition.after.resource(resource.address)
        if now is None:
            continue
        for what, origin, target in _moves(_place(transition.before, resource), _place(transition.after, now)):
            if what == "account" or not resource.type.startswith(OF_ACCOUNT):
                lost[now.provider, f"{what} {origin}", target] += [one.address for one in resource.instances]
    for (provider, origin, target), addresses in lost.items():
        count = f"{len(addresses)} resources" if len(addresses) > 1 else addresses[0]
        place = next((one for one in transition.after.providers if one.address == provider), None)
        where = place.view if place else transition.after.resource(addresses[0].partition("[")[0])
        if where:
            yield Violation(
                where,
                f"everything is made anew in {target}: {count} in {origin} {_be(addresses)} left behind, "
                "and nobody's any more",
                hint="destroy the environment there first, or give the new place an environment of its own",
            )


def _be(addresses: list[str]) -> str:
    return "are" if len(addresses) > 1 else "is"


def _place(module: Module, resource: Resource) -> _Place:
    own = resource.view["region"].value if "region" in resource.body.attributes else None
    provider = next((one for one in module.providers if one.address == resource.provider), None)
    region, account = place_of(provider.view) if provider else ("", "")
    return (own if isinstance(own, str) else region), account


def _moves(old: _Place, new: _Place) -> Iterator[tuple[str, str, str]]:
    for what, origin, target in zip(("region", "account"), old, new, strict=True):
        if origin and target and origin != target:
            yield what, origin, target


_EXAMPLE = """\
provider "aws" {
  region = "%s"
}
resource "aws_sqs_queue" "orders" {
  name = "orders-dev"
}
"""

RULE = TransitionRule(
    id="TFG401",
    name="moved-elsewhere",
    severity=Severity.ERROR,
    summary="An environment stays in its region and account, and each resource with its provider",
    reason="Terraform looks for what it manages where the provider leads now, finds nothing and makes it anew. "
    "What is in the old place goes on to run and to cost, with its data, and no state knows of it.",
    source="https://developer.hashicorp.com/terraform/language/providers/configuration",
    bad=pair(_EXAMPLE % "us-east-1", (_EXAMPLE % "eu-central-1").replace("{\n", "{ # expect\n", 1)),
    good=pair(_EXAMPLE % "us-east-1", _EXAMPLE % "us-east-1"),
    check=check,
)
