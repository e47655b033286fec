"""What must hold between environments, and between a spec and the calendar: the schema's "x-tfgen" annotations.

The schema names the values; what each sort of rule means is said here. So the rules know no AWS:

* `unique`: no two environments have the same values at `paths`. One that has no value at one of them is left out.
* `budgets`: what all environments have at `sum`, added up, stays `leave` below the value at `limit`, the smallest
  that one of them states. None and negative numbers add nothing.
* `single_owners`: at most one environment is as `when` says.
* `at_most`: in each environment, the value at `path` is no more than `times` the one at `of`. Says nothing where
  one of them is None or negative. Where the one at `of` is None, `unset` may say what it is then: of `values`, the
  one that the value at `by` names, else `other`.
  A "*" in `of` and `when` stands for the key that the one in `path` stands for.
  What stands at `shared_by` shares it: the more there are, the less is left for each.
* `distinct`: no two parts of the maps at `of` have the same values at `by`, or the same name where that is not
  there; what matches `ignoring` counts as the same.
* `siblings`: of the values at `path`, cut at `separator`, those that begin alike go on with one part that is
  `like`.
* `refers`: a value at `path` that begins with `after` goes on with the name of a part of one of the maps at `to`.
* `flows`: of the parts below `of`, each takes what is listed at `takes` and, where `while` is true, gives what is
  at `gives`. What one takes has to be given by one of them, be in `given`, be at one of `givers` (where the value
  that it leads to is true), or come from `elsewhere`; and nothing goes round for ever, unless what is `narrowed`
  may stop it.
* `defaults`: not a rule, but what a default is from a version on: see `Schema.root_for`.
* `needs`: a value at `paths` that is one of `values`, or `above` a number, needs the version at `of` to be at
  least `version`; with `since`, where it is at least that.
* `discouraged`: an environment that is as `when` says is told of it, at the last path there.
* `sources`: not a rule of specs alone, but of the code that they name: see `environments.function_sources`.
* `retained`: not a rule of specs, but of what is rendered from them: see `environments.retained`.
* `lifetimes`: a value at `paths` has `dates` ("deprecated", "no_create", "no_update"). After "no_update" it is an
  error; after "no_create" too where the environment is ephemeral, as it is made anew each time, else a warning;
  after "deprecated", and `warn_days` before, or `default_warn_days` where it is the schema's default, a warning.

The first three hold within each group of environments that have the same values at `within`: an account and a
region. `when` limits any rule to environments with certain values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generator.errors import SpecError, TfgenError
from generator.location import Location
from generator.naming import ValuePath, did_you_mean, format_path, join_names, quote, version_numbers
from generator.spec.annotation import ANNOTATION, SINGLE, VERBATIM
from generator.spec.schema import SCHEMA_PATH, Schema
from generator.spec.spec import Spec
from generator.spec.value_paths import parse_path
from generator.spec.wording import show

if TYPE_CHECKING:
    import datetime

_WARN_DAYS = 180


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not hold between environments.

    Attributes:
        severity: "error", "warning" or "note".
        error: What does not hold, and where.
        alone: Whether it is so of one environment, whatever the others are like: a render refuses such an error.
    """

    severity: str
    error: TfgenError
    alone: bool = False


