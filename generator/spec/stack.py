"""What a spec says of its stack: the revision that its templates are of, and whose outputs it needs.

`stack` and `needs` are inherited as knobs are, and are none: they are gone before the schema sees the values, for
they say which schema that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.errors import SpecError, TfgenError, raise_all
from generator.location import Location
from generator.naming import did_you_mean, format_path, quote
from generator.spec.placeholders import Filler, PlaceholderError
from generator.spec.settings import is_of_stack, laid
from generator.spec.spec_tree import SpecNode, child

STACK = "stack"
NEEDS = "needs"
_REVISION = "revision"


class StackChoice(NamedTuple):
    """Which stack an environment is rendered from.

    Attributes:
        revision: What names a commit to git; empty for the stack as it is on disk.
        origin: Where that is said, as a person reads it.
        location: The same, if it is in a file.
        needs: For each stack whose outputs it reads, the environment there.
        places: Where each of these is said, if in a file.
    """

    revision: str = ""
    origin: str = ""
    location: Location | None = None
    needs: Mapping[str, str] = {}
    places: Mapping[str, Location] = {}


OWN_STACK = StackChoice()
"""That of the project itself, which needs none."""


def choice(root: SpecNode, settings: Sequence[str], filler: Filler) -> StackChoice:
    """Return which stack a spec names.

    Args:
        root: Its merged values.
        settings: What `--set` says, "path=value" each; `stack.revision` may be among them.
        filler: Fills placeholders in.

    Raises:
        SpecError: It can't be understood; all problems at once.
    """
    problems: list[TfgenError] = []
    for setting in settings:
        if is_of_stack(setting):
            root = laid(root, setting)
    revision = _revision(child(root, STACK), problems)
    needed = child(root, NEEDS)
    needs = _needs(needed, filler, problems)
    raise_all(problems)
    nodes = needed.value if needed is not None else {}
    places = {name: place for name in needs if (place := nodes[name].location)}
    if revision is None:
        return StackChoice(needs=needs, places=places)
    origin = str(revision.location or revision.file)
    return StackChoice(str(revision.value), origin, revision.location, needs, places)


def _revision(stack: SpecNode | None, problems: list[TfgenError]) -> SpecNode | None:
    """Return the node that names the revision, if there is one."""
    if stack is None:
        return None
    if not isinstance(stack.value, dict):
        problems.append(SpecError("stack is a map", stack.location, "stack: {revision: v1.2.3}"))
        return None
    for key, node in stack.value.items():
        if key != _REVISION:
            hint = did_you_mean(key, (_REVISION,))
            problems.append(SpecError(f"there is no {quote(f'{STACK}.{key}')}", node.key_location, hint))
    found = child(stack, _REVISION)
    if found is not None and (not isinstance(found.value, str) or not found.value):
        problems.append(SpecError("stack.revision is the name of a revision", found.location, 'quote it: "1.4"'))
        return None
    return found


def _needs(node: SpecNode | None, filler: Filler, problems: list[TfgenError]) -> Mapping[str, str]:
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        hint = 'such as needs: {network: "{environment}"}'
        problems.append(SpecError("needs is a map: for each stack, the environment there", node.location, hint))
        return {}
    found = {}
    for name, below in node.value.items():
        if below.value is None:
            continue
        if not isinstance(below.value, str) or not below.value:
            path = format_path((NEEDS, name))
            problems.append(SpecError(f"{path} is the name of an environment there", below.location))
            continue
        try:
            found[name] = filler.fill(below.value)
        except PlaceholderError as error:
            problems.append(SpecError(error.message, below.location, error.hint))
    return found
