"""The templates of a project, compiled, and what they make of a spec."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from types import CodeType
from typing import Any

import jinja2

from generator.errors import TemplateError, TfgenError, raise_all
from generator.files.project import Files
from generator.location import Location
from generator.naming import ValuePath, format_path, quote
from generator.render import codecache, hcl_text, instrument, placement, sourcemap
from generator.render.archives import FolderRequest
from generator.render.rendering import TEXT_FILTERS, KnobView, Print, Rendering
from generator.render.tracing import SpecList, SpecMap, item, trace_value

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
        header: The lines that open it, which no template wrote.
        written: The rest as it was before formatting.
    """

    path: str
    text: str
    header: LineHeader
    written: TemplateText

    @cached_property
    def source_map(self) -> tuple[sourcemap.LineSource, ...]:
        """Where each line of `text` comes from; one that the formatter made of several has the values of all."""
        written = self.written.sources
        origins = hcl_text.line_origins(self.written.placed.text, self.path)
        nexts = (*origins[1:], len(written) + 1)
        pairs = ((min(line, len(written)) - 1, after - 1) for line, after in zip(origins, nexts, strict=True))
        return (*self.header.sources, *(sourcemap.joined(written[at : max(after, at + 1)]) for at, after in pairs))


@dataclass(frozen=True)
class TemplateText:
    """What a template wrote.

    Attributes:
        placed: The text, each printed value in the form of its place.
        lead: How many empty lines of the template stand before it.
        marked: The text with its markers, and with marks where values were printed.
        prints: The values that were printed, as the marks count.
        taken: The sets of spec paths that the markers count into.
    """

    placed: placement.ContextualText
    lead: int
    marked: str
    prints: Sequence[Print]
    taken: Sequence[tuple[ValuePath, ...]]

    @cached_property
    def sources(self) -> tuple[sourcemap.LineSource, ...]:
        """Where each line of the text comes from."""
        return sourcemap.read(self.marked, self.placed.forms, self.prints, self.taken)[self.lead :]


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


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is rendered; see `Templates.render`."""

    environment: str
    spec_file: str
    values: Mapping[str, Any]
    describe: Callable[[ValuePath], object]
    origin: Callable[[ValuePath], object]


class Templates:
    """The templates of a project."""

    def __init__(self, files: Files, cache: FilePath | None = None) -> None:
        """Read and compile all templates.

        Args:
            files: The project's files.
            cache: The folder in which compiled templates are kept, if any.

        Raises:
            TemplateError: There is no template, or one can't be compiled.
        """
        names = [name for name in files.names(TEMPLATES) if name.endswith(SUFFIX)]
        if not names:
            raise TemplateError("there are no templates", Location(TEMPLATES), hint="they end in .tf.j2")
        sources = {name: _decode(files.read(f"{TEMPLATES}/{name}"), name) for name in names}
        compiled = _compile(sources, cache)
        self._loader = _TemplateLoader(compiled)
        self._constants = frozenset(text for _, texts in compiled.values() for text in texts)
        self.names = [name for name in names if not name.startswith("_")]
        """The names of the templates that emit a file, sorted."""

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
            TfgenError: Templates can't be used with these values; what is wrong with each of them.
        """
        files, requests, problems = {}, dict[FolderRequest, None](), list[TfgenError]()
        subject = _Subject(environment, spec_file, values, describe, origin)
        for name in self.names if only is None else [name for name in self.names if name in only]:
            rendering = Rendering(values, describe, self._constants)
            try:
                file = self._render(name, subject, rendering)
            except TfgenError as error:
                problems += getattr(error, "problems", (error,))
                continue
            requests.update(rendering.requests)
            if file:
                files[file.path] = file
        raise_all(problems)
        return RenderedTemplates(files, tuple(requests))

    def _render(self, name: str, subject: _Subject, rendering: Rendering) -> RenderedFile | None:
        """Return the file that a template makes, if it makes one; nothing of the run outlives it."""
        recorder = rendering.recorder
        context = {key: item(value, (key,), recorder) for key, value in subject.values.items()}
        context["environment"] = trace_value(subject.environment, (("environment",),))
        try:
            template = _environment(rendering, self._loader).get_template(name)
            marked = "".join(template.root_render_func(template.new_context(context)))
        except Exception as error:
            raise _template_error(error, recorder.last, subject.origin) from error
        plain = sourcemap.strip(marked)
        if not plain.strip():
            return None
        text = plain.lstrip("\n")
        path, header = name.removesuffix(SUFFIX), _header(f"{TEMPLATES}/{name}", subject.spec_file)
        laid_out = hcl_text.lay_out_text(text.rstrip("\n") + "\n", rendering.prints, path)
        raise_all(_placement_error(problem, subject.origin) for problem in laid_out.placed.problems)
        written = TemplateText(laid_out.placed, len(plain) - len(text), marked, rendering.prints, recorder.taken)
        raise_all(_not_hcl(error, written.sources, subject.origin) for error in laid_out.errors)
        return RenderedFile(path, header.text + laid_out.text, header, written)


def _compile(sources: Mapping[str, str], cache: FilePath | None) -> codecache.Compiled:
    key = codecache.key(jinja2.__version__, *_own_sources(), *(part for pair in sources.items() for part in pair))
    kept = codecache.load(cache, key) if cache else None
    if kept is None:
        environment = _environment(Rendering({}, lambda path: path, frozenset()))
        kept = {name: _compile_one(environment, name, source) for name, source in sources.items()}
        if cache:
            codecache.save(cache, key, kept)
    return kept


