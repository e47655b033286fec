"""Whether a module makes an environment that is soon thrown away, such as a pull request's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.hcl import BlockView, Module
from generator.hcl.evaluation.values import Raw

_SAYS_SO = "ephemeral"
_TRUE = frozenset({"true", "yes", "1"})
_PREVIEW = r"(?:pr|mr|pull|preview|review)[-_]?\d+"
_SUFFIXES = ("environment_suffix", "environment", "environment_name", "env", "env_name")


def is_ephemeral(module: Module, view: BlockView | None = None) -> bool:
    """Return whether an environment, or the resource seen in `view`, says that it is ephemeral.

    It does so by any of: a tag `Ephemeral` (in any case) that is true, among the default_tags of an `aws` provider
    or the resource's own tags; a variable `ephemeral` or `is_ephemeral` that is true; or a variable for the
    environment's name or suffix that is that of a pull request: "pr-123", "preview-7".
    """
    return any(_marks(tags) for tags in _tags(module, view)) or _by_variables(module)


def _tags(module: Module, view: BlockView | None) -> Iterator[Raw]:
    if view is not None:
        yield view["tags"].value
    for provider in module.providers:
        if provider.name == "aws":
            for defaults in provider.view.blocks("default_tags"):
                yield defaults["tags"].value


def _marks(tags: Raw) -> bool:
    return isinstance(tags, dict) and any(
        str(name).lower() == _SAYS_SO and _is_true(value) for name, value in tags.items()
    )


def _is_true(value: Raw) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in _TRUE)


def _by_variables(module: Module) -> bool:
    for name in (_SAYS_SO, f"is_{_SAYS_SO}"):
        if name in module.variables and _is_true(module.variables[name].value.value):
            return True
    values = (module.variables[name].value.value for name in _SUFFIXES if name in module.variables)
    return any(isinstance(value, str) and re.fullmatch(_PREVIEW, value, re.I) is not None for value in values)
