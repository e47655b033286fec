"""Files for `terraform test` (`.tftest.hcl`), which `terraform validate` reads as well.

What stands in them is in the table of blocks; here is what may be there once, and what an override may be of.

Source: https://developer.hashicorp.com/terraform/language/tests
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.language.block_structure import header_of, test_body_violations
from generator.check.language.dialect import ANY, Dialect, dialect_of
from generator.check.rule import Violation
from generator.hcl import Block, Body, Literal, Module, Traversal
from generator.hcl.syntax.parser import parse

FOLDER = "tests"
"""Where they are, beside the module's own folder."""

_ENDINGS = {"terraform": (".tftest.hcl",), "opentofu": (".tftest.hcl", ".tofutest.hcl")}
_OVERRIDES = {"override_resource": "a resource", "override_data": "a data source", "override_module": "a module"}


def test_file_violations(module: Module, dialect: Dialect = ANY) -> Iterator[Violation]:
    """Yield what is wrong with the test files of a module; those of one that is called Terraform does not read."""
    if module.caller is not None:
        return
    endings = _ENDINGS[dialect_of(module, dialect).name or "terraform"]
    seen: set[str] = set()
    below = module.files_below(FOLDER) if module.exists_below(FOLDER) else None
    for name in (*module.files, *(below or ())):
        is_read = name.endswith(endings) and name.count("/") == name.startswith(f"{FOLDER}/")
        content = module.files.get(name) if is_read and name not in seen else None
        seen.add(name)
        if content is not None:
            source, body = parse(name, content)
            for one in source.diagnostics:
                yield Violation(one, one.message, one.hint)
            yield from test_body_violations(module, body, dialect)
            yield from _again(body)


def _again(body: Body) -> Iterator[Violation]:
    """Yield what there is twice, and overrides of something else."""
    seen: set[tuple[str, ...]] = set()
    for block in body.blocks:
        key = _identity(block)
        if key in seen:
            yield Violation(header_of(block), f"there is {' '.join(filter(None, key))} already")
        if key:
            seen.add(key)
        target = block.body.attributes.get("target")
        if block.type in _OVERRIDES and target is not None and isinstance(target.expression, Traversal):
            kind = {"data": "override_data", "module": "override_module"}.get(target.expression.root)
            if block.type != (_of_module(target.expression) or kind or "override_resource"):
                yield Violation(target.expression, f"{block.type} is for {_OVERRIDES[block.type]} alone")
    for block in body.blocks:
        if block.type in ("run", "mock_provider"):
            yield from _again(block.body)


def _identity(block: Block) -> tuple[str, ...]:
    """Return what of a block there may be once; empty where there may be any number."""
    if block.type in ("provider", "mock_provider"):
        alias = block.body.attributes.get("alias")
        name = alias.expression.value if alias and isinstance(alias.expression, Literal) else ""
        return ("provider", *block.labels, str(name or ""))
    if block.type in _OVERRIDES:
        target = block.body.attributes.get("target")
        node = target.expression if target else None
        return (block.type, node.source.text[node.start : node.stop]) if node is not None else ()
    return (block.type, *block.labels) if block.type in ("run", "mock_resource", "mock_data") else ()


def _of_module(target: Traversal) -> str:
    """Return which override is for an address in a module that is called, empty for others."""
    if target.root != "module":
        return ""
    names = [step for step in target.steps if isinstance(step, str)]
    while names[1:2] == ["module"]:
        names = names[2:]
    if len(names) == 1:
        return "override_module"
    return "override_data" if names[1] == "data" else "override_resource"
