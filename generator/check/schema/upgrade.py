"""What a move to another version of a provider changes, though nothing of it is written otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from generator.aws.upgrades import BEHAVIOURS
from generator.check.rule import Violation
from generator.hcl import Module
from generator.naming import version_numbers
from generator.providers import normal_source

_SOURCE = "hashicorp/aws"


def changed_behaviour(module: Module, source: str, before: str, after: str) -> Iterator[Violation]:
    """Yield what does something else from a version after `before` on, up to `after`.

    Args:
        module: The module.
        source: The source of the provider.
        before: The version in use.
        after: The version that is moved to, such as "6.69.1" or "6".
    """
    resources = [each for each in module.resources() if each.type.startswith("aws_")]
    until = version_numbers(after) if "." in after else (int(after) + 1,)
    for behaviour in BEHAVIOURS if source == _SOURCE and resources else ():
        if not version_numbers(before) < version_numbers(behaviour.since) <= until:
            continue
        text = f"since {behaviour.since} {behaviour.text}"
        if not behaviour.type:
            required = module.settings.required_providers.values()
            places = [each.attribute for each in required if normal_source(each.source) == source]
            yield Violation(places[0] if places else resources[0].block, text)
        for resource in resources:
            is_set = not behaviour.argument or behaviour.argument in resource.body.attributes
            if resource.type == behaviour.type and is_set:
                yield Violation(resource.block, text, "", resource.address)