def constraints(
    specs: Sequence[Spec], schema: Schema, today: datetime.date, others: Sequence[Spec] = ()
) -> list[Conflict]:
    """Return what does not hold between `specs`, errors first, then by place.

    Args:
        specs: The environments to hold against each other.
        schema: With the rules, under "x-tfgen" at its root.
        today: What `lifetimes` are held against.
        others: More environments, which are held against these and each other, and not looked at alone: their own
            schema is another.

    Raises:
        SpecError: A rule names a path that the schema does not have.
    """
    rules = rules_of(schema)
    specs = sorted(specs, key=lambda spec: spec.environment)
    found: list[Conflict] = []
    for kind, check in _TOGETHER.items():
        for rule in rules.get(kind, ()):
            for group in _groups(rule, sorted((*specs, *others), key=lambda spec: spec.environment)):
                found += [replace(problem, alone=len(group) == 1) for problem in check(rule, group)]
    for kind, holds in _ALONE.items():
        for rule in rules.get(kind, ()):
            found += [_alone(problem) for spec in _applicable(rule, specs) for problem in holds(rule, spec)]
    for rule in rules.get("discouraged", ()):
        found += [_discouragements(rule, spec) for spec in _applicable(rule, specs)]
    for rule in rules.get("lifetimes", ()):
        expired = _lifetimes(rule, _applicable(rule, specs), rules.get("ephemeral"), today)
        found += map(_alone, expired)
    return sorted(found, key=_rank)


def _alone(problem: Conflict) -> Conflict:
    return replace(problem, alone=True)


def notes(specs: Sequence[Spec]) -> list[Conflict]:
    """Return what the files of `specs` say and what changes nothing, each once."""
    found = dict.fromkeys(note for spec in specs for note in spec.notes)
    return [Conflict("note", SpecError(str(note), note.location)) for note in found]


def summary(spec: Spec, schema: Schema) -> dict[str, str | None]:
    """Return the region and the account of an environment, where its schema says which values those are."""
    rules = schema.raw.get(ANNOTATION, {})
    values = {name: _at(spec, rules[name]) if name in rules else None for name in ("region", "account")}
    return {name: None if value is None else str(value) for name, value in values.items()}


