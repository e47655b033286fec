"""What Terraform does about a change, what that means, and what of security it touches.

A change is assessed by what it holds, and by the resource on both sides of the comparison where that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.aws.meanings import DATA, DEFAULTS, DELETION_PROTECTION, MEANINGS, Meaning
from generator.aws.replacement import Replacement, argument, holders, is_block, replacement_of
from generator.aws.scales import is_lower, turned_off, turned_on
from generator.aws.updates import UPDATES, InPlaceUpdate
from generator.diff import security
from generator.diff.descriptions import IGNORED
from generator.diff.sides import Side
from generator.diff.subjects import address_of
from generator.hcl import BlockView, Instance, Literal, Resource
from generator.model.change import Action, AttributeChange, Change, Effect, Gravity

_NOT_UNDERSTOOD = "tfgen does not understand it: what Terraform does about it can't be told"
_STAYS = "the old one stays in AWS, for skip_destroy is set"
_PLACES = {r"[a-z]{2,5}(?:-[a-z]+)+-\d+": "region", r"(?<!\d)\d{12}(?!\d)": "account"}
"""How the places look that a provider's arguments name."""
_PLACED_BY = {"region": {"region"}, "account": {"allowed_account_ids", "assume_role"}}
_UNNOTICED = "the provider takes no notice"
_KEPT = "what is not set stays as it is"
_BY_ACTION = {
    Action.ADDED: Effect.CREATE,
    Action.REMOVED: Effect.DESTROY,
    Action.RENAMED: Effect.MOVE,
    Action.CHANGED: Effect.NONE,
}
_WHEN = {"changed": lambda old, new: True, "lowered": is_lower, "off": turned_off, "on": turned_on}
_META = frozenset({"lifecycle", "depends_on"})


class Consequences:
    """Tells what comes of changes, with what the two sides know of the resources."""

    def __init__(self, before: Side, after: Side) -> None:
        self._before, self._after = before, after

    def of(self, change: Change) -> Change:
        """Return a change with its effect, its meaning, what of security it touches, and its gravity."""
        if change.kind not in ("resource", "module"):
            return assess(change)
        old, declared = change.previous or change.address, change.address.partition("[")[0]
        return assess(
            change,
            self._before.instance(old),
            self._after.instance(change.address),
            self._after.module.resource(declared),
            self._is_forgotten(old.partition("[")[0]),
        )

    def _is_forgotten(self, address: str) -> bool:
        """Return whether a `removed` block says that something stays when Terraform lets go of it."""
        for block in self._after.module.removed:
            if address_of(block) == f"removed.{address}":
                for inner in block.body.of_type("lifecycle"):
                    destroy = inner.body.attributes.get("destroy")
                    if destroy and isinstance(destroy.expression, Literal) and destroy.expression.value is False:
                        return True
        return False


def assess(
    change: Change,
    before: Instance | None = None,
    after: Instance | None = None,
    declared: Resource | None = None,
    forgotten: bool = False,
) -> Change:
    """Return a change with its effect, its meaning, what of security it touches, and its gravity.

    Args:
        change: What differs; its attributes may have been assessed before.
        before: The resource as it was, where there was one.
        after: The resource as it is, where there is one.
        declared: The block that it is declared by now, which may be there though this instance of it is gone.
        forgotten: Whether a `removed` block says that it stays when Terraform lets go of it.
    """
    found = _assess(change, before, after, declared, forgotten)
    refused = _refusal(found, before)
    return found._replace(gravity=_gravity(found), refused=refused)


def _gravity(change: Change) -> Gravity:
    goes = change.kind == "resource" and change.effect in (Effect.DESTROY, Effect.REPLACE)
    if change.kind == "provider" and change.meaning:
        return Gravity.PLACE
    if (goes and change.type in DATA and _STAYS not in change.meaning) or _trims(change):
        return Gravity.LOSS
    if change.security:
        return Gravity.SECURITY
    if goes or (change.kind == "module" and change.effect in (Effect.DESTROY, Effect.REPLACE)):
        return Gravity.GONE
    return Gravity.UNCLEAR if change.effect is Effect.UNKNOWN else Gravity.OTHER


