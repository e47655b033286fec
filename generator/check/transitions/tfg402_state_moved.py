"""TFG402 state-moved: the state stays where it is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.fleet import state_of
from generator.check.rule import Severity, Violation
from generator.check.transition import Transition, TransitionRule, pair


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the backend whose state is another than before."""
    old, new = state_of(transition.before), state_of(transition.after)
    backend = transition.after.settings.backend
    if not transition.whole or old is None or new is None or old == new or backend is None:
        return
    yield Violation(
        backend,
        f"the state was {'/'.join(old)} and is {'/'.join(new)}: Terraform knows nothing there of what is applied, "
        "and makes all of it a second time",
        hint="move it in the same change: terraform init -migrate-state",
    )


_EXAMPLE = """\
terraform {
  backend "s3" {%s
    bucket = "states"
    key    = "%s/terraform.tfstate"
    region = "us-east-1"
  }
}
"""

RULE = TransitionRule(
    id="TFG402",
    name="state-moved",
    severity=Severity.ERROR,
    summary="The state of an environment stays where it is",
    reason="Without a migration Terraform begins with an empty state: names that are taken fail, and what has no "
    "fixed name is made twice.",
    source="https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization",
    bad=pair(_EXAMPLE % ("", "dev"), _EXAMPLE % (" # expect", "development")),
    good=pair(_EXAMPLE % ("", "dev"), _EXAMPLE % ("", "dev")),
    check=check,
)
