"""What of a plan is sensitive, and how it is covered up.

Terraform marks values that are sensitive, and forgets it on some ways: what a resource was made of comes back from
its provider unmarked. So the texts that are marked somewhere are searched for everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator import bounds
from generator.hcl.module.secrecy import CONCEALED, without

_TELLING_NOTHING = 4
"""A sensitive text that is shorter is not searched for elsewhere: it is found everywhere. A bound of ours."""


class Cover:
    """Covers up what is sensitive in what is shown.

    Attributes:
        everything: Whether no value is shown at all, since there is too much to search for.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        known = {secret for secret in secrets if len(secret) >= _TELLING_NOTHING}
        self.everything = len(known) > bounds.PLAN_SECRETS.limit
        self._secrets = set() if self.everything else known | {json.dumps(secret)[1:-1] for secret in known}

    def way(self, path: str) -> str:
        """Return the way to an attribute without what is sensitive; keys of maps may be."""
        return re.split(r"[.\[]", path, maxsplit=1)[0] if self.everything else without(path, self._secrets)

    def text(self, text: str) -> str:
        """Return a text without what is sensitive."""
        return CONCEALED if self.everything else without(text, self._secrets)


def cover_of(document: Mapping[str, Any], secrets: Iterable[str]) -> Cover:
    """Return what covers up all that a plan, or whoever reads it, says is sensitive."""
    return Cover({*secrets, *_marked(document)})


def is_marked(mark: object) -> bool:
    """Return whether a mark of Terraform's says that something in a value is sensitive."""
    if isinstance(mark, dict):
        return any(map(is_marked, mark.values()))
    if isinstance(mark, list):
        return any(map(is_marked, mark))
    return mark is True


def _marked(document: Mapping[str, Any]) -> Iterator[str]:
    for key in ("resource_changes", "resource_drift"):
        entries = document.get(key)
        for entry in entries if isinstance(entries, list) else ():
            yield from _of_change(entry.get("change") if isinstance(entry, dict) else None)
    outputs = document.get("output_changes")
    for change in outputs.values() if isinstance(outputs, dict) else ():
        yield from _of_change(change)
    configuration = document.get("configuration")
    root = configuration.get("root_module") if isinstance(configuration, dict) else None
    declared = root.get("variables") if isinstance(root, dict) else None
    given = document.get("variables")
    if isinstance(declared, dict) and isinstance(given, dict):
        for name, variable in declared.items():
            if isinstance(variable, dict) and variable.get("sensitive") is True:
                yield from _texts(given.get(name), True)


def _of_change(change: object) -> Iterator[str]:
    if isinstance(change, dict):
        yield from _texts(change.get("before"), change.get("before_sensitive"))
        yield from _texts(change.get("after"), change.get("after_sensitive"))


def _texts(value: object, mark: object) -> Iterator[str]:
    """Yield the texts of a value that a mark says are sensitive."""
    if not mark:
        return
    if isinstance(value, str):
        if mark is True:
            yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, mark.get(name) if isinstance(mark, dict) else mark is True)
    elif isinstance(value, list):
        aligned = isinstance(mark, list) and len(mark) == len(value)
        whole = is_marked(mark)
        for number, part in enumerate(value):
            yield from _texts(part, mark[number] if aligned and isinstance(mark, list) else whole)
