"""What a template can call and what its output goes through: filters, functions and the tracing of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from jinja2 import Undefined
from jinja2.runtime import Macro
from markupsafe import Markup

from generator.errors import TemplateError
from generator.naming import ValuePath
from generator.render import literals, sourcemap
from generator.render.tracing import Recorder, TracedStr, paths_of, traced, view


class Code(str):
    """Text that is HCL already: it is printed as it stands, and joining it with other text is refused."""

    __slots__ = ()

    def __html__(self) -> Code:
        return self


_CODE = (Code, Markup)
"""What is HCL already; Markup is what Jinja makes of a macro's text."""


@dataclass(frozen=True, slots=True)
class FolderRequest:
    """A template's wish that a folder of the project stand in the rendered one.

    Attributes:
        folder: The folder, relative to the project's root.
        archive: The path of the zip archive to make of it; empty for a plain copy under its own path.
        root: The folder inside the archive that the files are put in.
    """

    folder: str
    archive: str = ""
    root: str = ""


class KnobView:
    """What a template sees of one knob: what its schema says, and its value."""

    __slots__ = ("knob", "path", "value")
    paths = ()

    def __init__(self, knob: object, value: Any, path: ValuePath) -> None:
        self.knob, self.value, self.path = knob, value, path


@dataclass(slots=True)
class Rendering:
    """One run of the templates over one spec: what has been read and asked for so far.

    Attributes:
        values: The spec's values.
        describe: What the schema says of the knob at a path.
        constants: The strings that stand in the templates.
        recorder: Which values are read.
        requests: The folders that are asked for, in order.
        tested: What the condition that was tested last has read.
        asked: The names that the template which runs has looked up.
        described: Whether it has asked what the schema says.
    """

    values: Mapping[str, Any]
    describe: Callable[[ValuePath], object]
    constants: frozenset[str] = frozenset()
    recorder: Recorder = field(default_factory=Recorder)
    requests: dict[FolderRequest, None] = field(default_factory=dict)
    tested: tuple[ValuePath, ...] = ()
    asked: set[str] = field(default_factory=set)
    described: bool = False


