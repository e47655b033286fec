"""How long an environment lives, and whether it may be destroyed: the values that the schema's "x-tfgen" names.

`ephemeral`, `protected`, `owner`, `pull_request`, `expires_on` (a day, YYYY-MM-DD) and `expires_after_days` are
each the path of a knob. What the schema does not name, no environment has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.errors import SpecError
from generator.location import Location
from generator.naming import format_path
from generator.spec.annotation import ANNOTATION
from generator.spec.constraints import rules_of, values_at
from generator.spec.origins import COMMAND_LINE
from generator.spec.schema import Schema
from generator.spec.spec import Spec
from generator.spec.value_paths import parse_path


class Life(NamedTuple):
    """What a spec says of the life of its environment.

    Attributes:
        ephemeral: Whether it is there for a while only.
        protected: Whether it is kept from being destroyed.
        owner: Who answers for it.
        pull_request: The number of the pull request that it is for.
        expires_on: The first day on which it may be destroyed, YYYY-MM-DD.
        expires_after_days: Days after its last apply on which it may be destroyed.
    """

    ephemeral: bool
    protected: bool
    owner: str | None
    pull_request: str | None
    expires_on: str | None
    expires_after_days: int | None


def life(spec: Spec, schema: Schema) -> Life:
    """Return what a spec says of the life of its environment.

    Raises:
        SpecError: The schema names a knob that it does not have.
    """
    rules = rules_of(schema)
    days = _at(spec, rules, "expires_after_days")
    return Life(
        ephemeral=_at(spec, rules, "ephemeral") is True,
        protected=_at(spec, rules, "protected") is True,
        owner=_text(_at(spec, rules, "owner")),
        pull_request=_text(_at(spec, rules, "pull_request")),
        expires_on=_text(_at(spec, rules, "expires_on")),
        expires_after_days=days if type(days) is int else None,
    )


def protection(spec: Spec, schema: Schema) -> SpecError | None:
    """Return the refusal to destroy an environment that its spec protects, None if it does not.

    A spec is reviewed, an option of a command is not: `--set` does not lift the protection.
    """
    rules = schema.raw.get(ANNOTATION, {})
    protected = life(spec, schema).protected
    if "protected" not in rules:
        return None
    path = parse_path(rules["protected"])
    origin = spec.origin(path)
    knob = format_path(path)
    if not protected and origin is not COMMAND_LINE:
        return None
    why = f"--set can't lift {knob}" if not protected else f"{knob} is true ({origin})"
    return SpecError(
        f"{spec.environment} is protected from being destroyed: {why}",
        origin.location or Location(spec.file),
        f'say "{knob}: false" in {spec.file}, apply that, and then destroy',
    )


def _at(spec: Spec, rules: Mapping[str, Any], name: str) -> Any:
    found = values_at(spec, parse_path(rules[name])) if name in rules else []
    return found[0][1] if found else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
