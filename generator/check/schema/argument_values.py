"""Whether the arguments of a module have values that their provider takes, as far as they are known.

What the provider was asked for is in `generator.providers.value_demands`. A newer version than the one that was
asked may take more: of a word it is only told where the words are known to be those of AWS's API, of a number
or a length only that it is too small, and not that something is missing that another argument may stand for.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from generator import bounds
from generator.aws.runtimes import needed_version
from generator.check.facts.memo import memoize
from generator.check.schema.body import may_be_given
from generator.check.schema.module_checker import provider_versions_of
from generator.check.schema.provider_versions import (
    AS_REQUIRED,
    ProviderChoice,
    ProviderVersion,
    ProviderVersions,
)
from generator.check.schema.violation import SchemaViolation, nearest
from generator.hcl import BlockView, Module, Resource, Unknown, Value
from generator.hcl.evaluation.functions.regular_expressions import has_match
from generator.naming import version_numbers
from generator.providers.value_demands import ANY_CASE, ASKED, ArgumentGroup, Demand, values

_MOST_WORDS = 12
"""So many words are listed in a hint. A bound of ours."""

_SHOWN = 40
"""So many characters of a value are shown. A bound of ours."""

_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}"
_ACCOUNT = r"aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10}"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_ARN = re.compile(rf"arn:aws(?:-[a-z]+)*:[^:]+:(?:{_REGION})?:(?:{_ACCOUNT})?:.+", re.DOTALL)
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_CIDR = re.compile(rf"{_IPV4}/(?:3[0-2]|[12]?\d)|[0-9a-fA-F.]*:[0-9a-fA-F:.]*/(?:12[0-8]|1[01]\d|\d?\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")


_DURATION = re.compile(r"[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")


_OPENING = {"]": "[", "}": "{", ")": "("}
_NOWHERE = frozenset('[]{}()~",= ')
"""Characters that may be nowhere in a text where they may not be inside of it."""


class _ValueProblem(NamedTuple):
    """What is wrong with a value; `hint` is the way out."""

    message: str
    hint: str = ""


@memoize
def value_violations(module: Module, choice: ProviderChoice = AS_REQUIRED) -> tuple[SchemaViolation, ...]:
    """Return the values in a module that its providers do not take, and what of them does not go together.

    Args:
        module: The module.
        choice: What is set about providers.
    """
    providers = provider_versions_of(module, choice)
    found: list[SchemaViolation] = []
    for resource in module.resources():
        meant = providers.of(resource.provider.partition(".")[0])
        if meant and values(meant[0].release.source, resource.type):
            found += _Checker(module, resource, meant, providers).check()
    return tuple(dict.fromkeys(found))


class _Checker:
    """Holds the values of one resource against what is known of its type."""

    def __init__(
        self, module: Module, resource: Resource, meant: tuple[ProviderVersion, ...], providers: ProviderVersions
    ) -> None:
        self._module, self._resource, self._meant, self._label = module, resource, meant, providers.label
        self._newest_suffices = providers.newest_suffices
        source = meant[0].release.source
        known = values(source, resource.type)
        assert known is not None
        self._values, self._asked = known, ASKED[source]
        self._inside = {path[:at] for path in known.demands for at, sign in enumerate(path) if sign == "."}

    def check(self) -> Iterator[SchemaViolation]:
        """Yield what is wrong with the resource."""
        for view in self._resource.instances[: bounds.BLOCK_INSTANCES.limit]:
            yield from self._block(view, "")
            for group in self._values.groups:
                yield from self._group(view, group)

    def _block(self, view: BlockView, prefix: str) -> Iterator[SchemaViolation]:
        for name in view.body.attributes:
            path = f"{prefix}{name}"
            for alternatives in self._values.demands.get(path, ()):
                yield from self._value(name, view[name], partial(self._wrong, view, alternatives, view[name]))
            if path in self._inside:
                yield from self._objects(view, name, path)
        for block_type in view.block_types:
            path = f"{prefix}{block_type}"
            if path in self._inside:
                for block in view.blocks(block_type):
                    yield from self._block(block, f"{path}.")

    def _value(
        self, name: str, place: Value, judge: Callable[[ProviderVersion], _ValueProblem | None]
    ) -> Iterator[SchemaViolation]:
        for wrong in self._by_version(judge):
            yield self._at(place, wrong._replace(message=f"{name} {wrong.message}"))

    def _objects(self, view: BlockView, name: str, path: str) -> Iterator[SchemaViolation]:
        """Yield what is wrong in the objects that an argument holds, which stand for blocks."""
        value = view[name]
        for each in value.value if isinstance(value.value, list | tuple) else ():
            for part, inner in each.items() if isinstance(each, dict) else ():
                for alternatives in self._values.demands.get(f"{path}.{part}", ()):
                    judge = partial(self._refusal, alternatives, inner, value.sensitive)
                    yield from self._value(part, value, judge)

    def _wrong(
        self, view: BlockView, alternatives: Sequence[Demand], value: Value, meant: ProviderVersion
    ) -> _ValueProblem | None:
        """Return why a version of the provider does not take a value, None where it does or that is not known."""
        elements = value.value if isinstance(value.value, list | tuple) else [value.value]
        if alternatives[0].form == "items":
            return _too_few(elements, alternatives[0].parts) if value.known else None
        for each in elements:
            if each == "" and value.expression is not None and may_be_given(view, value.expression):
                continue  # a default that whoever calls the module replaces
            wrong = self._refusal(alternatives, each, value.sensitive, meant)
            if wrong:
                return None if self._stands_in(value) else wrong
        return None

    def _stands_in(self, value: Value) -> bool:
        """Return whether a value is what is left where nobody gave a variable: coalesce(var.name, "*")."""
        if value.expression is None:
            return False
        addresses: set[str] = set()
        for reference in self._module.references(value.expression):
            addresses |= {reference.address, *self._module.dependencies(reference.address)}
        names = (address.removeprefix("var.") for address in addresses if address.startswith("var."))
        return any(self._module.variable(name) in (None, "") for name in names if name in self._module.variables)

    def _refusal(
        self, alternatives: Sequence[Demand], value: object, sensitive: bool, meant: ProviderVersion
    ) -> _ValueProblem | None:
        """Return why a version of the provider takes one value in none of several ways."""
        if isinstance(value, bool | Unknown) or not isinstance(value, str | int | float):
            return None
        wrong = [
            None if one.empty and value == "" else self._check_demand(one, value, meant) for one in alternatives
        ]
        if not all(wrong):
            return None
        return _ValueProblem("is sensitive, and not what the provider takes") if sensitive else wrong[0]

    def _check_demand(self, demand: Demand, value: str | float, meant: ProviderVersion) -> _ValueProblem | None:
        asked, parts, wrong = meant.release.version == self._asked, demand.parts, None
        match demand.form:
            case "one_of":
                wrong = self._of_words(demand, str(value), meant, asked)
            case form if form == ANY_CASE:
                known = {word.lower(): word for word in (*demand.parts, *(demand.newer or ()))}
                wrong = self._of_words(demand, known.get(str(value).lower(), str(value)), meant, asked)
            case "range":
                wrong = _out_of_bounds(value, parts, asked)
            case "length":
                wrong = _wrong_length(str(value), parts, asked)
            case "pattern" if asked and has_match(parts[0], str(value)) is False:
                wrong = _ValueProblem(f"is {self._quote(value)}, which does not match {parts[0]}")
            case "characters":
                wrong = self._check_forbidden(str(value), parts) if asked else None
            case "multiple" if isinstance(value, int) and value % int(parts[0]):
                wrong = _ValueProblem(f"is {value}, which is no multiple of {parts[0]}")
            case form if form in FORMS and not FORMS[form][1](str(value)):
                wrong = _ValueProblem(f"is {self._quote(value)}, which is no {FORMS[form][0]}")
        return wrong

    def _of_words(self, demand: Demand, value: str, meant: ProviderVersion, asked: bool) -> _ValueProblem | None:
        newer = demand.newer or ()
        if value in demand.parts or (demand.newer is None and not asked):
            return None
        if value in newer:
            needed = needed_version(value)
            new_enough = not needed or version_numbers(meant.version) >= version_numbers(needed)
            if (not asked and new_enough) or (asked and len(self._meant) > 1 and self._newest_suffices):
                return None
            what = f"needs hashicorp/aws {needed}" if needed else f"is newer than hashicorp/aws {self._asked}"
            return _ValueProblem(f"can't be {self._quote(value)}, which {what}")
        words = [word for word in (*demand.parts, *(() if asked else newer)) if word]
        by_lower = {word.lower(): word for word in words}
        longer = next((word for word in words if word.startswith(f"{value}.")), "")
        near = longer or by_lower.get(nearest(value.lower(), by_lower), "")
        if words and all(word.isdecimal() for word in (value, *words)):
            near = min(words, key=lambda word: abs(int(word) - int(value)))
        listed = ", ".join(words[:_MOST_WORDS]) + (", …" if len(words) > _MOST_WORDS else "")
        message = f"can't be {self._quote(value)}"
        return _ValueProblem(message + (f', the nearest is "{near}"' if near else ""), f"one of {listed}")

    def _check_forbidden(self, value: str, parts: Sequence[str]) -> _ValueProblem | None:
        inside, first, last = parts
        bad = [value[at] for at, signs in ((0, first), (-1, last)) if value and value[at] in signs]
        bad += [sign for sign in value[1:-1] if sign in inside]
        bad += [sign for sign in value if _OPENING.get(sign, sign) in inside and sign in _NOWHERE]
        sign = next(iter(bad), "")
        return _ValueProblem(f'is {self._quote(value)}, and may not have "{sign}" there') if sign else None

    def _group(self, view: BlockView, group: ArgumentGroup) -> Iterator[SchemaViolation]:
        is_set = {path: _is_set(view, path.split(".")) for path in group.paths}
        present = [path for path in group.paths if is_set[path]]
        absent = [path for path in group.paths if is_set[path] is False]
        wrong, place = None, present[0] if present else ""
        if group.kind in ("conflict", "one") and len(present) > 1:
            wrong = _ValueProblem(f"{_list_names(present)} exclude each other", "keep one of them")
        elif group.kind == "with" and group.paths[0] in present and len(absent) > 0:
            wrong = _ValueProblem(f"{group.paths[0]} is of use only with {_list_names(absent)}")
            place = group.paths[0]
        if wrong:
            attribute = view.body.attributes.get(place)
            yield self._at(view[place] if attribute else view, wrong)
        elif group.kind in ("one", "some") and len(absent) == len(group.paths):
            missing = _ValueProblem(f"one of {_list_names(absent)} must be set")
            asked = lambda meant: missing if meant.release.version == self._asked else None  # noqa: E731
            for each in self._by_version(asked):
                yield self._at(view, each)

    def _by_version(self, judge: Callable[[ProviderVersion], _ValueProblem | None]) -> Iterator[_ValueProblem]:
        """Yield what each of the versions that are meant says; with its name, where it alone does."""
        said = [judge(meant) for meant in self._meant]
        if all(said) and len({each.message for each in said if each}) == 1:
            yield from said[:1]  # type: ignore[misc]
            return
        for number, wrong in enumerate(said):
            if wrong:
                alone = f", with {self._label(number)}" if len(self._meant) > 1 else ""
                yield wrong._replace(message=wrong.message + alone)

    def _at(self, place: Value | BlockView, wrong: _ValueProblem) -> SchemaViolation:
        address = self._resource.address
        return SchemaViolation("value", wrong.message, place.location, place.end, wrong.hint, address)

    def _quote(self, value: object) -> str:
        """Return a value for a message: what stands in the configuration, and nothing of files that it reads."""
        text = str(value)
        shown = text if len(text) <= _SHOWN else text[:_SHOWN]
        if not any(shown in source.text for source in self._module.sources.values()):
            return "this"
        return self._module.quote_index(shown) + ("…" if shown != text else "")


def _is_set(view: BlockView, path: list[str]) -> bool | None:
    """Return whether a block has an argument or a block, None where that is not known."""
    name, *rest = path
    if name in view.body.attributes:
        value = view[name]
        return None if rest or isinstance(value.value, Unknown) else not value.absent
    blocks = view.blocks(name)
    if not all(block.certain for block in blocks) or (rest and len(blocks) > 1):
        return None
    if rest:  # without the block that it is in, nothing is to be said of an argument
        return _is_set(blocks[0], rest) if blocks else None
    return bool(blocks)


def _out_of_bounds(value: str | float, bounds: Iterable[str], asked: bool) -> _ValueProblem | None:
    try:
        number = float(value)
    except ValueError:
        return None
    least, most = (float(bound) if bound else None for bound in bounds)
    if least is not None and number < least:
        return _ValueProblem(f"is {_short(number)}, the least is {_short(least)}", _between(least, most))
    if most is not None and number > most and asked:
        return _ValueProblem(f"is {_short(number)}, the most is {_short(most)}", _between(least, most))
    return None


def _wrong_length(value: str, bounds: Iterable[str], asked: bool) -> _ValueProblem | None:
    least, most = (int(bound) if bound else None for bound in bounds)
    if least is not None and len(value) < least:
        return _ValueProblem(f"has {len(value)} characters, the least is {least}", _between(least, most))
    if most is not None and len(value) > most and asked:
        return _ValueProblem(f"has {len(value)} characters, the most is {most}", _between(least, most))
    return None


def _too_few(elements: Sequence[Any], parts: Sequence[str]) -> _ValueProblem | None:
    if len(elements) >= int(parts[0]):
        return None
    return _ValueProblem(f"has {len(elements)} element{'s' * (len(elements) != 1)}, the least is {parts[0]}")


def _between(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return ""
    return f"{_short(least)} to {_short(most)}"


def _short(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _list_names(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except ValueError:  # which is of Unicode, too
        return False
    return True


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


FORMS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "any_arn": ("ARN", re.compile(r"arn(?::[^:]*){4}:.*", re.DOTALL).fullmatch),
    "arn": ("ARN", _ARN.fullmatch),
    "duration": ("duration such as 30s or 1h30m", _DURATION.fullmatch),
    "region": ("region", re.compile(_REGION).fullmatch),
    "account": ("account ID of twelve digits", re.compile(r"\d{12}").fullmatch),
    "cidr": ("CIDR block", _CIDR.fullmatch),
    "date": ("date such as 2026-01-31T00:00:00Z", _DATE.fullmatch),
    "ipv4": ("IPv4 address", re.compile(_IPV4).fullmatch),
    "json": ("JSON", _is_json),
    "base64": ("base64 text", _is_base64),
    "bool": ("bool", re.compile(r"1|t|T|TRUE|true|True|0|f|F|FALSE|false|False|").fullmatch),
    "ip": ("IP address", re.compile(rf"{_IPV4}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*").fullmatch),
    "url": ("URL with a host", re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/].*", re.DOTALL).fullmatch),
    "uuid": ("UUID", re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch),
    "whole": ("whole number", re.compile(r"[-+]?\d+").fullmatch),
    "json_object": ("JSON object", lambda text: _is_json(text) and text.lstrip().startswith("{")),
    "no_space": ("text without spaces", re.compile(r"\S*").fullmatch),
}
"""By form, what it is called, and what tells whether a text is one."""
