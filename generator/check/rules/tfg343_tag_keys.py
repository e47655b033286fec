"""TFG343 tag-keys: keys of tags are not AWS's own, and IAM's differ by more than case."""

from collections.abc import Iterator

from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module, Value

_RESERVED = "aws:"
_FOLDED = "aws_iam_"
"""How the types begin whose tag keys AWS takes without regard to case.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
"""


def check(module: Module) -> Iterator[Violation]:
    """Yield the tags whose keys AWS refuses."""
    defaults = {one.address: one.view.path("default_tags", "tags") for one in module.providers}
    for default in defaults.values():
        yield from _reserved_keys(default, "")
    for resource in module.resources():
        if not resource.type.startswith("aws_"):
            continue
        if "tags" not in resource.body.attributes and not resource.type.startswith(_FOLDED):
            continue
        for instance in resource.instances:
            yield from _reserved_keys(instance["tags"], instance.address)
            if resource.type.startswith(_FOLDED):
                yield from _fold_case(instance, defaults.get(resource.provider))


def _reserved_keys(tags: Value, address: str) -> Iterator[Violation]:
    for key in tags.value if isinstance(tags.value, dict) else ():
        if str(key).lower().startswith(_RESERVED):
            message = f"the tag {key} is AWS's own: keys that begin with {_RESERVED} are reserved"
            yield Violation(tags, message, "take another key", address)


def _fold_case(instance: Instance, default: Value | None) -> Iterator[Violation]:
    tags = instance["tags"]
    own = [str(key) for key in tags.value] if isinstance(tags.value, dict) else []
    shared = [str(key) for key in default.value] if default and isinstance(default.value, dict) else []
    seen = {key.lower(): key for key in shared}
    for key in own:
        other = seen.setdefault(key.lower(), key)
        if other != key:
            message = f"IAM takes the tags {other} and {key} for one key, and refuses both"
            yield Violation(tags, message, f"write {other}", instance.address)


RULE = Rule(
    id="TFG343",
    name="tag-keys",
    severity=Severity.ERROR,
    summary="Keys of tags do not begin with aws:, and those of IAM differ by more than upper and lower case",
    reason="AWS refuses the reserved keys. IAM takes two keys that differ by case alone, in the resource and the "
    "provider's default_tags, for a duplicate.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
    bad="""resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { "aws:team" = "shop" } # expect
}
""",
    good="""resource "aws_sqs_queue" "orders" {
  name = "orders"
  tags = { team = "shop" }
}
""",
    check=check,
)
