"""The templates of a project, compiled, and what they make of a spec."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path as FilePath
from types import CodeType, MethodType
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro

from generator.errors import TemplateError, TfgenError
from generator.files.project import Files
from generator.hcl.formatting.format import Formatter
from generator.location import Location
from generator.naming import ValuePath, format_path, quote
from generator.render import codecache, instrument, sourcemap
from generator.render.callbacks import TEXT_FILTERS, Callbacks, FolderRequest, Rendering
from generator.render.reuse import Kept, MacroCalls, Prints
from generator.render.tracing import Recorder, SpecList, SpecMap, traced, view

TEMPLATES = "templates"
SUFFIX = ".j2"
FILTERS = (
    "dictsort",
    "first",
    "int",
    "items",
    "last",
    "length",
    "list",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "round",
    "select",
    "selectattr",
    "sort",
    "sum",
    "unique",
)
"""Jinja's own filters that a template can use: those that can't turn text into code."""


@dataclass(frozen=True)
class RenderedFile:
    """One file as a template wrote it.

    Attributes:
        path: Its path in the rendered folder.
        text: Its content, formatted.
        marked: The text before formatting, without the header, with its markers.
        taken: The sets of spec paths that the markers count into.
    """

    path: str
    text: str
    marked: str
    taken: Sequence[tuple[ValuePath, ...]]
    header: LineHeader

    def below(self, header: LineHeader) -> RenderedFile:
        """Return the same file below another header."""
        return replace(self, text=header.text + self.text[len(self.header.text) :], header=header)

    @cached_property
    def source_map(self) -> tuple[sourcemap.LineSource, ...]:
        """Where each line of `text` comes from; formatting moves no line."""
        return (*self.header.sources, *sourcemap.read(self.marked, self.taken))


@dataclass(frozen=True, slots=True)
class LineHeader:
    """The lines that open a rendered file, which no template wrote."""

    text: str
    sources: tuple[sourcemap.LineSource, ...]


@dataclass(frozen=True, slots=True)
class RenderedTemplates:
    """What the templates made of one spec.

    Attributes:
        files: The files, by path.
        requests: The folders that the templates asked for, in the order of asking.
    """

    files: Mapping[str, RenderedFile]
    requests: tuple[FolderRequest, ...]


class Templates:
    """The templates of a project. One rendering runs at a time; processes have their own."""

    def __init__(self, files: Files, cache: FilePath | None = None) -> None:
        """Read and compile all templates.

        Args:
            files: The project's files.
            cache: The folder in which compiled templates are kept, if any.

        Raises:
            TemplateError: There is no template, or one can't be compiled.
        """
        self.callbacks = Callbacks()
        self._environment = _environment(self.callbacks)
        names = [name for name in files.names(TEMPLATES) if name.endswith(SUFFIX)]
        if not names:
            raise TemplateError("there are no templates", Location(TEMPLATES), hint="they end in .tf.j2")
        self._sources = {name: _decode(files.read(f"{TEMPLATES}/{name}"), name) for name in names}
        self._compiled = self._compile(cache)
        self.constants = frozenset(text for _, texts in self._compiled.values() for text in texts)
        self._environment.loader = _Compiled(self._compiled)
        self._formatter = Formatter()
        self._recorder = Recorder()  # one for all, so that markers in what is used again stay true
        self._kept: dict[str, Kept[RenderedFile]] = {}

    @property
    def names(self) -> list[str]:
        """The names of the templates that emit a file, sorted."""
        return [name for name in self._sources if not name.startswith("_")]

    def render(
        self,
        environment: str,
        spec_file: str,
        values: Mapping[str, Any],
        describe: Callable[[ValuePath], object],
        origin: Callable[[ValuePath], object] = lambda _: "",
        *,
        only: Collection[str] | None = None,
    ) -> RenderedTemplates:
        """Return what the templates make of a spec.

        Args:
            environment: The environment's name.
            spec_file: The spec's path, for the header of each file.
            values: The spec's values.
            describe: What the schema says of the knob at a path.
            origin: Where the value at a path comes from, for errors.
            only: The templates to render, by name; None for all.

        Raises:
            TemplateError: A template can't be used with these values.
        """
        rendering = Rendering(values, describe, self.constants, self._recorder)
        self.callbacks.rendering = rendering
        context = {
            name: traced(view(value, (name,), rendering.recorder), ((name,),)) for name, value in values.items()
        }
        context["environment"] = traced(environment, (("environment",),))
        files = {}
        prints = Prints({**values, "environment": environment})
        for name in self.names:
            if only is not None and name not in only:
                continue
            kept = self._kept.get(name)
            if kept is None or not kept.fits(prints):
                kept = self._render_one(name, spec_file, context, prints, origin)
            rendering.requests.update(kept.requests)
            if kept.file:
                files[kept.file.path] = kept.file.below(_header(f"{TEMPLATES}/{name}", spec_file))
        return RenderedTemplates(files, tuple(rendering.requests))

    def _render_one(
        self,
        name: str,
        spec_file: str,
        context: dict[str, Any],
        prints: Prints,
        origin: Callable[[ValuePath], object],
    ) -> Kept[RenderedFile]:
        """Return what a template makes, and keep it for the next spec that has the same in store for it."""
        rendering = self.callbacks.rendering
        before, rendering.requests = rendering.requests, {}
        rendering.asked.clear()
        rendering.described = False
        marked = self._run(name, context, rendering, origin)
        file = self._file(name, spec_file, marked, rendering.recorder)
        kept = Kept(file, rendering.requests, {asked: prints[asked] for asked in rendering.asked & context.keys()})
        rendering.requests = before
        if not rendering.described:  # what the schema says of a knob stands in no print
            self._kept[name] = kept
        return kept

    def _run(
        self, name: str, context: dict[str, Any], rendering: Rendering, origin: Callable[[ValuePath], object]
    ) -> str:
        template = self._environment.get_template(name)
        recorder = rendering.recorder
        recorder.reads.clear()
        recorder.last = ()
        try:
            return "".join(template.root_render_func(template.new_context(context)))
        except Exception as error:
            raise _template_error(error, recorder, origin) from error

    def _file(self, name: str, spec_file: str, marked: str, recorder: Recorder) -> RenderedFile | None:
        text = sourcemap.strip(marked)
        if not text.strip():
            return None
        lead = len(text) - len(text.lstrip("\n"))
        marked, text = _without_leading_lines(marked, lead), text[lead:]
        template = f"{TEMPLATES}/{name}"
        path = name.removesuffix(SUFFIX)
        header = _header(template, spec_file)
        try:
            formatted = self._formatter.format(text.rstrip("\n") + "\n", path)
        except TfgenError as error:
            raise _not_hcl(error, sourcemap.read(marked, recorder.taken), Location(template)) from None
        return RenderedFile(path, header.text + formatted, marked, recorder.taken, header)

    def _compile(self, cache: FilePath | None) -> codecache.Compiled:
        parts = [jinja2.__version__, *_own_sources()]
        for name, source in self._sources.items():
            parts += (name, source)
        key = codecache.key(*parts)
        kept = codecache.load(cache, key) if cache else None
        if kept is None:
            kept = {name: self._compile_one(name, source) for name, source in self._sources.items()}
            if cache:
                codecache.save(cache, key, kept)
        return kept

    def _compile_one(self, name: str, source: str) -> tuple[CodeType, tuple[str, ...]]:
        template = f"{TEMPLATES}/{name}"
        if sourcemap.OPEN in source or sourcemap.CLOSE in source:
            raise TemplateError("holds a control character", Location(template))
        try:
            tree = self._environment.parse(source, name, template)
            constants = instrument.constants(tree)
            code = self._environment.compile(instrument.instrument(tree, template), name, template)
        except jinja2.TemplateSyntaxError as error:
            place = Location(f"{TEMPLATES}/{error.name}" if error.name else template, error.lineno)
            raise TemplateError(error.message or "is not a template", place) from None
        return code, tuple(sorted(constants))


_SCOPES = frozenset(("_loop_vars", "_block_vars"))
"""What Jinja hands to every call for functions that take the context; a macro takes none."""


class _Context(Context):
    """Jinja's context, with a note of which names a template looks up."""

    environment: _Environment

    def resolve_or_missing(self, key: str) -> Any:
        self.environment.callbacks.rendering.asked.add(key)
        return super().resolve_or_missing(key)

    def call(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call what a template calls."""
        if type(function) is MethodType and function.__self__ is self.environment.callbacks:
            # One of tfgen's own functions takes no context, so there is nothing that Jinja would do.
            return function(*arguments, **{name: named[name] for name in named.keys() - _SCOPES})
        imported = type(function) is Macro and function._func.__code__.co_filename != f"{TEMPLATES}/{self.name}"
        if imported and named.keys() <= _SCOPES:
            return self.environment.macro_calls.result(function, arguments, partial(super().call, **named))
        return super().call(function, *arguments, **named)


class _Environment(jinja2.Environment):
    """Jinja's environment with what a template can reach made small: the spec, and no method of a string."""

    code_generator_class = instrument.DirectCalls
    context_class = _Context
    callbacks: Callbacks
    macro_calls: MacroCalls

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            if type(obj) is SpecMap:
                if obj.has(argument):
                    return obj[argument]
                return self.undefined(hint=f"the spec has no {format_path((*obj.path, argument))}")
            if isinstance(obj, Mapping | SpecList | list | tuple):
                return obj[argument]
            if not isinstance(obj, str | jinja2.Undefined) and isinstance(argument, str) and argument[:1] != "_":
                return self.callbacks.attribute(obj, argument)
        except (LookupError, TypeError, AttributeError):
            pass
        return self.undefined(obj=obj, name=argument)


class _Compiled(jinja2.BaseLoader):
    """Gives Jinja the templates that are compiled already."""

    def __init__(self, compiled: codecache.Compiled) -> None:
        self._compiled = compiled

    def load(self, environment: jinja2.Environment, name: str, globals: Any = None) -> jinja2.Template:
        if name not in self._compiled:
            raise jinja2.TemplateNotFound(name)
        return environment.template_class.from_code(
            environment, self._compiled[name][0], environment.make_globals(globals)
        )


def _environment(callbacks: Callbacks) -> _Environment:
    environment = _Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=callbacks.finalize,
        auto_reload=False,
        cache_size=-1,
    )
    environment.callbacks, environment.macro_calls = callbacks, MacroCalls(callbacks)
    own = {"part": callbacks.part, "identifier": callbacks.identifier, "hcl": callbacks.hcl}
    builtin = {name: environment.filters[name] for name in FILTERS}
    environment.filters = {**builtin, **TEXT_FILTERS, **own}
    kept = {name: environment.globals[name] for name in ("range", "namespace", "dict")}
    environment.globals = {
        **kept,
        **{name: getattr(callbacks, name) for name in ("ref", "knob", "folder", "package", "fail")},
    }
    for name in instrument.NAMES:
        setattr(environment, instrument.PREFIX + name, getattr(callbacks, name))
    return environment