class Callbacks:
    """The functions and filters of the templates, over the rendering that runs now.

    Jinja keeps the macros of an imported template with the functions that they call, so these outlive a
    rendering; `rendering` is replaced for each. One rendering runs at a time.
    """

    def __init__(self) -> None:
        self.rendering = Rendering({}, lambda path: path)

    # What an instrumented template calls.

    def mark(self) -> int:
        """Return where the reads of values stand before an expression is evaluated."""
        return len(self.rendering.recorder.reads)

    def print(self, mark: int, value: Any, line: int, template: str) -> Code:
        """Return the HCL of `value`, marked with the values that went into it."""
        recorder = self.rendering.recorder
        text = self.finalize(value)
        paths = (*recorder.since(mark), *paths_of(value))
        if sourcemap.OPEN in text:
            text = f"{sourcemap.call_marker(template, line)}{text}{sourcemap.CALL_END}"
        return Code(sourcemap.values_marker(recorder.number(paths)) + text if paths else text)

    def keep(self, mark: int, value: Any) -> Any:
        """Return `value`, which is printed later, such that it carries the values that it was made of."""
        carried = paths_of(value)
        recorder = self.rendering.recorder
        if not carried and len(recorder.reads) == mark:
            return value
        kept = traced(value, tuple(dict.fromkeys((*recorder.reads[mark:], *carried))))
        if kept is not value:
            del recorder.reads[mark:]
        return kept

    def loop(self, mark: int, value: Any) -> Any:
        """Return what a loop goes through; its items carry their paths themselves."""
        self.rendering.recorder.since(mark)
        return value

    def test(self, mark: int, value: Any, first: bool) -> bool:
        """Return whether a condition holds, and keep what it read for `condition`."""
        holds = bool(value)
        read = (*self.rendering.recorder.since(mark), *paths_of(value))
        self.rendering.tested = read if first else (*self.rendering.tested, *read)
        return holds

    def condition(self) -> Code:
        """Return the marker that opens what the condition just tested lets through."""
        return Code(sourcemap.condition_marker(self.rendering.recorder.number(self.rendering.tested)))

    def join(self, *operands: Any) -> Any:
        """Return what `~` makes of its operands, or `+` if that is the first one of them."""
        if any(hasattr(operand, "__html__") for operand in operands):
            raise TemplateError(
                "HCL code can't be joined with other text",
                hint="write it out in the template, or set a block",
            )
        plus = len(operands) == 3 and operands[0] == "+"  # noqa: PLR2004 (the operator and two operands)
        paths = tuple(dict.fromkeys(path for operand in operands for path in paths_of(operand)))
        if plus:
            return traced(operands[1] + operands[2], paths)
        return traced("".join(_plain(operand) for operand in operands), paths)

    def finalize(self, value: Any) -> str:
        """Return the HCL that `{{ value }}` prints."""
        if isinstance(value, _CODE):
            return value
        self._examine(value)
        if isinstance(value, KnobView | Macro) or callable(value):
            raise TemplateError(f"a {type(value).__name__} can't be printed", hint="print one of its attributes")
        if not isinstance(value, str | Mapping | list | tuple) and isinstance(value, Iterable):
            value = value if hasattr(value, "__len__") else list(value)
        try:
            return Code(literals.literal(value))
        except (TypeError, ValueError) as error:
            raise TemplateError(str(error)) from None

    def _examine(self, value: Any) -> None:
        """Refuse an undefined value, and remember which value of the spec an error would be about."""
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        for path in paths_of(value):
            self.rendering.recorder.last = path

    # What a template's author calls.

    def ref(self, root: str, *parts: str) -> Code:
        """Return a reference such as `var.authorizer_timeout_seconds`: the root, a dot, the parts with `_`."""
        for name in (root, *parts):
            self.identifier(name)
        return Code(f"{root}.{'_'.join(parts)}" if parts else root)

    def knob(self, *parts: str) -> KnobView:
        """Return the knob at a path, given as one dotted string or as its parts."""
        rendering = self.rendering
        rendering.described = True
        path: ValuePath = tuple(parts[0].split(".")) if len(parts) == 1 else tuple(map(str, parts))
        value: Any = rendering.values
        for position, key in enumerate(path):
            try:
                value = value[key]
            except (LookupError, TypeError):
                missing = ".".join(map(str, path[: position + 1]))
                raise TemplateError(f"the spec has no value at {missing}") from None
        return KnobView(rendering.describe(path), value, path)

    def folder(self, path: str) -> str:
        """Ask that the project's folder `path` be copied, and return its path in the rendered folder."""
        self.rendering.requests[FolderRequest(str(path))] = None
        return path

    def package(self, path: str, root: str = "") -> str:
        """Ask for a zip archive of the project's folder `path`, and return its path in the rendered folder."""
        target = f"packages/{path.rsplit('/', 1)[-1]}.zip"
        self.rendering.requests[FolderRequest(str(path), target, root)] = None
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
        self.rendering.recorder.reads += paths_of(value)
        try:
            return Code(literals.part(_plain(value)))
        except ValueError as error:
            raise TemplateError(str(error)) from None

    def identifier(self, value: Any) -> Code:
        """Return `value` as a bare HCL identifier."""
        self._examine(value)
        if not isinstance(value, str) or not literals.is_identifier(value):
            raise TemplateError(f"{value!r} can't be a name in HCL", hint="letters, digits, _ and - only")
        self.rendering.recorder.reads += paths_of(value)
        return Code(value)

    def hcl(self, value: Any) -> Code:
        """Return an expression that stands in a template's own text, as code."""
        if isinstance(value, _CODE):
            return Code(value)
        self._examine(value)
        if not isinstance(value, str) or isinstance(value, TracedStr) or value not in self.rendering.constants:
            raise TemplateError(
                f"{value!r} is not written in a template, so it can't become code",
                hint="only a template's own string constants can",
            )
        return Code(value)

    # What Jinja calls.

    def attribute(self, owner: Any, name: Any) -> Any:
        """Return what `owner.name` or `owner[name]` is in a template, or `Undefined` if it is nothing.

        Strings have no attributes: their methods could join code with text behind our back.
        """
        if isinstance(owner, KnobView):
            return self._knob_attribute(owner, name)
        return getattr(owner, name)

    def _knob_attribute(self, view_: KnobView, name: str) -> Any:
        if name != "value":
            return getattr(view_.knob, name)
        value = view(view_.value, view_.path, self.rendering.recorder)
        if value is view_.value:
            self.rendering.recorder.note(view_.path)
        return value


def _plain(value: Any) -> str:
    """Return the text of a scalar as HCL's own conversion to a string writes it."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return literals.literal(value)
    raise TemplateError(f"a {type(value).__name__} can't be a part of a string")


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if hasattr(value, "__html__"):
        raise TemplateError("HCL code can't be changed as text")
    return _plain(value)


TEXT_FILTERS: dict[str, Callable[..., str]] = {
    "join": lambda items, separator="": separator.join(_text(item) for item in items),
    "lower": lambda value: _text(value).lower(),
    "replace": lambda value, old, new: _text(value).replace(old, new),
    "trim": lambda value: _text(value).strip(),
    "upper": lambda value: _text(value).upper(),
}
"""Filters on text, Jinja's own but for this: they refuse code, which text could be slipped into."""
