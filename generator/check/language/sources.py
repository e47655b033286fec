"""Where modules that are called come from: what a source may refer to, and which texts are one.

Source: https://developer.hashicorp.com/terraform/language/modules/sources and
    https://github.com/hashicorp/terraform/tree/v1.16.1/internal/getmodules/moduleaddrs
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.language.block_shapes import Availability
from generator.check.language.block_structure import ViolationPlace, constant
from generator.check.language.dialect import ANY, Dialect, dialect_of, lacks
from generator.check.rule import Violation
from generator.hcl import Expression, Literal, Module, ModuleCall, Traversal, walk

_DYNAMIC = Availability("1.15", "1.8")
_CHILD_IMPORTS = Availability("1.16", None)
_LABEL = r"[0-9A-Za-z](?:[0-9A-Za-z_-]{0,62}[0-9A-Za-z])?"
_HOST = r"[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?"
_REGISTRY = re.compile(rf"(?:{_HOST}(?:\.{_HOST})+(?::\d+)?/)?{_LABEL}/{_LABEL}/[0-9a-z]{{1,64}}(?://.*)?")
_ELSEWHERE = re.compile(
    r"\.\.?[/\\]|/|[A-Za-z]:\\|[A-Za-z0-9]+::|[A-Za-z][A-Za-z0-9+.-]*://|[^/@]+@[^/:]+:|(?:github\.com|bitbucket\.org)/"
    r"|[^/]*\.amazonaws\.com/|(?:www\.)?googleapis\.com/",
)
"""A folder, a form of go-getter's, a URL, or a host for which go-getter has a short form."""


def violations(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is wrong with where the modules come from that a module calls."""
    if not module.module_calls:
        return
    meant = dialect_of(module, dialect)
    version = module.settings.required_version
    required = version.value if version and isinstance(version.value, str) else ""
    for call in module.module_calls.values():
        for name in ("source", "version"):
            attribute = call.body.attributes.get(name)
            wrong = constant(attribute) if attribute else None
            if attribute is None or wrong is None:
                continue
            why = lacks(_DYNAMIC, meant, required)
            if why:
                place = ViolationPlace(wrong[0].location, wrong[0].end)
                yield Violation(place, wrong[1], f"names and functions in it: {why}")
            else:
                yield from _unknown_names(module, attribute.expression, meant, set())
        yield from _text(call)
        why = lacks(_CHILD_IMPORTS, meant, required)
        called = call.called if why else None
        if called is not None and called.imports:
            message = f"{call.view['source'].value} has import blocks, which only a root module may have: {why}"
            yield Violation(call, message, "move them to the root module")


def _unknown_names(module: Module, node: Expression, meant: Dialect, seen: set[str]) -> Iterator[Violation]:
    """Yield the names in an expression that have no value yet when modules are fetched."""
    for each in walk(node):
        if not isinstance(each, Traversal):
            continue
        name = each.steps[0] if each.steps and isinstance(each.steps[0], str) else ""
        if each.root == "local" and name in module.locals:
            if name not in seen:
                seen.add(name)
                yield from _unknown_names(module, module.locals[name].attribute.expression, meant, seen)
        elif each.root == "var" and name in module.variables and meant.name == "terraform":
            if not module.variables[name].flag("const"):
                hint = f'write const = true in the variable "{name}"'
                yield Violation(each, f"{each.text} has no value yet when modules are fetched", hint)
        elif each.root not in ("local", "var", "path") and not (
            meant.name == "opentofu" and each.root in ("terraform", "tofu")
        ):
            hint = "only variables, locals of them and path have one"
            yield Violation(each, f"{each.text} has no value yet when modules are fetched", hint)


def _text(call: ModuleCall) -> Iterator[Violation]:
    """Yield that a source is none, or one that has no versions."""
    attribute, version = call.body.attributes.get("source"), call.body.attributes.get("version")
    source = attribute.expression if attribute else None
    if not isinstance(source, Literal) or not isinstance(source.value, str):
        return
    text = source.value.strip()
    if not text or not (_ELSEWHERE.match(text) or _REGISTRY.fullmatch(text)):
        hint = f'a folder begins with ./, as "./{text}"' if text and not text.startswith("%") else ""
        yield Violation(source, f'"{text}" is no source of a module', hint)
    elif version is not None and not _REGISTRY.fullmatch(text):
        hint = "remove it: a module in a folder has none" if text.startswith(".") else "a URL says it with ?ref="
        yield Violation(version, "a version is for modules of a registry", hint)