def tags(spec: Spec, schema: Schema) -> frozenset[str]:
    """Return what an environment is selected by: `key` and `key=value` of each tag, or each element of a list.

    Raises:
        SpecError: The schema does not say which knob holds the tags.
    """
    rules = rules_of(schema)
    if "tags" not in rules:
        message = f'the schema does not say which knob holds the tags: "{ANNOTATION}" has no "tags"'
        raise SpecError(message, Location(SCHEMA_PATH))
    value = _at(spec, rules["tags"])
    if isinstance(value, Mapping):
        return frozenset([*map(str, value), *(f"{key}={each}" for key, each in value.items())])
    return (
        frozenset(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else frozenset()
    )


def own_names(spec: Spec, schema: Schema) -> tuple[str, ...]:
    """Return what is an environment's own in its values: its name, and its suffix where the schema says which."""
    rules = schema.raw.get(ANNOTATION, {})
    suffix = _at(spec, rules["suffix"]) if "suffix" in rules else None
    return (spec.environment, suffix) if isinstance(suffix, str) and suffix else (spec.environment,)


def retention_rules(schema: Schema) -> Sequence[Mapping[str, str]]:
    """Return what of a rendered environment does not go in passing: `address`, `knob` and what it `holds`."""
    return tuple(rules_of(schema).get("retained", ()))


def values_at(spec: Spec, path: ValuePath) -> list[tuple[ValuePath, Any]]:
    """Return what stands at `path`, "*" standing for every key or item; nothing where there is nothing."""
    found: list[tuple[ValuePath, Any]] = [((), spec.values)]
    for step in path:
        found = [below for at, value in found for below in _steps(at, value, step)]
    return found


def _steps(at: ValuePath, value: Any, step: str | int) -> Iterator[tuple[ValuePath, Any]]:
    if isinstance(value, Mapping):
        for key in value if step == "*" else (step,):
            if key in value:
                yield (*at, key), value[key]
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if step in ("*", index):
                yield (*at, index), item


@lru_cache(maxsize=8)  # many specs are held to one schema, each alone; or to a few, of several revisions
def rules_of(schema: Schema) -> Mapping[str, Any]:
    """Return the schema's rules; refuse one about a path that the schema lacks: it would never find anything.

    Raises:
        SpecError: There is such a rule.
    """
    rules: Mapping[str, Any] = schema.raw.get(ANNOTATION, {})
    for kind, path in _paths_of(rules):
        try:
            known = any(True for _ in schema.root.below(parse_path(path)))
        except SpecError:
            known = False
        if not known:
            message = f"{ANNOTATION}.{kind}: there is no {quote(path)} in the schema"
            raise SpecError(message, Location(schema.path))
    return rules


def _paths_of(rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in SINGLE:
        if kind in rules:
            yield kind, rules[kind]
    yield from ((VERBATIM, path) for path in rules.get(VERBATIM, ()))
    for kind in (*_TOGETHER, *_ALONE, "defaults", "discouraged", "retained", "lifetimes", "sources"):
        for rule in rules.get(kind, ()):
            for word in ("paths", "sum", "within", "when", "to", "givers"):
                yield from ((kind, path) for path in rule.get(word, ()))
            for word in ("limit", "path", "of", "knob", "shared_by"):
                if isinstance(rule.get(word), str):
                    yield kind, rule[word]
            if kind == "distinct":
                yield from ((kind, path) for path in rule["of"])
                yield from ((kind, f"{path}.*.{each}") for path in rule["of"] for each in rule.get("by", ()))
            if kind == "flows":
                below = [
                    rule[word] for word in ("takes", "elsewhere", "narrowed", "gives", "while") if word in rule
                ]
                yield from ((kind, f"{rule['of']}.*.{each}") for each in below)
            if "unset" in rule:
                yield kind, rule["unset"]["by"]


def _applicable(rule: Mapping[str, Any], specs: Sequence[Spec]) -> list[Spec]:
    """Return the environments that are as the rule's `when` says; what it says of "*" is asked of each key."""
    when = {path: said for path, said in rule.get("when", {}).items() if "*" not in parse_path(path)}
    return [spec for spec in specs if all(_at(spec, path) == said for path, said in when.items())]


def _groups(rule: Mapping[str, Any], specs: Sequence[Spec]) -> list[list[Spec]]:
    """Return the environments that the rule is about, those together that have the same values at `within`."""
    groups: dict[str, list[Spec]] = {}
    for spec in _applicable(rule, specs):
        key = repr([_at(spec, path) for path in rule.get("within", ())])
        groups.setdefault(key, []).append(spec)
    return list(groups.values())


def _at(spec: Spec, path: str) -> Any:
    found = values_at(spec, parse_path(path))
    return found[0][1] if found else None


def _place(spec: Spec, path: ValuePath) -> Location:
    """Return where to mend the value at `path`: where it stands, or the environment's own spec."""
    return spec.origin(path).location or Location(spec.file)


def _problem(rule: Mapping[str, Any], message: str, place: Location) -> Conflict:
    return Conflict(rule.get("severity", "error"), SpecError(message, place, rule.get("message", "")))


def _names(specs: Sequence[Spec]) -> str:
    return join_names([spec.environment for spec in specs])


def _where(rule: Mapping[str, Any], spec: Spec) -> str:
    said = [f"{path} {show(_at(spec, path))}" for path in rule.get("within", ()) if _at(spec, path) is not None]
    return f" in {', '.join(said)}" if said else ""


def _unique(rule: Mapping[str, Any], group: list[Spec]) -> Iterator[Conflict]:
    taken: dict[str, list[Spec]] = {}
    for spec in group:
        values = [
            value for path in rule["paths"] for _, value in values_at(spec, parse_path(path)) or [((), None)]
        ]
        if None not in values:
            taken.setdefault(repr(values), []).append(spec)
    for same in taken.values():
        if len(same) > 1:
            last = same[-1]
            values = [f"{path} {show(_at(last, path))}" for path in rule["paths"]]
            message = f"{_names(same)} have the same {' and '.join(values)}{_where(rule, last)}"
            yield _problem(rule, message, _place(last, parse_path(rule["paths"][-1])))


def _budget(rule: Mapping[str, Any], group: list[Spec]) -> Iterator[Conflict]:
    limits = [(limit, spec) for spec in group if _is_number(limit := _at(spec, rule["limit"]))]
    if not limits:
        return
    limit, stating = min(limits, key=lambda each: each[0])
    shares = [(sum(value for _, value in parts), spec, parts) for spec in group if (parts := _addends(rule, spec))]
    total, leave = sum(share for share, _, _ in shares), rule.get("leave", 0)
    if total <= limit - leave:
        return
    shares.sort(key=lambda share: (-share[0], share[1].environment))
    _, largest, parts = shares[0]
    path = max(parts, key=lambda part: part[1])[0]
    named = join_names([f"{spec.environment} {share}" for share, spec, _ in shares])
    left = f", of which {leave} stay free" if leave else ""
    message = (
        f"{' and '.join(rule['sum'])} add up to {total}{_where(rule, largest)} ({named}): "
        f"{rule['limit']} of {stating.environment} is {limit}{left}"
    )
    yield _problem(rule, message, _place(largest, path))


def _addends(rule: Mapping[str, Any], spec: Spec) -> list[tuple[ValuePath, int | float]]:
    found = [each for path in rule["sum"] for each in values_at(spec, parse_path(path))]
    return [(path, value) for path, value in found if _is_number(value) and value > 0]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _single_owner(rule: Mapping[str, Any], group: list[Spec]) -> Iterator[Conflict]:
    if len(group) > 1:
        path, said = next(iter(rule["when"].items()))
        message = f"{_names(group)} all have {path} {show(said)}{_where(rule, group[-1])}: only one may"
        yield _problem(rule, message, _place(group[-1], parse_path(path)))


def _at_most(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    pattern, unset = parse_path(rule["path"]), rule.get("unset")
    for path, value in values_at(spec, pattern):
        keys = [key for key, step in zip(path, pattern, strict=True) if step == "*"]
        if not _is_number(value) or not all(
            _at_keys(spec, at, keys) == said for at, said in rule.get("when", {}).items()
        ):
            continue
        of, meant = _at_keys(spec, rule["of"], keys), ""
        if of is None and unset:
            by = _at(spec, unset["by"])
            of = unset["values"].get(by, unset["other"])
            meant = f", as it is not set with {unset['by']} {show(by)}"
        if not _is_number(of) or of < 0:
            continue
        shares = len(values_at(spec, parse_path(rule["shared_by"]))) if "shared_by" in rule else 1
        times = rule["times"] / shares if shares > 1 else rule["times"]
        most = math.floor(of * times) if unset or (of * times) % 1 == 0 else of * times
        if value > most:
            named = format_path(_with_keys(rule["of"], keys))
            shared = f"{show(times)} times"
            message = (
                f"{spec.environment}: {format_path(path)} is {show(value)}, "
                f"more than {shared} {named} {show(of)}{meant} = {show(most)}"
            )
            if unset:
                message += f"; it would have to be {math.ceil(value / times)}"
            yield _problem(rule, message, _place(spec, path))


def _with_keys(path: str, keys: Sequence[str | int]) -> ValuePath:
    """Return `path` with each "*" replaced by the key of that place, the last of them where there are fewer."""
    rest = iter(keys)
    return tuple(next(rest, step) if step == "*" else step for step in parse_path(path))


def _at_keys(spec: Spec, path: str, keys: Sequence[str | int]) -> Any:
    found = values_at(spec, _with_keys(path, keys))
    return found[0][1] if found else None


def _distinct(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    """Yield the parts of the maps at `of` that are the same as one before them."""
    taken: dict[str, ValuePath] = {}
    by = rule.get("by", ())
    for of in rule["of"]:
        for path, part in values_at(spec, (*parse_path(of), "*")):
            values = [part.get(each) for each in by] if by else [str(path[-1]).casefold()]
            same = [
                re.sub(rule["ignoring"], "", each) if "ignoring" in rule else each for each in map(str, values)
            ]
            other = taken.setdefault(repr(same), path)
            if other is not path:
                what = " ".join(show(value) for value in values) if by else f"the name {quote(str(path[-1]))}"
                message = f"{spec.environment}: {format_path(other)} and {format_path(path)} both have {what}"
                yield _problem(rule, message, _place(spec, (*path, *by[:1])))


def _siblings(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    """Yield the values that begin as another does, and go on with another part that is `like`."""
    taken: dict[tuple[str, ...], str] = {}
    for path, value in values_at(spec, parse_path(rule["path"])):
        parts = str(value).split(rule["separator"])
        for position, part in enumerate(parts):
            if re.search(rule["like"], part) and taken.setdefault(tuple(parts[:position]), part) != part:
                other = taken[tuple(parts[:position])]
                message = (
                    f"{spec.environment}: {format_path(path)} {show(value)} has {part} where another has {other}"
                )
                yield _problem(rule, message, _place(spec, path))
                break


def _refers(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    """Yield the values that name a part which is not there."""
    after = rule.get("after", "")
    names = [str(path[-1]) for to in rule["to"] for path, _ in values_at(spec, (*parse_path(to), "*"))]
    for path, value in values_at(spec, parse_path(rule["path"])):
        name = str(value).removeprefix(after)
        if value is not None and str(value).startswith(after) and name not in names:
            where = " and ".join(rule["to"])
            message = f"{spec.environment}: {format_path(path)} is {show(value)}, and {where} has no {quote(name)}"
            error = SpecError(message, _place(spec, path), did_you_mean(name, names))
            yield Conflict(rule.get("severity", "error"), error)


def _flows(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    """Yield who takes what nobody gives, and the circles of those who take what they give."""
    parts = _at(spec, rule["of"]) or {}

    def value(name: str, word: str) -> Any:
        return _at(spec, f"{rule['of']}.{name}.{rule[word]}") if word in rule else None

    gives = {name: value(name, "gives") for name in parts if value(name, "while")}
    sent = {*rule["given"], *gives.values()}
    for given, while_ in rule.get("givers", {}).items():
        pattern = parse_path(given)
        for path, kind in values_at(spec, pattern):
            keys = [key for key, step in zip(path, pattern, strict=True) if step == "*"]
            sent |= {kind} if kind is not None and _at_keys(spec, while_, keys) else set()
    next_of: dict[str, list[str]] = {}
    for name in sorted(parts):
        taken, path = value(name, "takes") or [], parse_path(f"{rule['of']}.{name}.{rule['takes']}")
        if not value(name, "elsewhere") and sent.isdisjoint(taken):
            message = f"{spec.environment}: {format_path(path)} is {show(taken)}, and nobody sends that"
            hint = f"what is sent is {join_names(sorted(sent))}; others send what {rule.get('elsewhere')} names"
            yield Conflict(rule.get("severity", "error"), SpecError(message, _place(spec, path), hint))
        # What is narrowed further may let nothing of it through: that can't be told.
        froms = [] if value(name, "narrowed") else [giver for giver, given in gives.items() if given in taken]
        for giver in froms:
            next_of.setdefault(giver, []).append(name)
    for name in sorted(gives):
        circle = _circle(name, next_of)
        if circle and name == min(circle):
            path = parse_path(f"{rule['of']}.{name}.{rule['gives']}")
            way = " to ".join([*circle, name])
            message = f"{spec.environment}: {format_path(path)} {show(gives[name])} goes round for ever: {way}"
            hint = f"give another {rule['gives']}, or take it from {rule['takes']}"
            yield Conflict(rule.get("severity", "error"), SpecError(message, _place(spec, path), hint))


def _circle(start: str, next_of: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the shortest way from `start` back to it, without the end; nothing where there is none."""
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop(0)
        for name in next_of.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _needs(rule: Mapping[str, Any], spec: Spec) -> Iterator[Conflict]:
    has, needed = _at(spec, rule["of"]), rule["version"]
    if not isinstance(has, str) or not version_numbers(rule.get("since", "")) <= version_numbers(
        has
    ) < version_numbers(needed):
        return
    named = [(type(value), value) for value in rule.get("values", ())]  # for true is no 1
    for path, value in [each for text in rule["paths"] for each in values_at(spec, parse_path(text))]:
        if (type(value), value) in named or (_is_number(value) and value > rule.get("above", math.inf)):
            message = f"{format_path(path)} {show(value)} needs {rule['of']} {needed}, and it is {has}"
            reason = {"message": rule.get("source", ""), **rule}
            yield _problem(reason, f"{spec.environment}: {message}", _place(spec, path))


def _discouragements(rule: Mapping[str, Any], spec: Spec) -> Conflict:
    path = list(rule["when"])[-1]
    return _problem(rule, f"{spec.environment}: {path} is {show(_at(spec, path))}", _place(spec, parse_path(path)))


def _lifetimes(
    rule: Mapping[str, Any], specs: Sequence[Spec], ephemeral: str | None, today: datetime.date
) -> Iterator[Conflict]:
    found: dict[tuple[str, str, Location], list[tuple[Spec, ValuePath]]] = {}
    for spec in specs:
        passing = bool(ephemeral and _at(spec, ephemeral))
        for path in rule["paths"]:
            for at, value in values_at(spec, parse_path(path)):
                dates = rule["dates"].get(value) if isinstance(value, str) else None
                days = rule.get("warn_days", _WARN_DAYS)
                if spec.origin(at).location is None:  # nobody chose it: a first render is to warn of nothing
                    days = rule.get("default_warn_days", days)
                said = _stage(dates, days, passing, today) if dates else None
                if said:
                    severity, message = said
                    # A default is mended in the schema, once for all environments that have it.
                    place = spec.origin(at).location or Location(SCHEMA_PATH)
                    key = (severity, f"{show(value)} {message}", place)
                    found.setdefault(key, []).append((spec, at))
    for (severity, message, place), users in found.items():
        names = dict.fromkeys(spec.environment for spec, _ in users)
        paths = list(dict.fromkeys(format_path(path) for _, path in users))
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        text = f"{join_names(names)}: {paths[0]}{more}: {message}"
        yield Conflict(severity, SpecError(text, place, rule.get("message") or rule.get("source", "")))


def _stage(
    dates: Mapping[str, str], warn_days: int, ephemeral: bool, today: datetime.date
) -> tuple[str, str] | None:
    """Return how far a lifetime is over, as severity and words; None while it is not. Dates are ISO 8601."""
    now = today.isoformat()
    soon = type(today).fromordinal(today.toordinal() + warn_days).isoformat()
    never = "9999-12-31"
    deprecated, no_create, no_update = (
        dates.get(name, never) for name in ("deprecated", "no_create", "no_update")
    )
    if now >= no_update:
        return "error", f"can't be deployed since {no_update}"
    if now >= no_create:
        until = "" if no_update == never else f", nor what is there changed from {no_update}"
        return "error" if ephemeral else "warning", f"can't be created since {no_create}{until}"
    if now >= deprecated:
        after = "" if no_create == never else f", and can't be created from {no_create}"
        return "warning", f"is deprecated since {deprecated}{after}"
    if soon >= deprecated:
        return "warning", f"will be deprecated on {deprecated}"
    return None


_TOGETHER = {"unique": _unique, "budgets": _budget, "single_owners": _single_owner}
_ALONE = {
    "at_most": _at_most,
    "distinct": _distinct,
    "siblings": _siblings,
    "refers": _refers,
    "flows": _flows,
    "needs": _needs,
}


def _rank(problem: Conflict) -> tuple[bool, str, int, int, str]:
    place = problem.error.location or Location("")
    return problem.severity != "error", place.path, place.line, place.column, problem.error.message