def _trims(change: Change) -> bool:
    """Return whether an update in place has AWS delete data."""
    return change.effect is Effect.UPDATE and any(update.loses for update in _of_updates(change))


def _refusal(change: Change, before: Instance | None) -> str:
    """Return what has to be done before AWS deletes what a change destroys or replaces, empty where nothing."""
    protection = DELETION_PROTECTION.get(change.type)
    goes = change.kind == "resource" and change.effect in (Effect.REPLACE, Effect.DESTROY)
    if not (goes and protection and before):
        return ""
    value = before[protection.argument].value
    return protection.way_out if isinstance(value, bool | str | None) and value in protection.values else ""


def _assess(
    change: Change,
    before: Instance | None,
    after: Instance | None,
    declared: Resource | None,
    forgotten: bool,
) -> Change:
    """Return a change with its effect, its meaning and what of security it touches."""
    if change.kind == "other":
        return change._replace(effect=Effect.UNKNOWN, meaning=_NOT_UNDERSTOOD)
    if change.kind == "provider":
        return change._replace(effect=Effect.NONE, meaning="; ".join(_places(change)))
    if change.kind not in ("resource", "module"):
        effect = Effect.READ if change.kind == "data" else Effect.NONE
        return security.mark(change._replace(effect=effect), before, after)
    if forgotten and change.action is Action.REMOVED:
        return change._replace(effect=Effect.NONE, meaning="stays as it is: Terraform lets go of it")
    known = replacement_of(change.type) if change.kind == "resource" else None
    attributes = tuple(_attribute(each, change.type, known) for each in change.attributes)
    change = change._replace(attributes=attributes, effect=_effect(change, attributes))
    parts = [*_parts(change, before), *_limits(change, before, declared), *_nothing(change)]
    return security.mark(change._replace(meaning="; ".join(parts)), before, after)


def _attribute(one: AttributeChange, type_: str, known: Replacement | None) -> AttributeChange:
    """Return an attribute with what Terraform does about it."""
    path = argument(one.path)
    if path.partition(".")[0] in _META:  # `replace_triggered_by` has said so itself
        return one
    if known is None:
        return one
    if one.applies and one.new is None and not one.because and _stays(one, path, known):
        return one._replace(applies=False, because=_KEPT, replaces=False)
    if one.applies and any(each in known.unnoticed for each in holders(path)):
        return one._replace(applies=False, because=one.because or _UNNOTICED, replaces=False)
    return one._replace(replaces=_replaces(one, path, type_, known))


def _stays(one: AttributeChange, path: str, known: Replacement) -> bool:
    """Return whether leaving something out leaves it as it is: the argument, or the whole block that had it."""
    return path in known.kept or (one.after is None and any(each in known.kept for each in holders(path)))


def _replaces(one: AttributeChange, path: str, type_: str, known: Replacement) -> bool | None:
    """Return whether a change of an argument replaces; for a block that comes or goes, what that does as well."""
    come_or_gone = one.before is None or one.after is None
    for each in holders(path):
        if each in known.replaces and (each == path or come_or_gone or not is_block(type_, each)):
            return True
        if each in known.sometimes:
            return None
    return False


def _effect(change: Change, attributes: Sequence[AttributeChange]) -> Effect:
    if change.action is Action.RENAMED and change.moved:
        return Effect.REPLACE
    if change.action not in (Action.CHANGED, Action.RENAMED):
        return _BY_ACTION[change.action]
    applied = [each for each in attributes if each.applies]
    if any(each.replaces for each in applied):
        return Effect.REPLACE
    if any(each.replaces is None for each in applied):
        return Effect.UNKNOWN if change.kind == "resource" else Effect.UPDATE
    return Effect.UPDATE if applied else _BY_ACTION[change.action]


