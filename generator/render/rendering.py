"""One run of one template over one spec: what the template can call, and what it prints.

What is printed is not written yet: a mark stands for it, and `placement` gives it the form that its place demands
when the text around it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from jinja2 import Undefined
from jinja2.runtime import Macro
from markupsafe import Markup

from generator.errors import TemplateError
from generator.location import Location
from generator.naming import ValuePath
from generator.render import literals, sourcemap
from generator.render.archives import FolderRequest
from generator.render.tracing import Recorder, TracedStr, paths_of, trace_value, view


class Code(str):
    """Text that is HCL already: it is printed as it stands, and joining it with other text is refused."""

    __slots__ = ()

    def __html__(self) -> Code:
        return self


_CODE = (Code, Markup)
"""What is HCL already; Markup is what Jinja makes of a macro's text."""


class Print(NamedTuple):
    """A value that a template printed.

    Attributes:
        value: The value.
        paths: The paths of the spec's values that it was made of.
        location: The line that printed it.
    """

    value: Any
    paths: tuple[ValuePath, ...]
    location: Location


_location = lru_cache(maxsize=4_096)(Location)  # the same lines print in every environment


class KnobView:
    """What a template sees of one knob: what its schema says, and its value."""

    __slots__ = ("knob", "path", "value")
    paths = ()

    def __init__(self, knob: object, value: Any, path: ValuePath) -> None:
        self.knob, self.value, self.path = knob, value, path


class Rendering:
    """One run of one template; every template that it imports runs in it anew.

    Attributes:
        recorder: Which values are read.
        prints: What was printed, as the marks count.
        requests: The folders that are asked for, in order.
    """

    def __init__(
        self, values: Mapping[str, Any], describe: Callable[[ValuePath], object], constants: frozenset[str]
    ) -> None:
        """Begin.

        Args:
            values: The spec's values.
            describe: What the schema says of the knob at a path.
            constants: The strings that stand in the templates.
        """
        self.recorder = Recorder()
        self.prints: list[Print] = []
        self.requests: dict[FolderRequest, None] = {}
        self._values, self._describe, self._constants = values, describe, constants
        self._tested: tuple[ValuePath, ...] = ()

    # What an instrumented template calls. A mark is where the reads of values stood before an expression.

    def print(self, mark: int, value: Any, line: int, template: str) -> str:
        """Return what stands for `value` in the text, or the text itself of what is HCL already."""
        recorder = self.recorder
        if isinstance(value, _CODE):
            text = str.__str__(value)
            if sourcemap.OPEN in text:
                text = f"{sourcemap.call_marker(template, line)}{text}{sourcemap.CALL_END}"
            if len(recorder.reads) == mark:
                return text
            return sourcemap.values_marker(recorder.number(recorder.since(mark))) + text
        self._examine(value)
        if not isinstance(value, str | int | float):
            if isinstance(value, KnobView | Macro) or callable(value):
                raise TemplateError(
                    f"a {type(value).__name__} can't be printed", hint="print one of its attributes"
                )
            if not isinstance(value, Mapping | list | tuple) and isinstance(value, Iterable):
                value = value if hasattr(value, "__len__") else list(value)
        paths = recorder.since(mark, paths_of(value))
        self.prints.append(Print(value, paths, _location(template, line)))
        return sourcemap.print_marker(len(self.prints) - 1)

    def keep(self, mark: int, value: Any) -> Any:
        """Return `value`, which is printed later, such that it carries the values that it was made of."""
        carried = paths_of(value)
        recorder = self.recorder
        if len(recorder.reads) == mark:
            return value
        kept = trace_value(value, tuple(dict.fromkeys((*recorder.reads[mark:], *carried))))
        if kept is not value:
            del recorder.reads[mark:]
        return kept

    def loop(self, mark: int, value: Any) -> Any:
        """Return what a loop goes through; its items carry their paths themselves."""
        self.recorder.since(mark)
        return value

    def test(self, mark: int, value: Any, first: bool) -> bool:
        """Return whether a condition holds, and keep what it read for `condition`."""
        holds = bool(value)
        read = self.recorder.since(mark) + paths_of(value)
        self._tested = read if first else self._tested + read
        return holds

    def condition(self, _: int) -> str:
        """Return the marker that opens what the condition just tested lets through."""
        tested = self._tested
        return sourcemap.condition_marker(self.recorder.number(tuple(dict.fromkeys(tested)) if tested else ()))

    def join(self, _: int, *operands: Any) -> Any:
        """Return what `~` makes of its operands."""
        self._refuse_code(operands)
        return trace_value("".join(plain(operand) for operand in operands), _paths_of_all(operands))

    def add(self, _: int, left: Any, right: Any) -> Any:
        """Return what `+` makes of its operands."""
        self._refuse_code((left, right))
        return trace_value(left + right, _paths_of_all((left, right)))

    def modulo(self, _: int, left: Any, right: Any) -> Any:
        """Return what `%` makes of numbers; of text it makes nothing, since text could be slipped into it."""
        if isinstance(left, str):
            raise TemplateError("% does not format text", hint="join with ~")
        return trace_value(left % right, _paths_of_all((left, right)))

    # What a template's author calls.

    def ref(self, root: str, *parts: str) -> Code:
        """Return a reference such as `var.authorizer_timeout_seconds`: the root, a dot, the parts with `_`."""
        for name in (root, *parts):
            self.identifier(name)
        return Code(f"{root}.{'_'.join(parts)}" if parts else root)

    def knob(self, *parts: str) -> KnobView:
        """Return the knob at a path, given as one dotted string or as its parts."""
        path: ValuePath = tuple(parts[0].split(".")) if len(parts) == 1 else tuple(map(str, parts))
        value: Any = self._values
        for position, key in enumerate(path):
            try:
                value = value[key]
            except (LookupError, TypeError):
                missing = ".".join(map(str, path[: position + 1]))
                raise TemplateError(f"the spec has no value at {missing}") from None
        return KnobView(self._describe(path), value, path)

    def folder(self, path: str) -> str:
        """Ask that the project's folder `path` be copied, and return its path in the rendered folder."""
        self.requests[FolderRequest(str(path))] = None
        return path

    def package(self, path: str, root: str = "") -> str:
        """Ask for a zip archive of the project's folder `path`, and return its path in the rendered folder."""
        target = f"packages/{path.rsplit('/', 1)[-1]}.zip"
        self.requests[FolderRequest(str(path), target, root)] = None
        return target

    def fail(self, message: str) -> NoReturn:
        """Stop the rendering because the template can't do what the spec asks."""
        raise TemplateError(str(message))

    # Filters.

    def part(self, value: Any) -> Code:
        """Return `value` for a place inside a quoted string."""
        self._examine(value)
        if isinstance(value, _CODE):
            raise TemplateError("HCL code can't be a part of a string", hint='write "${…}" around it')
        self.recorder.reads += paths_of(value)
        try:
            return Code(literals.part(plain(value)))
        except ValueError as error:
            raise TemplateError(str(error)) from None

    def identifier(self, value: Any) -> Code:
        """Return `value` as a bare HCL identifier."""
        self._examine(value)
        if not isinstance(value, str) or not literals.is_identifier(value):
            raise TemplateError(f"{_show(value)} can't be a name in HCL", hint="letters, digits, _ and - only")
        self.recorder.reads += paths_of(value)
        return Code(value)

    def hcl(self, value: Any) -> Code:
        """Return an expression that stands in a template's own text, as code."""
        if isinstance(value, _CODE):
            return Code(value)
        self._examine(value)
        if not isinstance(value, str) or isinstance(value, TracedStr) or value not in self._constants:
            raise TemplateError(
                f"{_show(value)} is not written in a template, so it can't become code",
                hint="only a template's own string constants can",
            )
        return Code(value)

    def knob_value(self, knob: KnobView) -> Any:
        """Return the value of a knob, which is read now."""
        return view(knob.value, knob.path, self.recorder)

    def _examine(self, value: Any) -> None:
        """Refuse an undefined value, and remember which value of the spec an error would be about."""
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        paths = paths_of(value)
        if paths:
            self.recorder.last = paths[-1]

    def _refuse_code(self, operands: Iterable[Any]) -> None:
        if any(hasattr(operand, "__html__") for operand in operands):
            raise TemplateError(
                "HCL code can't be joined with other text",
                hint="write it out in the template, or set a block",
            )


