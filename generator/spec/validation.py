"""Holds a spec's values to the schema; what is wrong gets the place where a person can mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.errors import SpecError
from generator.location import Location
from generator.naming import ValuePath, format_path
from generator.spec.origins import Origins
from generator.spec.refusals import KEY, MISSING, SchemaRefusal, refusals
from generator.spec.schema import Schema
from generator.spec.shape import Shape
from generator.spec.spec_tree import DEFAULT, SET, SpecNode


def validate(
    schema: Schema, values: Mapping[str, Any], origins: Origins, files: tuple[str, ...]
) -> list[SpecError]:
    """Return everything that is wrong with `values`, each problem at the place of its value.

    Args:
        schema: The schema.
        values: The values of a spec, defaults filled in.
        origins: Where they come from.
        files: The spec files they come from, the environment's own first: missing values are asked for there.
    """
    if schema.validator.is_valid(values):
        return []

    def source(path: ValuePath) -> str:
        node = origins.node(path)
        return node.source if node else ""

    return [_locate(refusal, values, origins, files) for refusal in refusals(schema, values, source)]


def missing_lines(shape: Shape, path: ValuePath, node: SpecNode) -> SpecError | None:
    """Return what is wrong with an empty value where a map or a list belongs: a key whose own lines are gone.

    It would take away all that is inherited there, as null does. Whoever means that writes null.

    Args:
        shape: Of a whole spec.
        path: Where it stands.
        node: The value.
    """
    if node.value is not None or node.source:
        return None
    below: Shape | None = shape
    for step in path:
        below = below.child(step) if below else None
    types = below.types[:1] if below else ()
    if types == ("object",) or (below and not types and below.properties):
        noun = "map"
    elif types == ("array",):
        noun = "list"
    else:
        return None
    message = f"{format_path(path)} is empty (null), where a {noun} belongs"
    hint = f"write the {noun}'s lines below it, remove it, or write null to go back to the default"
    return SpecError(message, node.key_location, hint)


def _locate(
    refusal: SchemaRefusal, values: Mapping[str, Any], origins: Origins, files: tuple[str, ...]
) -> SpecError:
    path, message, hint, about = refusal
    shown = format_path(path)
    if about == MISSING:
        place = _place_in(files[0], path[:-1], origins)
        give = f"give it in {' or '.join(files)}"
        return SpecError(f"{shown} is missing", place, f"{hint}; {give}" if hint else give)
    node = origins.node(path)
    if about == KEY:
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


def _place_in(file: str, path: ValuePath, origins: Origins) -> Location:
    """Return the place in `file` of the nearest map or list that holds `path`, or the file's start."""
    for length in range(len(path), 0, -1):
        node: SpecNode | None = origins.node(path[:length])
        if node and node.file == file:
            return node.key_location or Location(file)
    return Location(file)
