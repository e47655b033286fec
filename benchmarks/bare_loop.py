"""The least that one could do: jinja2, PyYAML's C loader and the project's templates, in a bare loop.

Nothing is validated, escaped, formatted, mapped or compared, and what is written is overwritten. It reads specs
that are resolved already. This is the baseline of `render.py`, not a way to render.

    python benchmarks/bare_loop.py PROJECT OUT SPEC [SPEC ...]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import yaml


def literal(value: Any) -> Any:
    """Print what Jinja itself did not print, in a hurry."""
    if isinstance(value, jinja2.runtime.Macro | str) and not isinstance(value, Plain):
        return value
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, dict | list):
        return json.dumps(value).replace('": ', '" = ')
    return f'"{value}"' if isinstance(value, Plain) else value


class Plain(str):
    """A string of a spec."""


def plain(value: Any) -> Any:
    """Mark the strings of a spec, so that they get quotes."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return Plain(value) if isinstance(value, str) else value


def is_version(value: str, oldest: str) -> bool:
    """Tell whether a version is another or later."""
    return [int(part) for part in value.split(".")] >= [int(part) for part in oldest.split(".")]


def prefixes(texts: list[str], separator: str) -> list[list[str]]:
    """Return the parts of each text, and of all that it lies below."""
    parts = [[part for part in text.split(separator) if part] for text in texts]
    return sorted({tuple(each[:end]): each[:end] for each in parts for end in range(1, len(each) + 1)}.values())


def main() -> None:
    """Render every spec."""
    project, out, *specs = sys.argv[1:]
    schema = json.loads(Path(project, "environments/schema.json").read_text())
    values: dict[str, Any] = {}

    def shape(path: list[str]) -> dict[str, Any]:
        found = schema
        for key in path:
            found = whole(found.get("properties", {}).get(key) or found["additionalProperties"])
        return found

    def whole(found: dict[str, Any]) -> dict[str, Any]:
        parts = [schema["$defs"][found["$ref"].rsplit("/", 1)[1]]] if "$ref" in found else []
        merged: dict[str, Any] = {"properties": {}}
        for part in [*map(whole, [*parts, *found.get("allOf", ())]), found]:
            merged = {**merged, **part, "properties": {**merged["properties"], **part.get("properties", {})}}
        return merged

    def knob(*parts: str) -> SimpleNamespace:
        path = parts[0].split(".") if len(parts) == 1 else list(parts)
        value: Any = values
        for key in path:
            value = value[key]
        found = shape(path)
        kinds = found.get("type", "string")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        return SimpleNamespace(
            value=value,
            type=next(kind for kind in kinds if kind != "null"),
            nullable="null" in kinds,
            title=Plain(found.get("title", "")),
            description=Plain(found.get("description", "")),
            enum=found.get("enum"),
            minimum=found.get("minimum"),
            maximum=found.get("maximum"),
            min_length=found.get("minLength"),
            max_length=found.get("maxLength"),
            pattern=found.get("pattern"),
        )

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(project, "templates")),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=literal,
    )
    environment.filters.update(part=str, identifier=str, hcl=str, is_version=is_version, prefixes=prefixes)
    environment.globals.update(
        knob=knob,
        ref=lambda root, *parts: f"{root}.{'_'.join(parts)}",
        folder=lambda path: path,
        package=lambda path, root="": path,
    )
    names = [name for name in environment.list_templates() if not name.startswith("_")]
    for spec in specs:
        values = plain(yaml.load(Path(spec).read_bytes(), yaml.CSafeLoader))
        folder = Path(out, Path(spec).stem)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            text = environment.get_template(name).render(**values, environment=Path(spec).stem)
            (folder / name.removesuffix(".j2")).write_text(text)


if __name__ == "__main__":
    main()
