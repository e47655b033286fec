"""The attributes that a plan changes: the way to each, its old and new value, what is sensitive covered up."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from generator import bounds
from generator.diff.plan.plan_secrets import Cover, is_marked
from generator.hcl.module.secrecy import CONCEALED
from generator.model.change import Effect
from generator.model.terraform_plan import PlanValue

AFTER_APPLY = "(known after apply)"
_ABSENT: Any = object()


class Pair(NamedTuple):
    """A value before and after, and what is said of it.

    Attributes:
        before: As it is; null where it is not set.
        after: As it will be, as far as that is known.
        unknown: What of it is not known: true, or a map or list like the value.
        old_mark: What of the old value is sensitive, likewise.
        new_mark: What of the new one.
    """

    before: Any
    after: Any
    unknown: Any
    old_mark: Any
    new_mark: Any

    @classmethod
    def of(cls, change: Mapping[str, Any], kind: str, hides: Callable[[str], bool]) -> Pair:
        """Return what a change of a plan says; what the provider's schema calls sensitive is so, too."""
        pair = cls(
            change.get("before"),
            change.get("after"),
            change.get("after_unknown"),
            change.get("before_sensitive"),
            change.get("after_sensitive"),
        )
        if kind == "output":
            return pair
        return pair._replace(
            old_mark=_with_schema(pair.before, pair.old_mark, hides),
            new_mark=_with_schema(pair.after, pair.new_mark, hides),
        )

    @property
    def marked(self) -> bool:
        """Whether something in it is sensitive on either side."""
        return is_marked(self.old_mark) or is_marked(self.new_mark)

    def member(self, key: str | int) -> Pair:
        """Return a part of it."""
        return Pair(*(_member(each, key, mark=place > 1) for place, each in enumerate(self)))


def _with_schema(value: Any, mark: Any, hides: Callable[[str], bool]) -> Any:
    if not isinstance(value, dict) or mark is True:
        return mark
    known = mark if isinstance(mark, dict) else {}
    return {**known, **{name: True for name in value if hides(name)}}


def _member(value: Any, key: str | int, mark: bool) -> Any:
    if mark and value is True:
        return True
    if isinstance(key, str):
        return (
            value.get(key, False if mark else _ABSENT) if isinstance(value, dict) else False if mark else _ABSENT
        )
    if isinstance(value, list) and key < len(value):
        return value[key]
    return False if mark else _ABSENT


def differing(pair: Pair, change: Mapping[str, Any], cover: Cover, most: int) -> tuple[list[PlanValue], int]:
    """Return the attributes that differ, and how many of them are left out.

    Args:
        pair: The resource, or the value of an output.
        change: What the plan says of it.
        cover: What covers up what is sensitive elsewhere.
        most: So many are returned.
    """
    found = _walk(pair, "", 0)
    values = list(_values(itertools.islice(found, most), change, cover))
    return values, sum(1 for _ in found)


def seal(pair: Pair, change: Mapping[str, Any], effect: Effect) -> str:
    """Return what is the same for changes that do the same: what is created, or which values become which others.

    What stays as it is does not count, nor what was there of what becomes known after apply: a provider's own
    counters, say, which went on in the meantime.
    """
    done: object = None
    if effect is Effect.CREATE:
        done = [pair.after, pair.unknown]
    elif effect in (Effect.UPDATE, Effect.REPLACE, Effect.UNKNOWN):
        found = _walk(pair, "", 0)
        done = [(path, AFTER_APPLY if one.unknown is True else [one.before, one.after]) for path, one in found]
    parts = [change.get("actions"), change.get("importing"), change.get("replace_paths"), done]
    text = json.dumps(parts, sort_keys=True, default=lambda _: "absent")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _values(found: Iterable[tuple[str, Pair]], change: Mapping[str, Any], cover: Cover) -> Iterator[PlanValue]:
    paths = change.get("replace_paths")
    replacing = {_way(path) for path in paths if isinstance(path, list)} if isinstance(paths, list) else set()
    for path, pair in found:
        replaces = any(path == way or path.startswith((f"{way}.", f"{way}[")) for way in replacing)
        unknown = pair.unknown is True or _holds_true(pair.unknown)
        new = AFTER_APPLY if pair.unknown is True else _shown(pair.after, pair.new_mark, cover)
        yield PlanValue(
            cover.way(path) or "value", _shown(pair.before, pair.old_mark, cover), new, replaces, not unknown
        )


def _walk(pair: Pair, path: str, level: int) -> Iterator[tuple[str, Pair]]:
    """Yield the innermost parts that differ."""
    if pair.unknown is True:
        yield path, pair
        return
    before, after = pair.before, pair.after
    same = before == after and type(before) is type(after)
    if same and not _holds_true(pair.unknown):
        return
    if level < bounds.PLAN_LEVELS.limit:
        if isinstance(before, dict) and isinstance(after, dict):
            unknown = pair.unknown if isinstance(pair.unknown, dict) else {}
            for name in sorted({*before, *after, *unknown}):
                inner = pair.member(name)
                yield from _walk(inner, f"{path}.{name}" if path else name, level + 1)
            return
        if _are_blocks(before) and _are_blocks(after):
            for number in range(max(len(before), len(after))):
                yield from _walk(pair.member(number), f"{path}[{number}]", level + 1)
            return
        texts = _document(before), _document(after)
        if texts[0] is not None and texts[1] is not None and not pair.marked:
            yield from _walk(Pair(*texts, False, False, False), path, level + 1)
            return
    if not ((before is _ABSENT or before is None) and (after is _ABSENT or after is None)):
        yield path, pair


def _are_blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)


def _document(value: Any) -> Any:
    """Return what a text says if it is a JSON object or array, None otherwise."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _holds_true(mark: Any) -> bool:
    return mark is True or is_marked(mark)


def _way(path: list[Any]) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _shown(value: Any, mark: Any, cover: Cover) -> str | None:
    """Return a value as JSON, what is sensitive covered up; None where it is not set."""
    if value is _ABSENT or value is None:
        return None
    if mark is True or cover.everything:
        return CONCEALED
    size = len(json.dumps(value, ensure_ascii=False))
    if size > bounds.PLAN_CHARACTERS.limit:
        return f"({size:,} characters)"
    return json.dumps(_covered(value, mark, cover), ensure_ascii=False)


def _covered(value: Any, mark: Any, cover: Cover) -> Any:
    if mark is True:
        return CONCEALED
    if isinstance(value, str):
        return cover.text(value)
    if isinstance(value, dict):
        inner = mark if isinstance(mark, dict) else {}
        return {cover.text(name): _covered(part, inner.get(name), cover) for name, part in value.items()}
    if isinstance(value, list):
        marks = mark if isinstance(mark, list) and len(mark) == len(value) else [is_marked(mark)] * len(value)
        return [_covered(part, each, cover) for part, each in zip(value, marks, strict=True)]
    return value
