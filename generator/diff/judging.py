"""Changes judged with what the two sides know of the resource."""

from __future__ import annotations

from generator.diff.consequences import judged
from generator.diff.sides import Side
from generator.diff.subjects import address_of
from generator.hcl import Instance
from generator.model.change import Change


class Judge:
    """Judges the changes between two sides."""

    def __init__(self, before: Side, after: Side) -> None:
        self._before, self._after = before, after

    def __call__(self, change: Change) -> Change:
        """Return a change with its effect, its meaning and what of security it touches."""
        if change.kind not in ("resource", "module"):
            return judged(change)
        old, declared = change.previous or change.address, change.address.partition("[")[0]
        return judged(
            change,
            _instance(self._before, old),
            _instance(self._after, change.address),
            self._after.module.resource(declared),
            self._is_forgotten(old.partition("[")[0]),
        )

    def _is_forgotten(self, address: str) -> bool:
        return any(
            address_of(block) == f"removed.{address}"
            and any(
                getattr(inner.body.attributes["destroy"].expression, "value", None) is False
                for inner in block.body.of_type("lifecycle")
                if "destroy" in inner.body.attributes
            )
            for block in self._after.module.removed
        )


def _instance(side: Side, address: str) -> Instance | None:
    resource = side.module.resource(address.partition("[")[0])
    found = resource.instances if resource else ()
    return next((instance for instance in found if instance.address == address), None)