def _header(template: str, spec_file: str) -> LineHeader:
    text = (
        f"# Generated by tfgen from {spec_file} and {template}.\n"
        "# Do not edit: change the spec or the template, and render again.\n\n"
    )
    return LineHeader(text, (sourcemap.LineSource(Location(template)),) * text.count("\n"))


def _without_leading_lines(marked: str, count: int) -> str:
    """Return `marked` without its first `count` line breaks; the markers before them stay."""
    for _ in range(count):
        before, _, after = marked.partition("\n")
        marked = before + after
    return marked


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TemplateError("is not UTF-8 text", Location(f"{TEMPLATES}/{name}", line)) from None


def _template_error(
    error: Exception, recorder: Recorder, origin: Callable[[ValuePath], object]
) -> TemplateError | TfgenError:
    """Return `error` with the template's line, and with the value of the spec that was read last."""
    if isinstance(error, TfgenError) and error.location:
        return error
    place = None
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            place = Location(template.filename, template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    message = error.message if isinstance(error, TfgenError | jinja2.TemplateError) else None
    if isinstance(error, jinja2.TemplateNotFound):
        message = f"there is no template {quote(str(error.name))}"
    hints = [error.hint] if isinstance(error, TfgenError) and error.hint else []
    if recorder.last:
        source = str(origin(recorder.last))
        hints.append(f"last read: {format_path(recorder.last)}{' from ' if source else ''}{source}")
    text = message or f"{type(error).__name__}: {error}"
    return TemplateError(text, place, hint="; ".join(hints))


def _not_hcl(error: TfgenError, sources: Sequence[sourcemap.LineSource], template: Location) -> TemplateError:
    """Return `error`, which the formatter found in what a template wrote, with the template's line."""
    line = error.location.line if error.location else 1
    source = sources[line - 1] if line <= len(sources) else sourcemap.LineSource(template)
    values = ", ".join(format_path(path) for path in source.values)
    return TemplateError(
        f"what it writes is not HCL: {error.message}", source.template, hint=f"with {values}" if values else ""
    )


def _own_sources() -> list[str]:
    """Return what decides how templates are compiled, to tell one tfgen's code from another's."""
    files = (__file__, instrument.__file__, sourcemap.__file__)
    return [FilePath(file).read_text(encoding="utf-8") for file in files]
