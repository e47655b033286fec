"""Which changes touch security: who may do what, what is public, encrypted, protected, throttled, kept secret.

What is a matter of an argument is data, in `security_marks`; here is what lies in the structure, as with policies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.aws.replacement import argument, holders
from generator.aws.scales import is_higher, is_lower, turned_off, turned_on
from generator.aws.security_marks import ACCESS, AMOUNT, GIVEN, MARKS, POLICIES, SWITCH
from generator.diff.grants import difference, grants, in_words
from generator.hcl import BlockView
from generator.hcl.evaluation.symbols import write_value
from generator.model.change import Action, AttributeChange, Change


def _switch(old: str | None, new: str | None) -> str:
    if turned_off(old, new):
        return "turned off"
    return "turned on" if turned_on(old, new) else "changed"


def _amount(old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return "removed" if new is None else "set"
    return "lowered" if is_lower(old, new) else "raised" if is_higher(old, new) else "changed"


def _new_rights(old: str | None, new: str | None) -> str:
    return "removed" if new is None else "set" if old is None else "changed"


_WAYS: dict[str, Callable[[str | None, str | None], str]] = {GIVEN: _new_rights, SWITCH: _switch, AMOUNT: _amount}
"""Says in a word which way an argument went, from its old and new text."""

_ARGUMENT = re.compile(r"\{(\w+)\}")
_ORIGIN = "Access-Control-Allow-Origin"
_HEADERS = frozenset({"aws_api_gateway_gateway_response", "aws_api_gateway_integration_response"})


def mark(change: Change, before: BlockView | None = None, after: BlockView | None = None) -> Change:
    """Return a change with what of security it touches, at itself and at its attributes.

    Args:
        change: What differs.
        before: The resource as it was, where there was one.
        after: The resource as it is, where there is one.
    """
    if change.kind != "resource":
        return change
    policies = {} if change.action in (Action.ADDED, Action.REMOVED) else dict(_policies(change, before, after))
    attributes = tuple(_attribute(each, change.type, policies) for each in change.attributes)
    found = [each.security for each in attributes if each.security and each.applies]
    if change.action in (Action.ADDED, Action.REMOVED):
        found += _alone(change, before, after)
    return change._replace(attributes=attributes, security=tuple(dict.fromkeys(found)))


def _attribute(one: AttributeChange, type_: str, policies: dict[str, str]) -> AttributeChange:
    if one.old == one.new and one.because and "sensitive" not in one.because:
        return one  # it follows from something else, and is as it was
    path = argument(one.path)
    told = policies.get(path.partition(".")[0]) or _origin(one, type_) or _by_mark(one, path, type_)
    return one._replace(security=told) if told else one


def _by_mark(one: AttributeChange, path: str, type_: str) -> str:
    for marks in (MARKS.get(type_, {}), MARKS["*"]):
        for holder in holders(path):
            if holder in marks:
                about, way = marks[holder]
                inside = holder != path and one.before is not None and one.after is not None
                told = "changed" if inside and way != SWITCH else _WAYS[way](one.old, one.new)
                return f"{about} is {told}"
    return ""


def _origin(one: AttributeChange, type_: str) -> str:
    if type_ not in _HEADERS or _ORIGIN.lower() not in one.path.lower():
        return ""
    everybody = " to every one" if one.new == "\"'*'\"" else ""
    return f"which web sites may call the API is {_new_rights(one.old, one.new)}{everybody}"


def _policies(change: Change, before: BlockView | None, after: BlockView | None) -> Iterator[tuple[str, str]]:
    """Yield what is told of each policy that differs, by the argument that it is in."""
    names = {argument(each.path).partition(".")[0] for each in change.attributes if each.applies}
    for name in sorted(names):
        about = POLICIES.get((change.type, name)) or POLICIES.get(("*", name))
        if about:
            yield name, _compare(about, _text(before, name), _text(after, name))


def _text(view: BlockView | None, name: str) -> object:
    """Return a policy's text; one of an inline block, as a role has it, from the first of them."""
    if view is None:
        return None
    blocks = view.blocks(name)
    return blocks[0]["policy"].value if blocks else view[name].value


def _compare(about: str, before: object, after: object) -> str:
    old, new = grants(before), grants(after)
    if old is None or new is None:
        return f"{about} is changed"
    differing = difference(old, new)
    words = ("more", "less", "lifts a denial", "adds a denial")
    parts = [f"{word}: {in_words(some)}" for word, some in zip(words, differing, strict=True) if some]
    return f"{about}, {'; '.join(parts)}" if parts else ""


def _alone(change: Change, before: BlockView | None, after: BlockView | None) -> Iterator[str]:
    """Yield what a resource lets anybody do that came or is gone."""
    view = after if change.action is Action.ADDED else before
    access = ACCESS.get(change.type)
    verb = "may" if change.action is Action.ADDED else "may no longer"
    if access and view:
        bounds = [name for name in access.bounded if name in view.attributes or view.blocks(name)]
        anywhere = "" if bounds or not access.bounded or change.action is Action.REMOVED else ", from anywhere"
        what = _ARGUMENT.sub(lambda found: _show(view, found[1]), access.what)
        yield f"{_show(view, access.who)} {verb} {what}{anywhere}"
    for (type_, name), about in POLICIES.items():
        if view and type_ == change.type and name in view.attributes:
            there = _text(view, name)
            sides = (None, there) if change.action is Action.ADDED else (there, None)
            yield from filter(None, [_compare(about, *sides)])
    if view and change.type == "aws_api_gateway_method" and view["authorization"].value == "NONE":
        yield f"anybody {verb} call {write_value(view['http_method'].value)} without authorization"


def _show(view: BlockView, name: str) -> str:
    value = view[name].value
    return value if isinstance(value, str) else write_value(value)
