"""What the tests of the spec stage share: a project that is a dict."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from memory_files import MemoryFiles

from generator.errors import TfgenError
from generator.spec import Schema, Spec, load_schema, open_spec_files, resolve


def project(specs: dict[str, str | bytes], schema: Any = None) -> MemoryFiles:
    """Return a project with these specs, by file name: {"dev.yaml": "a: 1"}."""
    contents: dict[str, str | bytes] = {f"environments/{name}": text for name, text in specs.items()}
    contents["environments/schema.json"] = json.dumps({} if schema is None else schema)
    return MemoryFiles(contents)


def resolved(
    specs: dict[str, str | bytes], environment: str = "dev", schema: Any = None, settings: tuple[str, ...] = ()
) -> Spec:
    """Return the resolved spec of `environment` in such a project."""
    files = project(specs, schema)
    return resolve(open_spec_files(files), load_schema(files), environment, settings)


def values(*arguments: Any, **named: Any) -> Any:
    """Return the values of `resolved(…)`."""
    return resolved(*arguments, **named).values


def complaints(function: Callable[..., Any], *arguments: Any, **named: Any) -> list[str]:
    """Return the lines that `function` fails with."""
    with pytest.raises(TfgenError) as caught:
        function(*arguments, **named)
    return caught.value.lines()


def schema_of(properties: dict[str, Any], **further: Any) -> dict[str, Any]:
    """Return a closed schema of a map with these properties."""
    return {"type": "object", "additionalProperties": False, "properties": properties, **further}


def loaded(raw: Any) -> Schema:
    """Return `raw` as a loaded schema."""
    return Schema(raw)