def _compile_one(environment: jinja2.Environment, name: str, source: str) -> tuple[CodeType, tuple[str, ...]]:
    template = f"{TEMPLATES}/{name}"
    if sourcemap.OPEN in source or sourcemap.CLOSE in source:
        raise TemplateError("holds a control character", Location(template))
    try:
        tree = environment.parse(source, name, template)
        constants = instrument.constants(tree)
        code = environment.compile(instrument.instrument(tree, template), name, template)
    except jinja2.TemplateSyntaxError as error:
        place = Location(f"{TEMPLATES}/{error.name}" if error.name else template, error.lineno)
        raise TemplateError(error.message or "is not a template", place) from None
    return code, tuple(sorted(constants))


class _Environment(jinja2.Environment):
    """Jinja's environment with what a template can reach made small: the spec, and no method of a string."""

    code_generator_class = instrument.InstrumentedCode
    rendering: Rendering
    reads: list[ValuePath]

    @property
    def tfgen_mark(self) -> int:
        """How many values the rendering has read so far; see `instrument.MARK`."""
        return len(self.reads)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            kind = type(obj)
            if kind is KnobView:
                return getattr(obj.knob, argument) if argument != "value" else self.rendering.knob_value(obj)
            if kind is SpecMap:
                if obj.has(argument):
                    return obj[argument]
                return self.undefined(hint=f"the spec has no {format_path((*obj.path, argument))}")
            if isinstance(obj, Mapping | SpecList | list | tuple):
                return obj[argument]
            # Strings have no attributes: their methods could join code with text behind our back.
            if not isinstance(obj, str | jinja2.Undefined) and isinstance(argument, str) and argument[:1] != "_":
                return getattr(obj, argument)
        except (LookupError, TypeError, AttributeError):
            pass
        if isinstance(obj, jinja2.Undefined):
            str(obj)  # which says what is not defined
        return self.undefined(obj=obj, name=argument)

    getattr = getitem  # type: ignore[assignment]  # the same, without a call in between


class _TemplateLoader(jinja2.BaseLoader):
    """Gives Jinja the templates that are compiled already."""

    def __init__(self, compiled: codecache.Compiled) -> None:
        self._compiled = compiled

    def load(self, environment: jinja2.Environment, name: str, globals: Any = None) -> jinja2.Template:
        if name not in self._compiled:
            raise jinja2.TemplateNotFound(name)
        return environment.template_class.from_code(
            environment, self._compiled[name][0], environment.make_globals(globals)
        )


def _environment(rendering: Rendering, loader: jinja2.BaseLoader | None = None) -> _Environment:
    """Return the environment of one rendering: what a template imports is made for it, and kept by nobody."""
    environment = _Environment(
        loader=loader,
        **instrument.WHITESPACE,
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        auto_reload=False,
        cache_size=0,
    )
    environment.rendering, environment.reads = rendering, rendering.recorder.reads
    environment.filters = {name: environment.filters[name] for name in FILTERS} | TEXT_FILTERS
    for name in ("part", "identifier", "hcl"):
        environment.filters[name] = getattr(rendering, name)
    for name in instrument.FILTERS:
        environment.filters[instrument.PREFIX + name] = getattr(rendering, name)
    environment.globals = {name: environment.globals[name] for name in ("range", "namespace", "dict")}
    for name in ("ref", "knob", "folder", "package", "fail"):
        environment.globals[name] = getattr(rendering, name)
    return environment


def _header(template: str, spec_file: str) -> LineHeader:
    text = (
        f"# Generated by tfgen from {spec_file} and {template}.\n"
        "# Do not edit: change the spec or the template, and render again.\n\n"
    )
    return LineHeader(text, (sourcemap.LineSource(Location(template)),) * text.count("\n"))


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TemplateError("is not UTF-8 text", Location(f"{TEMPLATES}/{name}", line)) from None


def _template_error(error: Exception, last: ValuePath, origin: Callable[[ValuePath], object]) -> TfgenError:
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
    if last:
        source = str(origin(last))
        hints.append(f"last read: {format_path(last)}{' from ' if source else ''}{source}")
    return TemplateError(message or f"{type(error).__name__}: {error}", place, hint="; ".join(hints))


def _placement_error(problem: placement.MisplacedValue, origin: Callable[[ValuePath], object]) -> TemplateError:
    printed = problem.printed
    return TemplateError(problem.message, printed.location, _hint(printed.paths, origin, problem.hint))


def _not_hcl(
    error: TfgenError, sources: Sequence[sourcemap.LineSource], origin: Callable[[ValuePath], object]
) -> TemplateError:
    """Return `error`, which is about a line of what a template wrote, with the template's line."""
    line = error.location.line if error.location else 1
    source = sources[min(line, len(sources)) - 1]
    message = f"what it writes is not HCL: {error.message}"
    return TemplateError(message, source.template, _hint(source.values, origin, error.hint))


def _hint(paths: Sequence[ValuePath], origin: Callable[[ValuePath], object], hint: str = "") -> str:
    """Return a hint that names the values that an error is about, and where they come from."""
    named = []
    for path in paths:
        source = str(origin(path))
        named.append(f"{format_path(path)}{' from ' if source else ''}{source}")
    return "; ".join([*([hint] if hint else []), *([f"with {', '.join(named)}"] if named else [])])


def _own_sources() -> list[str]:
    """Return what decides how templates are compiled, to tell one tfgen's code from another's."""
    files = (__file__, instrument.__file__, sourcemap.__file__)
    return [FilePath(file).read_text(encoding="utf-8") for file in files]