def plain(value: Any) -> str:
    """Return the text of a scalar as HCL's own conversion to a string writes it.

    Raises:
        TemplateError: It is no scalar, or null.
    """
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return literals.literal(value)
    raise TemplateError(f"{kind_of(value)} can't be a part of a string")


def kind_of(value: Any) -> str:
    """Return what a message calls the kind of `value`."""
    if value is None:
        return "null"
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if isinstance(value, Mapping):
        return "a map"
    return "a list" if isinstance(value, Iterable) and not isinstance(value, str) else f"a {type(value).__name__}"


def _show(value: Any) -> str:
    return kind_of(value) if isinstance(value, _CODE) or not isinstance(value, str | int | float) else repr(value)


def _paths_of_all(values: Iterable[Any]) -> tuple[ValuePath, ...]:
    return tuple(dict.fromkeys(path for value in values for path in paths_of(value)))


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if hasattr(value, "__html__"):
        raise TemplateError("HCL code can't be changed as text")
    return plain(value)


def _join_items(items: Iterable[Any], separator: Any = "") -> str:
    parts = list(items)
    joined: str = trace_value(_text(separator).join(map(_text, parts)), _paths_of_all((separator, *parts)))
    return joined


def _changing(change: Callable[[str], str]) -> Callable[[Any], str]:
    def changed(value: Any) -> str:
        text: str = trace_value(change(_text(value)), paths_of(value))
        return text

    return changed


def _replace(value: Any, old: Any, new: Any) -> str:
    text: str = trace_value(_text(value).replace(_text(old), _text(new)), _paths_of_all((value, new)))
    return text


def _prefixes(texts: Iterable[Any], separator: Any) -> list[list[Any]]:
    """Return the parts of each text, and before them those of all that it lies below, each once: a, then a/b."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for text in texts:
        parts = [part for part in _text(text).split(_text(separator)) if part]
        for end in range(1, len(parts) + 1):
            key = tuple(parts[:end])
            found.setdefault(key, [trace_value(part, paths_of(text)) for part in key])
    return [found[key] for key in sorted(found)]


def _is_version(value: Any, oldest: str) -> bool:
    """Return whether a version, MAJOR.MINOR.PATCH, is `oldest` or newer."""
    numbers = [[int(part) for part in text.split(".")] for text in (_text(value), _text(oldest))]
    return numbers[0] >= numbers[1]


TEXT_FILTERS: dict[str, Callable[..., Any]] = {
    "is_version": _is_version,
    "join": _join_items,
    "lower": _changing(str.lower),
    "prefixes": _prefixes,
    "replace": _replace,
    "trim": _changing(str.strip),
    "upper": _changing(str.upper),
}
"""Filters on text, Jinja's own but for this: they refuse code, which text could be slipped into."""
