"""The grammar of state machines of Step Functions, as far as one is refused by it.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Test = Callable[[object], bool]

_ENDS = frozenset({"Succeed", "Fail"})
"""States after which nothing comes."""
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "Task": (("Resource",),),
    "Choice": (("Choices",),),
    "Wait": (("Seconds", "SecondsPath", "Timestamp", "TimestampPath"),),
    "Parallel": (("Branches",),),
    "Map": (("ItemProcessor", "Iterator"),),
}
"""Of which fields a state of a type needs one each."""


def faults(machine: object, unknown: Test) -> Iterator[str]:
    """Yield what is wrong with a machine, or with a branch of one.

    Args:
        machine: What the JSON says, with anything in place of what is not known.
        unknown: Says whether a part is not known.
    """
    states = machine.get("States") if isinstance(machine, Mapping) else None
    if not isinstance(machine, Mapping) or not isinstance(states, Mapping):
        return
    start, known = machine.get("StartAt"), not unknown(states)
    if isinstance(start, str) and start not in states:
        yield f"StartAt names {start}, which is no state"
    reached = {start}
    for name, state in states.items():
        if not isinstance(state, Mapping):
            known = False
            continue
        yield from _of_state(str(name), state, unknown)
        for following in _followers(state):
            if isinstance(following, str) and following not in states:
                yield f"the state {name} goes on to {following}, which is no state"
            known = known and not unknown(following)
            reached.add(following)
    if known and not unknown(start):
        for name in states:
            if name not in reached:
                yield f"nothing leads to the state {name}"


def _of_state(name: str, state: Mapping[str, object], unknown: Test) -> Iterator[str]:
    type_ = state.get("Type")
    if unknown(type_):
        return
    for fields in _NEEDED.get(str(type_), ()):
        if not any(field in state for field in fields):
            yield f"the state {name} lacks {' or '.join(fields)}"
    goes_on = [field for field in ("Next", "End") if state.get(field) not in (None, False)]
    if type_ == "Choice" or type_ in _ENDS:
        for field in goes_on:
            yield f"the state {name} is a {type_}, which has no {field}"
    elif len(goes_on) != 1:
        yield f"the state {name} needs {'one of Next and End' if goes_on else 'Next, or End = true'}"
    branches = state.get("Branches")
    inner = list(branches) if isinstance(branches, list) else []
    for machine in (*inner, state.get("ItemProcessor"), state.get("Iterator")):
        yield from faults(machine, unknown)


def _followers(state: Mapping[str, object]) -> Iterator[object]:
    """Yield the names of the states that may come after one."""
    yield from (state[field] for field in ("Next", "Default") if field in state)
    for field in ("Choices", "Catch"):
        several = state.get(field)
        for each in several if isinstance(several, list) else ([several] if several else []):
            yield each.get("Next") if isinstance(each, Mapping) else each
