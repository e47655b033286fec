"""The code that a spec's functions name: whether it is there, and exports what Lambda is to call.

The schema's `x-tfgen.sources` says where: of a part at `paths`, the folder at `folder` (or its name) lies below
`below`, and what is at `handler` is a file's stem, a dot and what the file exports. What is no folder as it is
(`package` is another word than at `unless`) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.errors import SpecError, TfgenError
from generator.files.project import Files
from generator.location import Location
from generator.naming import ValuePath, did_you_mean, join_names, quote
from generator.spec import Conflict, Schema, Spec, parse_path, values_at

_ENDINGS = (".mjs", ".js", ".cjs", ".mts", ".ts", ".py")
_EXPORTS = (
    r"\bexport\s+(?:default\s+)?(?:async\s+)?(?:const|let|var|function\*?|class)\s+{name}\b",
    r"\bexport\s*\{{[^}}]*\b{name}\b[^}}]*\}}",
    r"\bexport\s*\*\s*from\b",
    r"\b(?:module\.)?exports(?:\.{name}\b|\s*=)",
    r"^(?:async\s+)?def\s+{name}\b|^{name}\s*[:=]|^from\s+\S+\s+import\s+.*\b{name}\b|^import\s+.*\b{name}\b",
)


class Missing(NamedTuple):
    """What is missing of a function's code.

    Attributes:
        is_folder: Whether it is the folder; its handler otherwise.
        message: What is wrong.
        hint: The way out.
    """

    is_folder: bool
    message: str
    hint: str


def missing_sources(
    resolved: Spec, schema: Schema, files: Files, known: dict[tuple[str, str], Missing | None]
) -> list[Conflict]:
    """Return what is missing of the code that a spec's functions name, each at the line of the spec that names it.

    Args:
        resolved: The spec.
        schema: Its schema, whose rules say which values name code.
        files: Where the code is.
        known: What was found out for other environments of the same files; what is found out now is added.
    """
    found = []
    for rule in schema.raw.get("x-tfgen", {}).get("sources", ()):
        for path, part, name in _parts(rule, resolved):
            code = f"{rule['below']}/{part.get(rule['folder']) or name}", str(part.get(rule["handler"], ""))
            if code not in known:
                known[code] = _missing(files, *code)
            missing = known[code]
            if missing:
                at = (*path, rule["folder" if missing.is_folder else "handler"])
                place = resolved.origin(at).location or resolved.origin(path).location or Location(resolved.file)
                error = SpecError(f"{resolved.environment}: {missing.message}", place, missing.hint)
                found.append(Conflict("error", error, alone=True))
    return found


def _parts(rule: Mapping[str, Any], resolved: Spec) -> Iterator[tuple[ValuePath, Any, str]]:
    unless = rule.get("unless", {})
    for text in rule["paths"]:
        pattern = parse_path(text)
        for path, part in values_at(resolved, pattern):
            if isinstance(part, Mapping) and all(part.get(key, value) == value for key, value in unless.items()):
                keys = [key for key, step in zip(path, pattern, strict=True) if step == "*"]
                yield path, part, str(keys[-1])


def _missing(files: Files, folder: str, handler: str) -> Missing | None:
    """Return what is missing of a function's code; None where nothing is."""
    names = files.names(folder)
    if not names and not _walk(files, folder):
        return Missing(True, f"there is no folder {folder}", "write it, or name another as source")
    stem, _, exported = handler.rpartition(".")
    file = next((f"{stem}{ending}" for ending in _ENDINGS if f"{stem}{ending}" in names), None)
    if file is None:
        near = did_you_mean(stem, [each.rpartition(".")[0] for each in names if each.endswith(_ENDINGS)])
        return Missing(False, f"{folder} has no {stem}.mjs, nor that of another language", near)
    text = files.read(f"{folder}/{file}").decode("utf-8", "replace")
    if any(re.search(each.format(name=re.escape(exported)), text, re.MULTILINE) for each in _EXPORTS):
        return None
    exports = re.findall(
        r"\bexport\s+(?:async\s+)?(?:const|let|var|function|class)\s+(\w+)|^def\s+(\w+)", text, re.M
    )
    named = join_names([one or other for one, other in exports])
    return Missing(
        False,
        f"{folder}/{file} exports no {quote(exported)}",
        f"it exports {named}" if named else "it exports nothing",
    )


def _walk(files: Files, folder: str) -> list[str]:
    try:
        return files.walk(folder)
    except TfgenError:
        return []
