"""What the tests of the spec stage share: a project that is a dict."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from generator.errors import TfgenError
from generator.location import Location
from generator.project import MAXIMUM_FILE_BYTES
from generator.spec import Schema, Spec, load_schema, open_catalogue, resolve


class MemoryFiles:
    """Files that are a dict: path → text or bytes. Counts how often each is read."""

    def __init__(self, contents: dict[str, str | bytes]) -> None:
        self.contents = contents
        self.reads: dict[str, int] = {}

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        if path not in self.contents:
            raise TfgenError("there is no such file", Location(path))
        self.reads[path] = self.reads.get(path, 0) + 1
        content = self.contents[path]
        content = content.encode() if isinstance(content, str) else content
        if len(content) > maximum_bytes:
            raise TfgenError(f"is larger than {maximum_bytes:,} bytes", Location(path))
        return content

    def names(self, folder: str) -> list[str]:
        return sorted(
            path.removeprefix(f"{folder}/")
            for path in self.contents
            if path.startswith(f"{folder}/") and "/" not in path.removeprefix(f"{folder}/")
        )

    def walk(self, folder: str) -> list[str]:
        return sorted(path.removeprefix(f"{folder}/") for path in self.contents if path.startswith(f"{folder}/"))


def project(specs: dict[str, str | bytes], schema: Any = None) -> MemoryFiles:
    """Return a project with these specs, by file name: {"dev.yaml": "a: 1"}."""
    contents: dict[str, str | bytes] = {f"environments/{name}": text for name, text in specs.items()}
    contents["environments/schema.json"] = json.dumps({} if schema is None else schema)
    return MemoryFiles(contents)


def resolved(
    specs: dict[str, str | bytes], environment: str = "dev", schema: Any = None, overrides: tuple[str, ...] = ()
) -> Spec:
    """Return the resolved spec of `environment` in such a project."""
    files = project(specs, schema)
    return resolve(open_catalogue(files), load_schema(files), environment, overrides)


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
