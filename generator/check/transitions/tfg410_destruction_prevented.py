"""TFG410 destruction-prevented: nothing is destroyed that prevent_destroy guards."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import Ending, OldPlace, Transition, TransitionRule, pair
from generator.hcl import Resource


def check(transition: Transition) -> Iterator[Violation]:
    """Yield what is to go and must not, as the configuration says that Terraform has when it plans that."""
    for ending in transition.endings:
        declared = _lifecycle_block(transition, ending)
        lifecycle = declared.lifecycle if declared else None
        if declared and lifecycle and lifecycle["prevent_destroy"].value is True:
            place = lifecycle["prevent_destroy"]
            yield Violation(
                OldPlace(place) if declared.module is transition.before else place,
                f"{ending.change.address} is to be {ending.verb}, and prevent_destroy keeps the plan from it",
                hint="take prevent_destroy out in a change before, or let go of it: terraform state rm",
                address=ending.change.address,
            )


def _lifecycle_block(transition: Transition, ending: Ending) -> Resource | None:
    """Return the block whose lifecycle counts: the old one where the whole environment is destroyed by it."""
    address = ending.change.address.partition("[")[0]
    return transition.after.resource(address) if transition.whole else transition.before.resource(address)


_EXAMPLE = """\
resource "aws_iam_role" "logs" {
  name               = "%s"
  assume_role_policy = "{}"

  lifecycle {
    prevent_destroy = true%s
  }
}
"""

RULE = TransitionRule(
    id="TFG410",
    name="destruction-prevented",
    severity=Severity.ERROR,
    summary="What prevent_destroy guards is neither destroyed nor replaced",
    reason="The plan fails as a whole: nothing of the change is applied.",
    source="https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
    bad=pair(_EXAMPLE % ("logs", ""), _EXAMPLE % ("api-logs", " # expect")),
    good=pair(_EXAMPLE % ("logs", ""), _EXAMPLE % ("logs", "")),
    check=check,
)
