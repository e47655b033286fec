"""What `terraform output -json` says, one level deep: scalars that a test or a script reads by one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import bounds
from generator.errors import TfgenError, raise_all
from generator.files.terraform_json import read_json

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class FlatOutputs:
    """The outputs of a module, flat.

    Attributes:
        values: A scalar for each name, sorted by name.
        withheld: The sensitive outputs that were left out, sorted.
    """

    values: Mapping[str, Scalar]
    withheld: tuple[str, ...]


def flatten(document: object, *, sensitive: bool = False) -> FlatOutputs:
    """Return outputs as one level of scalars.

    A scalar output keeps its name. What a nested one holds is named by its way there, `config.urls[0]` as
    `config_urls_0`; a leaf that only repeats the output of its own name, as in an object of all outputs, is
    left out. An empty list or object has no scalar in it, and so no entry; nor has a null, as terraform itself
    leaves out an output that is null.

    Args:
        document: What `terraform output -json` printed, parsed: name to an object with `value` and `sensitive`.
        sensitive: Whether sensitive outputs are kept. They are secrets, and the result is a file that travels.

    Raises:
        TfgenError: It is not that, holds too much, or two different values would have one name; all problems at
            once.

    Source:
        https://developer.hashicorp.com/terraform/cli/commands/output
    """
    outputs = _outputs(document)
    shown = {
        name: each["value"] for name, each in outputs.items() if sensitive or each.get("sensitive") is not True
    }
    values: dict[str, Scalar] = {}
    origins: dict[str, str] = {}
    problems = []
    for number, (path, leaf) in enumerate(_walk(shown)):
        if number >= bounds.OUTPUT_VALUES.limit:
            raise TfgenError(bounds.OUTPUT_VALUES.message)
        if not isinstance(leaf, str | int | float):
            continue
        if len(path) > 1 and path[-1] in shown and _same(shown[path[-1]], leaf):
            continue
        flat, origin = "_".join(path), ".".join(path)
        if flat not in values:
            values[flat], origins[flat] = leaf, origin
        elif not _same(values[flat], leaf):
            message = f"the outputs {origins[flat]} and {origin} would both be called {flat}"
            problems.append(TfgenError(message, hint="rename one of them"))
    raise_all(problems)
    return FlatOutputs(dict(sorted(values.items())), tuple(sorted(outputs.keys() - shown.keys())))


def read_outputs(content: bytes) -> object:
    """Return what `terraform output -json` printed, parsed.

    Raises:
        TfgenError: It is not JSON: infinity and what is no number are none; or it is out of bounds.
    """
    return read_json(content, bounds.OUTPUT_BYTES, bounds.OUTPUT_LEVELS, "terraform output -json")


def _outputs(document: object) -> dict[str, dict[str, object]]:
    expected = "expected what `terraform output -json` prints: an object with a value for each output"
    if not isinstance(document, dict):
        raise TfgenError("these are no outputs of terraform", hint=expected)
    strange = sorted(name for name, each in document.items() if not isinstance(each, dict) or "value" not in each)
    if strange:
        hint = expected
        if "outputs" in document and "terraform_version" in document:
            hint = "this is a state; use `terraform output -json`"
        raise TfgenError(f"these are no outputs of terraform: {', '.join(strange)} has no value", hint=hint)
    return document


def _walk(outputs: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every value with the way to it, lists and objects before what they hold."""
    waiting = [_members((), outputs)]
    while waiting:
        path, found = next(waiting[-1], ((), None))
        if not path:
            waiting.pop()
            continue
        yield path, found
        if isinstance(found, (dict, list)):
            if len(path) >= bounds.OUTPUT_LEVELS.limit:
                raise TfgenError(bounds.OUTPUT_LEVELS.message)
            waiting.append(_members(path, found))


def _members(
    path: tuple[str, ...], found: Mapping[str, object] | list[object]
) -> Iterator[tuple[tuple[str, ...], object]]:
    pairs = enumerate(found) if isinstance(found, list) else found.items()
    return (((*path, str(key)), each) for key, each in pairs)


def _same(one: object, other: object) -> bool:
    """Tell whether two JSON values are the same; in Python alone, true equals 1."""
    return type(one) is type(other) and one == other
