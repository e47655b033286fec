"""Specs made from a schema: any choice of knobs, each with any value that it allows; and what they render to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from generator.environments import pipeline
from generator.environments.pipeline import Inputs, RenderedEnvironment
from generator.errors import SpecError, TfgenError
from generator.files.project import Files, FolderFiles, Project, locate
from generator.spec.json_schema import TABLES

ROOT = Path(__file__).parents[2]
PLAIN_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
KnobPath = tuple[str, ...]
ANOTHER_CONSUMER = (
    "consumers.audit.table=read_write",
    "consumers.audit.publish=true",
    "consumers.audit.publish_type=OrderAudited",
    "consumers.audit.listens.sources=[shop]",
    "consumers.audit.listens.detail={event_type: [order.created]}",
    "consumers.audit.function.source=event_storage",
    "consumers.audit.function.reserved_concurrency=7",
)
"""The settings that make a consumer more, audit, with code that is there."""

READING = (
    "functions.event_reading.table=read",
    'api.routes.get_event={path: "/events/{id}", target: function event_reading, throttle: {rate_limit_rps: 5}}',
    "api.routes.list_events={path: /events, target: function event_reading, required_parameters: [type]}",
)
"""The settings that turn on GET /events/{id} and GET /events?type=…."""

NOT_MADE_UP = {"source", "handler", "package", "expression", "statements", "revision"}
"""Knobs whose value has to fit the code that there is, or a language of their own."""
EVERYTHING = (
    "functions.report.source=event_reading",
    'functions.report.schedule.expression="cron(0 6 * * ? *)"',
    "functions.report.table=read_write",
    "functions.report.publish=true",
    "functions.report.publish_type=Reported",
    "functions.report.thresholds={errors: 3, throttles: 4}",
    "functions.report.statements.ReadBucket={actions: ['s3:GetObject'], resources: ['arn:PARTITION:s3:::reports/*']}",
    "functions.idle.source=event_reading",
    "functions.idle.schedule={expression: rate(1 day), enabled: false}",
    "consumers.ordered.listens.detail_types=[Reported]",
    "consumers.ordered.queue={fifo: true, delay_seconds: 5, encryption: customer_key}",
    "consumers.ordered.thresholds={dead_letters: 4, oldest_message_seconds: 100, duration_percent: 50}",
    "consumers.ordered.function={source: event_storage, runtime: python3.13}",
    "consumers.ordered.statements.Send={actions: ['ses:SendEmail'],"
    " resources: ['arn:PARTITION:ses:REGION:ACCOUNT:identity/example.com']}",
)
"""Settings of a scheduled function and a consumer with all that one may say."""


class WithSpec:
    """The project's files, with one spec more."""

    def __init__(self, files: Files, text: str) -> None:
        self.files, self.text = files, text

    def read(self, path: str, maximum_bytes: int = 1 << 20) -> bytes:
        return self.text.encode() if path == "environments/any.yaml" else self.files.read(path, maximum_bytes)

    def names(self, folder: str) -> list[str]:
        return [*self.files.names(folder), *(["any.yaml"] if folder == "environments" else [])]

    def walk(self, folder: str) -> list[str]:
        return self.files.walk(folder)


@cache
def shared() -> Inputs:
    """Return the project's inputs, whose schema and compiled templates all specs here share."""
    return Inputs(locate(ROOT))


def maker() -> SpecMaker:
    """Return the maker of specs of the bundled stack."""
    return SpecMaker(shared().schema.raw)


def render(spec: Mapping[str, Any]) -> RenderedEnvironment:
    """Render a spec on top of what all environments share."""
    # JSON is YAML, with no text that could be taken for a number.
    text = json.dumps({"extends": "base", "environment_suffix": "any", **spec}, ensure_ascii=False, indent=1)
    inputs = Inputs(Project(ROOT, ROOT / "nothing-is-rendered-here", WithSpec(FolderFiles(ROOT), text)))
    inputs.schema, inputs.templates = shared().schema, shared().templates
    return pipeline.render(inputs, "any")


def render_if_valid(spec: Mapping[str, Any]) -> RenderedEnvironment | None:
    """Render a spec, or return None if it is invalid; a template that fails is a failure."""
    try:
        return render(spec)
    except TfgenError as error:
        problems = getattr(error, "problems", (error,))
        assert all(isinstance(problem, SpecError) for problem in problems), str(error)
        return None


def render_some(
    specs: st.SearchStrategy[dict[str, Any]], count: int, seed: int
) -> list[tuple[dict[str, Any], RenderedEnvironment]]:
    """Return `count` valid specs and what they render to: the same ones for the same seed."""
    found: list[tuple[dict[str, Any], RenderedEnvironment]] = []
    failed: list[tuple[dict[str, Any], AssertionError]] = []
    seen: set[int] = set()

    @hypothesis.seed(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 1 << 64), specs)
    def collect(number: int, spec: dict[str, Any]) -> None:
        # Most of what hypothesis makes is the last spec with one thing changed, and has the same number.
        assume(number not in seen)
        seen.add(number)
        try:
            rendered = render_if_valid(spec)
        except AssertionError as error:  # not for hypothesis, which would try it again and see it as not fresh
            failed.append((spec, error))
            return
        assume(rendered is not None)
        assert rendered is not None
        found.append((spec, rendered))

    collect()
    for spec, error in failed:
        raise AssertionError(f"{json.dumps(spec)}: {error}") from error
    return found


