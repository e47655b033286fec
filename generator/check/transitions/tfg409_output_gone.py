"""TFG409 output-gone: an output stays while others read it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Severity, Violation
from generator.check.transition import OldPlace, Transition, TransitionRule, pair


def check(transition: Transition) -> Iterator[Violation]:
    """Yield the outputs that are gone and that other environments read from the state."""
    for name, output in transition.before.outputs.items():
        readers = transition.readers.get(name)
        if name not in transition.after.outputs and readers:
            yield Violation(
                OldPlace(output.view),
                f'the output "{name}" is gone, and {", ".join(readers)} still reads it from the state',
                hint="let go of it there first, and apply that",
                address=f"output.{name}",
            )


_OUTPUT = """\
output "table_name" {%s
  value = "orders-dev"
}
"""

RULE = TransitionRule(
    id="TFG409",
    name="output-gone",
    severity=Severity.ERROR,
    summary="An output stays while other environments read it from the state",
    reason="The next plan of whatever reads it fails: the state has no such output any more.",
    source="https://developer.hashicorp.com/terraform/language/state/remote-state-data",
    bad=pair(_OUTPUT % " # expect", "# reporting reads it\n"),
    good=pair(_OUTPUT % "", _OUTPUT % ""),
    check=check,
)
