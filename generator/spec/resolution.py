"""From an environment's name to its resolved, validated spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.errors import SpecError, TfgenError, raise_all
from generator.location import Location
from generator.spec.catalogue import Catalogue, Lineage
from generator.spec.defaults import Defaults
from generator.spec.model import Origins, Spec
from generator.spec.overrides import apply_overrides
from generator.spec.placeholders import Filler, PlaceholderError
from generator.spec.schema import Schema
from generator.spec.tree import SET, Node
from generator.spec.validation import missing_lines, validate


def resolve(catalogue: Catalogue, schema: Schema, environment: str, overrides: Sequence[str] = ()) -> Spec:
    """Return the spec of `environment`: inherited, filled in, completed from the schema, and valid.

    Args:
        catalogue: The project's specs.
        schema: Their schema.
        environment: The environment's name.
        overrides: What `--set` says, "path=value" each; later ones win.

    Raises:
        TfgenError: Everything that is wrong, all at once.
    """
    lineage = catalogue.lineage(catalogue.file_of(environment))
    problems: list[TfgenError] = list(lineage.problems)
    if lineage.root is None:
        raise_all(problems)
    assert lineage.root is not None, "a file that can't be read has a problem"
    for path, node in (blank for document in lineage.documents for blank in document.blanks):
        problem = missing_lines(schema.root, path, node)
        problems += [problem] if problem else []
    root = apply_overrides(lineage.root, overrides, schema, problems)
    filler = Filler(_placeholders(lineage, environment))
    given = _filled(root, filler, problems)
    try:
        values = Defaults(filler).complete(schema.root, given)
    except PlaceholderError as error:
        raise_all([*problems, SpecError(f"in a default: {error.message}", Location(schema.path), error.hint)])
    except RecursionError:
        raise_all([*problems, SpecError("a default holds itself without end", Location(schema.path))])
    origins = Origins(values, root, lineage.chains)
    files = (lineage.file, *(each.path for each in reversed(lineage.documents) if each.path != lineage.file))
    refused = validate(schema, values, origins, files)
    raise_all(_each_place_once(problems, refused))
    return Spec(environment, lineage.file, values, origins, lineage.notes)


def _placeholders(lineage: Lineage, environment: str) -> dict[str, str | None]:
    """Return what the placeholders of a spec stand for: the name, and the groups of each `matches` it fits."""
    found: dict[str, str | None] = {}
    for document in lineage.documents:
        match = document.matches and document.matches.fullmatch(environment)
        if match:
            found.update(match.groupdict())
    return {"environment": environment, **found}


def _filled(node: Node, filler: Filler, problems: list[TfgenError]) -> Any:
    """Return the plain values of `node`, strings filled in; what is null in a map is left out."""
    value = node.value
    if type(value) is str:
        if "{" not in value and "}" not in value:
            return value
        try:
            return filler.fill(value)
        except PlaceholderError as error:
            prefix = "--set: " if node.file == SET else ""
            problems.append(SpecError(prefix + error.message, node.location, error.hint))
            return value
    if type(value) is dict:
        return {key: _filled(below, filler, problems) for key, below in value.items() if below.value is not None}
    if type(value) is list:
        return [_filled(below, filler, problems) for below in value]
    return value


def _each_place_once(problems: list[TfgenError], refused: Iterable[SpecError]) -> list[TfgenError]:
    """Return all problems, without what the schema says of a value that could not even be read."""
    known = {problem.location for problem in problems if problem.location}
    kept = problems + [each for each in refused if each.location is None or each.location not in known]
    return list({(each.location, each.message): each for each in kept}.values())