class SpecMaker:
    """Makes strategies for what a schema allows. Conditions between knobs are left to the caller to filter."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def specs(
        self, most: int = 12, keep: Callable[[KnobPath], bool] = lambda _: True, every_choice: bool = False
    ) -> st.SearchStrategy[dict[str, Any]]:
        """Return specs, each knob in them set to a value that it alone may have.

        Args:
            most: How many knobs a spec sets at most.
            keep: Which knobs may be set.
            every_choice: Whether every other one of the knobs that are a choice is set besides.
        """
        knobs = [
            (path, shape)
            for path, shape in self.leaves(self.schema, ())
            if "x-tfgen-engine" not in shape and path[-1] not in NOT_MADE_UP and keep(path)
        ]
        some = st.lists(st.sampled_from(knobs), max_size=most, unique_by=lambda leaf: leaf[0])
        choices = [leaf for leaf in knobs if every_choice and is_choice(leaf[1])]

        @st.composite
        def spec(draw: st.DrawFn) -> dict[str, Any]:
            chosen = draw(some) + [leaf for leaf in choices if draw(st.booleans())]
            made: dict[str, Any] = {}
            for path, shape in chosen:
                inner = made
                for key in path[:-1]:
                    inner = inner.setdefault(key, {})
                inner[path[-1]] = escaped(draw(self.value(shape)))
            return made

        return spec()

    def leaves(
        self, shape: Mapping[str, Any], path: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        """Yield every knob with its schema, `$ref` and `allOf` taken in."""
        merged = self.merged(shape)
        if "properties" in merged:
            for key, inner in merged["properties"].items():
                yield from self.leaves(inner, (*path, key))
        elif path:
            yield path, merged

    def merged(self, shape: Mapping[str, Any]) -> dict[str, Any]:
        """Return a subschema with what it refers to."""
        result: dict[str, Any] = {}
        if "$ref" in shape:
            result |= self.merged(self.schema["$defs"][shape["$ref"].rsplit("/", 1)[1]])
        for part in shape.get("allOf", []):
            of_part = {key: value for key, value in self.merged(part).items() if key not in {"if", "then", "else"}}
            result = _laid(result, of_part)
        return _laid(result, {key: value for key, value in shape.items() if key not in {"$ref", "allOf"}})

    def value(self, shape: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """Return the values that a knob may have, one schema keyword after the other."""
        if "const" in shape:
            return st.just(shape["const"])
        if "enum" in shape:
            return st.sampled_from(shape["enum"])
        kinds = shape.get("type", "string")
        return st.one_of([self.of_kind(kind, shape) for kind in ([kinds] if isinstance(kinds, str) else kinds)])

    def of_kind(self, kind: str, shape: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """Return the values of one type."""
        if kind in {"null", "boolean"}:
            return st.none() if kind == "null" else st.booleans()
        if kind == "integer":
            step = shape.get("multipleOf", 1)
            low, high = -(-shape["minimum"] // step), shape["maximum"] // step
            return st.sampled_from([low * step, high * step]) | st.integers(low, high).map(lambda n: n * step)
        if kind == "number":
            low, high = shape["minimum"], shape["maximum"]
            return (
                st.sampled_from([low, high]) | st.integers(int(low), int(high)) | st.floats(low, high).map(_short)
            )
        if kind == "array":
            return self.array(self.merged(shape["items"]), shape)
        return self.text(shape) if kind == "string" else self.object(shape)

    def text(self, shape: Mapping[str, Any]) -> st.SearchStrategy[str]:
        """Return the strings that fit the pattern and the lengths."""
        if "x-tfgen-table" in shape:
            return st.sampled_from(sorted(TABLES[shape["x-tfgen-table"]]()))
        low, high = shape.get("minLength", 0), shape.get("maxLength", 60)
        made = st.from_regex(re.compile(shape["pattern"], re.ASCII)) if "pattern" in shape else PLAIN_TEXT
        made = made.map(lambda text: text.removesuffix("\n"))
        if "not" in shape and "pattern" in shape["not"]:
            made = made.filter(lambda text: not re.search(shape["not"]["pattern"], text))
        return made.filter(lambda text: low <= len(text) <= high and text.isprintable())

    def array(self, items: Mapping[str, Any], shape: Mapping[str, Any]) -> st.SearchStrategy[list[Any]]:
        """Return lists."""
        most = min(shape.get("maxItems", 3), max(3, shape.get("minItems", 0)))
        return st.lists(self.value(items), min_size=shape.get("minItems", 0), max_size=most, unique_by=repr)

    def object(self, shape: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        """Return free maps, and closed ones with some of their properties."""
        if "properties" in shape:
            properties = {key: self.value(self.merged(below)) for key, below in shape["properties"].items()}
            required = {key: properties.pop(key) for key in shape.get("required", ())}
            return st.fixed_dictionaries(required, optional=properties)
        names = self.text({**shape.get("propertyNames", {}), "type": "string"})
        free = self.merged(shape["additionalProperties"])
        most = min(shape.get("maxProperties", 3), 3)
        return st.dictionaries(names, self.value(free), min_size=shape.get("minProperties", 0), max_size=most)


def _laid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return what two schemas say of one value, property by property."""
    if "properties" not in under or "properties" not in over:
        return {**under, **over}
    properties = {**under["properties"]}
    for key, shape in over["properties"].items():
        properties[key] = {**properties.get(key, {}), **shape}
    return {**under, **over, "properties": properties}


def is_choice(shape: Mapping[str, Any]) -> bool:
    """Tell whether a knob decides between a few things, null being one."""
    kinds = shape.get("type", "string")
    return "enum" in shape or kinds == "boolean" or "null" in kinds


def escaped(value: Any) -> Any:
    """Write a value as a spec has to: braces in strings doubled."""
    if isinstance(value, str):
        return value.replace("{", "{{").replace("}", "}}")
    if isinstance(value, list):
        return [escaped(item) for item in value]
    if isinstance(value, dict):
        return {key: escaped(item) for key, item in value.items()}
    return value


def _short(number: float) -> float:
    return float(f"{number:.3f}")
