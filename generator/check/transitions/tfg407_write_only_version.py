"""TFG407 write-only-version: what changes of a write-only value, or beside it, changes its version."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, changed_arguments, instance, pair, used_by
from generator.model.change import Effect

_BESIDE = {"aws_ssm_parameter": frozenset({"tags", "tags_all"})}
"""Types that are written whole, value included, when anything but these arguments changes.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (Value is required)
"""
_SUFFIX = "_wo"


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the write-only values that an update needs and is not given, and those made otherwise in vain."""
    yield from _in_vain(transition)
    for change in transition.changes:
        if change.kind != "resource" or change.effect is not Effect.UPDATE:
            continue
        before = instance(transition.before, change.previous or change.address)
        after = instance(transition.after, change.address)
        if before is None or after is None:
            continue
        changed = changed_arguments(change)
        for name in after.attributes:
            if not name.endswith(_SUFFIX) or name not in before.attributes or f"{name}_version" in changed:
                continue
            if change.type in _BESIDE and changed - _BESIDE[change.type]:
                what = ", ".join(sorted(changed - _BESIDE[change.type]))
                message = f"{what} changes and {name}_version does not: AWS is sent an empty value and refuses it"
            elif name in changed:
                message = f"{name} changes and {name}_version does not: the new value is not sent"
            else:
                continue
            yield Violation(
                after[f"{name}_version"],
                message,
                hint=f"raise {name}_version in the same change",
                address=change.address,
            )


def _in_vain(transition: Transition) -> Iterator[Violation]:
    remade = {each.address for each in transition.changes if each.kind == "ephemeral" and each.attributes}
    changed = {each.address: changed_arguments(each) for each in transition.changes}
    for resource in transition.after.resources() if remade else ():
        sources = sorted(remade & used_by(transition.after, resource))
        for after in resource.instances if sources else ():
            for name in after.attributes:
                if (
                    name.endswith(_SUFFIX)
                    and f"{name}_version" not in changed.get(after.address, ())
                    and instance(transition.before, after.address)
                ):
                    yield Violation(
                        after[f"{name}_version"],
                        f"{sources[0]} changes and {name}_version does not: the new value is not sent",
                        hint=f"raise {name}_version in the same change",
                        address=after.address,
                    )


_EXAMPLE = """\
variable "token" {
  type      = string
  ephemeral = true
}
resource "aws_ssm_parameter" "token" {
  name             = "/dev/token"
  type             = "SecureString"
  description      = "%s"
  value_wo         = var.token
  value_wo_version = %s
}
"""

RULE = TransitionRule(
    id="TFG407",
    name="write-only-version",
    severity=Severity.ERROR,
    summary="A write-only value that is to be written again has a new version",
    reason="Terraform does not keep a write-only value, and sends it only when its version changes. An update of "
    "a parameter writes all of it: without the value PutParameter fails.",
    source="https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only",
    bad=pair(_EXAMPLE % ("Token", "1"), _EXAMPLE % ("The clients' token", "1 # expect")),
    good=pair(_EXAMPLE % ("Token", "1"), _EXAMPLE % ("The clients' token", "2")),
    check=check,
)
