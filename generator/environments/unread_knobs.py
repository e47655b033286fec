"""The knobs of a schema that no template reads: whoever sets one would wait for ever for what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.errors import SpecError
from generator.location import Location
from generator.naming import quote
from generator.render.knob_reads import ANY_KEY, NotFollowedError, Path, read_templates
from generator.spec import Conflict, Schema
from generator.spec.annotation import ANNOTATION, SINGLE
from generator.spec.shape import Shape

_USED_BY = "x-tfgen-used-by"


def unread_knobs(schema: Schema, templates: Mapping[str, str]) -> list[Conflict]:
    """Return the knobs that no template reads on any branch, and that do not say what else they are for.

    Args:
        schema: The schema.
        templates: The templates' texts, by name. Where one reads the spec in a way that can't be told without
            running it, that is a warning, and no more is said.
    """
    if schema.recursive:
        return []
    declared = _Declared(schema)
    try:
        reads = read_templates(templates, declared.keys(()), declared.keys).values
    except NotFollowedError as error:
        hint = "so knobs that no template reads are not told; plain loops and plain access can be followed"
        return [Conflict("warning", SpecError(f"{error}", None, hint))]
    place = Location(schema.path)
    return [
        Conflict(
            "error",
            SpecError(
                f"no template reads {'.'.join(path)}",
                place,
                f"remove it, read it, or say what it is for with {quote(_USED_BY)}",
            ),
            alone=True,
        )
        for path in declared.leaves(())
        if not any(path[:length] in reads for length in range(1, len(path) + 1)) and not declared.is_used(path)
    ]


class _Declared:
    """The paths that a schema declares."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema.root
        annotation = schema.raw.get(ANNOTATION, {})
        self._named = {annotation[name] for name in SINGLE if name in annotation}

    def keys(self, path: Path) -> list[str]:
        """Return the keys that the schema names in the map at a path, or `["*"]` for a free one or a list."""
        shape = self._shape(path)
        if shape is None:
            return []
        free = shape.rest is not None or shape.items is not None or bool(shape.patterns)
        return list(shape.properties) or ([ANY_KEY] if free else [])

    def leaves(self, path: Path) -> Iterator[Path]:
        """Yield the knobs that hold no others."""
        keys = [key for key in self.keys(path) if key != ANY_KEY]
        for key in keys:
            yield from self.leaves((*path, key))
        if path and not keys:
            yield path

    def is_used(self, path: Path) -> bool:
        """Say whether the schema says what else a knob, or a map that it is in, is for: the region, for one."""
        if ".".join(path) in self._named:
            return True
        shapes = [self._shape(path[:length]) for length in range(1, len(path) + 1)]
        return any(shape is not None and shape.first(_USED_BY) for shape in shapes)

    def _shape(self, path: Path) -> Shape | None:
        shape: Shape = self._root
        for key in path:
            below = shape.child(key)
            if below is None:
                return None
            shape = below
        return shape
