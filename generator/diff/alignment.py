"""Which of several blocks, or elements of lists, is which on the other side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from generator import bounds

T = TypeVar("T")
Pair = tuple[int | None, int | None]
"""The places of something in the old and the new list; None where it is not there."""

ALIKE = 0.5
"""How alike two elements are, from 0 to 1, that are taken for one that changed. A bound of ours."""


def align(
    old: Sequence[T],
    new: Sequence[T],
    *,
    ordered: bool,
    key: Callable[[T, bool], str],
    alike: Callable[[T, T], float],
) -> list[Pair]:
    """Return which element of one list is which of the other; each is in one pair.

    Args:
        old: The old elements.
        new: The new ones.
        ordered: Whether their order means something: pairs do not cross then.
        key: What is the same for elements that are the same; the second argument tells whether it is a new one.
        alike: How alike two are, from 0 to 1.
    """
    old_keys = [key(one, False) for one in old]
    new_keys = [key(one, True) for one in new]
    if ordered:
        return _in_order(old, new, old_keys, new_keys, alike)
    pairs, old_left, new_left = _equal(old_keys, new_keys)
    pairs += _most_alike(old_left, new_left, lambda i, j: alike(old[i], new[j]))
    return _with_rest(pairs, len(old), len(new))


def _equal(old_keys: list[str], new_keys: list[str]) -> tuple[list[Pair], list[int], list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(old_keys):
        places[key].append(at)
    pairs: list[Pair] = []
    new_left = []
    for at, key in enumerate(new_keys):
        if places[key]:
            pairs.append((places[key].pop(0), at))
        else:
            new_left.append(at)
    return pairs, sorted(at for left in places.values() for at in left), new_left


def _most_alike(old: list[int], new: list[int], alike: Callable[[int, int], float]) -> list[Pair]:
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    if len(old) * len(new) > bounds.ALIGNED_PAIRS.limit:
        return list(zip(old, new, strict=False))
    scores = sorted((-alike(i, j), abs(i - j), j, i) for i in old for j in new)
    pairs: list[Pair] = []
    old_taken, new_taken = set(), set()
    for score, _, j, i in scores:
        if -score >= ALIKE and i not in old_taken and j not in new_taken:
            pairs.append((i, j))
            old_taken.add(i)
            new_taken.add(j)
    return pairs


def _with_rest(pairs: list[Pair], olds: int, news: int) -> list[Pair]:
    """Return the pairs by the place in the new list, with those that are on one side alone."""
    by_new = {j: i for i, j in pairs}
    old_taken = {i for i, _ in pairs}
    gone: list[Pair] = [(i, None) for i in range(olds) if i not in old_taken]
    return [*gone, *((by_new.get(j), j) for j in range(news))]


def _in_order(
    old: Sequence[T], new: Sequence[T], old_keys: list[str], new_keys: list[str], alike: Callable[[T, T], float]
) -> list[Pair]:
    found: list[Pair] = []
    for tag, i, i_stop, j, j_stop in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(i, i_stop), range(j, j_stop), strict=True)
            continue
        lone = i_stop - i == j_stop - j == 1
        next_old = i
        pairs: list[Pair] = []
        for at in range(j, j_stop):
            match = next((k for k in range(next_old, i_stop) if lone or alike(old[k], new[at]) >= ALIKE), None)
            if match is not None:
                pairs.append((match, at))
                next_old = match + 1
        by_new = {at: k for k, at in pairs}
        taken = {k for k, _ in pairs}
        found += [(k, None) for k in range(i, i_stop) if k not in taken]
        found += [(by_new.get(at), at) for at in range(j, j_stop)]
    return found
