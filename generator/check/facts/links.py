"""Which resource of the module a value leads to: an ARN, a name or an ID that one block takes from another."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.memo import memoize
from generator.check.facts.partial_texts import identity
from generator.check.facts.texts import number
from generator.hcl import Instance, Key, Module, Reference, Unknown, Value
from generator.hcl.evaluation.values import Raw


def instances(module: Module, *types: str) -> Iterator[Instance]:
    """Yield the instances of resources of these types, those left out whose count is known to be 0."""
    for resource in module.resources(*types):
        yield from resource.instances


def certain(instance: Instance) -> bool:
    """Whether it is sure that there is such an instance: its count or for_each is known, or it has neither."""
    return not isinstance(instance.key, Unknown)


def reference_in(value: Value | Raw) -> Reference | None:
    """Return the one attribute of something that a value is, followed through locals where it can be."""
    raw = value.value if isinstance(value, Value) else value
    if isinstance(raw, Unknown) and raw.reference:
        return raw.reference
    return value.reference if isinstance(value, Value) else None


def linked_instance(module: Module, value: Value | Raw, type_: str) -> Instance | None:
    """Return the instance of a type whose attribute a value is, None where that can't be told."""
    reference = reference_in(value)
    if reference is None or reference.kind != "resource" or not reference.address.startswith(f"{type_}."):
        return None
    resource = module.resource(reference.address)
    if resource is None:
        return None
    key = next((step.value for step in reference.rest[:1] if isinstance(step, Key)), None)
    found = resource.with_key(key)
    return found[0] if len(found) == 1 else None


def instance_by_name(module: Module, value: Value | Raw, type_: str, attribute: str) -> Instance | None:
    """Return the instance of a type that a value leads to, by reference or by its name."""
    found = linked_instance(module, value, type_)
    if found is not None:
        return found
    name = identity(value.value if isinstance(value, Value) else value)
    if name is None:
        return None
    name = name.rpartition(":")[2] if name.startswith("arn:") else name
    same = _by_name(module, type_, attribute).get(name, [])
    return same[0] if len(same) == 1 else None


@memoize
def _by_name(module: Module, type_: str, attribute: str) -> dict[str, list[Instance]]:
    found: dict[str, list[Instance]] = {}
    for instance in instances(module, type_):
        name = identity(instance[attribute].value)
        if name is not None:
            found.setdefault(name, []).append(instance)
    return found


def function_of(module: Module, value: Value | Raw) -> Instance | None:
    """Return the Lambda function that a value leads to: its name, ARN, or that of one of its aliases."""
    alias = linked_instance(module, value, "aws_lambda_alias")
    if alias is not None:
        value = alias["function_name"]
    return instance_by_name(module, value, "aws_lambda_function", "function_name")


def queue_of(module: Module, value: Value | Raw) -> Instance | None:
    """Return the SQS queue that a value leads to."""
    return instance_by_name(module, value, "aws_sqs_queue", "name")


def number_of(value: Value, default: float) -> float | None:
    """Return an attribute's number, the default where it is absent, None where it is unknown or no number."""
    return default if value.value is None else number(value.value)
