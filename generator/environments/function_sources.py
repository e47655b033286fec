"""The code that a spec's functions name: whether it is there, and exports what Lambda is to call.

The schema's `x-tfgen.sources` says where: of a part at `paths`, the folder at `folder` (or its name) lies below
`below`, and what is at `handler` is a file's stem, a dot and what the file exports. A part whose values are not
`among` those given is left alone. `build` says which are built, of what and to where; see `function_builds`.
"""

from __future__ import annotations

import json
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


KnownCode = tuple[str, str, bool]
"""A folder, a handler, and whether it is built."""
PACKAGE, LOCK, REQUIREMENTS = "package.json", "package-lock.json", "requirements.txt"


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
    resolved: Spec, schema: Schema, files: Files, known: dict[KnownCode, Missing | None]
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
        for path, part, name in parts_of(rule, resolved):
            folder, handler = (
                f"{rule['below']}/{part.get(rule['folder']) or name}",
                str(part.get(rule["handler"], "")),
            )
            when = rule.get("build", {}).get("when", {})
            built = bool(when) and all(part.get(key) == value for key, value in when.items())
            code = folder, handler, built
            if code not in known:
                known[code] = _missing(files, folder, handler) or _unbuilt(files, folder, built, when)
            missing = known[code]
            if missing:
                at = (*path, rule["folder" if missing.is_folder else "handler"])
                nearest = (resolved.origin(at[:length]).location for length in range(len(at), 0, -1))
                place = next((each for each in nearest if each), Location(resolved.file))
                error = SpecError(f"{resolved.environment}: {missing.message}", place, missing.hint)
                found.append(Conflict("error", error, alone=True))
    return found


def parts_of(rule: Mapping[str, Any], resolved: Spec) -> Iterator[tuple[ValuePath, Any, str]]:
    """Yield the parts that a rule of sources is about, each with its path and its name."""
    among = rule.get("among", {})
    for text in rule["paths"]:
        pattern = parse_path(text)
        for path, part in values_at(resolved, pattern):
            if isinstance(part, Mapping) and all(part.get(key) in words for key, words in among.items()):
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


def _unbuilt(files: Files, folder: str, built: bool, when: Mapping[str, Any]) -> Missing | None:
    """Return what a folder lacks to be built; or what tells that one which is taken as it is has to be."""
    names = files.names(folder)
    if built:
        if REQUIREMENTS in names or {PACKAGE, LOCK} <= {*names}:
            return None
        message = f"{folder} is to be built, and has neither {PACKAGE} with {LOCK} nor {REQUIREMENTS}"
        return Missing(True, message, "`npm install --package-lock-only` writes the lock file")
    needs = REQUIREMENTS in names or (PACKAGE in names and _has_dependencies(files.read(f"{folder}/{PACKAGE}")))
    if not when or not needs:
        return None
    said = REQUIREMENTS if REQUIREMENTS in names else PACKAGE
    way = ", ".join(f"{key}: {value}" for key, value in when.items())
    return Missing(
        True, f"{folder} has a {said}, and is taken as it is", f"say {way}, and `tfgen build` before the plan"
    )


def _has_dependencies(package: bytes) -> bool:
    try:
        said = json.loads(package)
    except ValueError:
        return False
    return isinstance(said, dict) and bool(said.get("dependencies"))


def _walk(files: Files, folder: str) -> list[str]:
    try:
        return files.walk(folder)
    except TfgenError:
        return []
