"""Make generator/check/language/backends.json, the arguments of each backend, from Terraform's sources.

    python scripts/backend_arguments.py REPOSITORY REVISION [REPOSITORY REVISION]...

An argument that any of these has is taken. None is called required: what is not written here may be given by
`terraform init -backend-config`, or by the environment.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "generator/check/language/backends.json"
FOLDERS = "internal/backend/remote-state"
OWN = {
    "local": {"path": "string", "workspace_dir": "string"},
    "remote": {"hostname": "string", "organization": "string", "token": "string", "workspaces": "block"},
}
"""Of the backends in other folders: `internal/backend/local/backend.go`, `internal/backend/remote/backend.go`."""
_NAMES = {"azure": "azurerm"}
"""The names of backends whose folders are called otherwise."""
_ENTRY = re.compile(
    r'^(\t+)"([a-z0-9_]+)": (?:\{|&?(?:schema|configschema)\.\w+\{|\w+\.SchemaAttribute\(\))', re.MULTILINE
)
_TYPES = (
    (r"cty\.(?:List|Set)\(|schema\.Type(?:List|Set)", "list"),
    (r"cty\.Map\(|schema\.TypeMap", "map"),
    (r"cty\.String|schema\.TypeString", "string"),
    (r"cty\.Bool|schema\.TypeBool", "bool"),
    (r"cty\.Number|schema\.TypeInt", "number"),
)


def git(repository: str, *arguments: str) -> str:
    """Return what git says of a repository."""
    return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, text=True, check=True).stdout


def arguments_of(repository: str, revision: str) -> dict[str, dict[str, str]]:
    """Return the arguments of each backend, by name and type."""
    found = {}
    for folder in git(repository, "ls-tree", "--name-only", revision, f"{FOLDERS}/").split():
        if not git(repository, "ls-tree", "--name-only", revision, f"{folder}/backend.go"):
            continue
        text = git(repository, "show", f"{revision}:{folder}/backend.go")
        found[folder.rpartition("/")[2]] = _arguments(text)
    return found


def _arguments(text: str) -> dict[str, str]:
    """Return what the schema in a source takes: the entries with a type, but for those within others."""
    entries = list(_ENTRY.finditer(text))
    found: dict[str, str] = {}
    until = 0
    for entry in entries:
        end = re.compile(rf"^{entry[1]}\}}", re.MULTILINE).search(text, entry.end())
        part = text[entry.start() : end.end()] if end and not entry[0].endswith("()") else entry[0]
        is_block = any(word in part for word in ("NestedType", "SchemaAttribute", "schema.Resource", "Nesting"))
        kind = "block" if is_block else next((name for pattern, name in _TYPES if re.search(pattern, part)), "")
        if kind and entry.start() >= until:
            found.setdefault(entry[2], kind)
            until = entry.start() + len(part)
    return found


def main(*places: str) -> None:
    """Write the table."""
    pairs = list(zip(places[::2], places[1::2], strict=True))
    backends: dict[str, dict[str, str]] = {**OWN}
    for repository, revision in pairs:
        for name, arguments in arguments_of(repository, revision).items():
            known = backends.setdefault(_NAMES.get(name, name), {})
            known |= {argument: kind for argument, kind in arguments.items() if argument not in known}
    table = {
        "source": f"{FOLDERS} of github.com/hashicorp/terraform and github.com/opentofu/opentofu, at "
        f"{', '.join(revision for _, revision in pairs)}; scripts/backend_arguments.py made it",
        "backends": {name: dict(sorted(each.items())) for name, each in sorted(backends.items())},
    }
    TARGET.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
