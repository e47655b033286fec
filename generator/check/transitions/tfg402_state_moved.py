"""TFG402 state-moved: the state stays where it is."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.fleet import state_of
from generator.check.rule import Place, Severity, Violation
from generator.check.transition import OldPlace, Transition, TransitionRule, pair
from generator.hcl import Module


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the backend whose state is another than before."""
    old, new = _state(transition.before), _state(transition.after)
    if not transition.whole or old is None or new is None or old == new:
        return
    before, after = transition.before.settings.backend, transition.after.settings.backend
    place: Place | None = after or (OldPlace(before) if before else None)
    if place is None:
        return
    yield Violation(
        place,
        f"the state was {'/'.join(old)} and is {'/'.join(new)}: Terraform knows nothing there of what is applied, "
        "and makes all of it a second time",
        hint="move it in the same change: terraform init -migrate-state",
    )


def _state(module: Module) -> tuple[str, ...] | None:
    """Return where a state is, None where that is not known; without a backend it is a file in the folder."""
    backend = module.settings.backend
    if module.settings.cloud is not None:
        return None
    if backend is None or backend.labels[:1] == ["local"]:
        path = backend["path"] if backend else None
        return ("local", str(path.value) if path and path.known else "terraform.tfstate")
    return state_of(module)


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
