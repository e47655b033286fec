"""Holds a spec's values to the schema; what is wrong gets the place where a person can mend it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generator.errors import SpecError
from generator.location import Location
from generator.naming import Path, format_path
from generator.spec.model import Origins
from generator.spec.schema import Schema
from generator.spec.tree import DEFAULT, SET, Node

if TYPE_CHECKING:
    from generator.spec.verdict import Refusal


def validate(
    schema: Schema, values: Mapping[str, Any], origins: Origins, files: tuple[str, ...]
) -> list[SpecError]:
    """Return everything that is wrong with `values`, each problem at the place of its value.

    Args:
        schema: The schema.
        values: The values of a spec, defaults filled in.
        origins: Where they come from.
        files: The spec files they come from, the environment's own first: missing values are asked for there.

    Raises:
        SpecError: The schema itself is broken.
    """
    if schema.acceptance.accepts(values):
        return []
    # jsonschema takes several times as long to import as a whole run takes; nearly all specs do without it.
    verdict = importlib.import_module("generator.spec.verdict")
    return [_located(refusal, values, origins, files) for refusal in verdict.refusals(schema, values)]


def _located(refusal: Refusal, values: Mapping[str, Any], origins: Origins, files: tuple[str, ...]) -> SpecError:
    path, message, hint, about = refusal
    shown = format_path(path)
    if about == "missing":
        place = _place_in(files[0], path[:-1], origins)
        give = f"give it in {' or '.join(files)}"
        return SpecError(f"{shown} is missing", place, f"{hint}; {give}" if hint else give)
    node = origins.node(path)
    if about == "key":
        if node and node.file == SET:
            return SpecError(f"--set {shown}: {message}", None, hint)
        return SpecError(message, node.key_location if node else _place_in(files[0], path, origins), hint)
    subject = shown or "the spec"
    if node is None or node.file == DEFAULT:
        hint = "; ".join(part for part in ("the schema's default" if path else "", hint) if part)
        return SpecError(f"{subject}: {message}", _place_in(files[0], path, origins), hint)
    if node.file == SET:
        return SpecError(f"--set {subject}: {message}", None, hint)
    return SpecError(f"{subject}: {message}", node.location, hint)


def _place_in(file: str, path: Path, origins: Origins) -> Location:
    """Return the place in `file` of the nearest map or list that holds `path`, or the file's start."""
    for length in range(len(path), 0, -1):
        node: Node | None = origins.node(path[:length])
        if node and node.file == file:
            return node.key_location or Location(file)
    return Location(file)