def _parts(change: Change, before: Instance | None) -> Iterator[str]:
    """Yield what comes of a change."""
    meaning = MEANINGS.get(change.type)
    noun = f"the {meaning.noun}" if meaning else "it"
    if change.effect is Effect.REPLACE:
        yield f"{_verb(change, meaning)} {noun}{_words(meaning.replaced, before) if meaning else ''}"
    elif change.effect is Effect.DESTROY and change.kind == "resource":
        yield f"destroys {noun}{_words(meaning.destroyed, before) if meaning else ''}"
    elif change.effect is Effect.UPDATE and change.kind == "resource":
        yield from dict.fromkeys(update.words for update in _of_updates(change))
    elif change.effect is Effect.UNKNOWN:
        yield from dict.fromkeys(_doubts(change))


def _verb(change: Change, meaning: Meaning | None) -> str:
    """Return whether it is replaced for its new name alone, which is what a reader did."""
    causes = {argument(each.path) for each in change.attributes if each.replaces and each.applies}
    anew = all(each.because == "" for each in change.attributes if each.replaces)
    return "renames" if meaning and anew and causes == {meaning.name} else "replaces"


def _words(words: str, before: BlockView | None) -> str:
    for name, default in DEFAULTS.items():
        value = before[name].value if before else None
        shown = str(value) if isinstance(value, int) else default if value is None else "some"
        words = words.replace(f"{{{name}}}", shown)
    return f": {words}"


def _places(change: Change) -> Iterator[str]:
    """Yield where an environment goes by a change of its provider, which all that it has goes with."""
    if "." in change.address.removeprefix("provider."):
        return  # one beside the environment's own
    for one in change.attributes:
        for pattern, what in _PLACES.items():
            old, new = (re.findall(pattern, text or "") for text in (one.old, one.new))
            if one.path.partition("[")[0].partition(".")[0] in _PLACED_BY[what] and old and new and old != new:
                origin, target = (", ".join(dict.fromkeys(some)) for some in (old, new))
                yield (
                    f"moves from {what} {origin} to {target}: Terraform makes everything anew there, "
                    f"and no longer manages what is left in {origin}"
                )


def _of_updates(change: Change) -> Iterator[InPlaceUpdate]:
    for one in change.attributes:
        path = argument(one.path)
        for each in UPDATES:
            if (
                each.type == change.type
                and one.applies
                and _is_about(each, path)
                and _WHEN[each.when](one.old, one.new)
            ):
                yield each


def _is_about(update: InPlaceUpdate, path: str) -> bool:
    return not update.path or update.path in holders(path)


def _doubts(change: Change) -> Iterator[str]:
    """Yield what decides whether it is replaced."""
    known = replacement_of(change.type)
    if known is None:
        yield "in place, or a replacement: tfgen does not know the type's arguments"
        return
    for one in change.attributes:
        for each in holders(argument(one.path)):
            if one.replaces is None and each in known.sometimes:
                yield f"{each} replaces {known.sometimes[each]}, and changes in place otherwise"


def _nothing(change: Change) -> Iterator[str]:
    """Yield that nothing is done about a change, where a lifecycle block says so."""
    if change.effect is Effect.NONE and any(one.because == IGNORED for one in change.attributes):
        yield "Terraform does nothing about it: ignore_changes names it"


def _limits(change: Change, before: Instance | None, declared: Resource | None) -> Iterator[str]:
    """Yield what stops Terraform, or makes it go about it otherwise."""
    if change.effect not in (Effect.REPLACE, Effect.DESTROY) or change.kind != "resource":
        return
    lifecycle = declared.lifecycle if declared else None
    if lifecycle and lifecycle["prevent_destroy"].value is True:
        yield "the plan fails, for prevent_destroy is set"
    refused = _refusal(change, before)
    if refused:
        yield f"AWS refuses it until an apply before has {refused}"
    if before and before["skip_destroy"].value is True:
        yield _STAYS
    if change.effect is Effect.REPLACE and lifecycle and lifecycle["create_before_destroy"].value is True:
        yield "the new one is there before the old one goes"
