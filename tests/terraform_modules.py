"""Many rendered folders as one configuration, so that terraform starts its providers once for all.

The first folder is the root, with its `provider` blocks, and calls the others as its modules, which then use the
root's providers.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

# Blocks that only a root module may have, or that each cost the start of a provider, in fmt's layout.
_PROVIDER_BLOCK = re.compile(r'^provider "[^"]+" \{(?:\}\n|\n.*?^\}\n)', re.MULTILINE | re.DOTALL)
_BACKEND_BLOCK = re.compile(r'^  backend "[^"]+" \{(?:\}\n|\n.*?^  \}\n)', re.MULTILINE | re.DOTALL)
_CALLS_FILE = "other-folders.tf"
_MODULE_FOLDER, _MODULE_ADDRESS = re.compile(r"\bm(\d+)/"), re.compile(r"module\.m(\d+)\.")


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """An error or a warning of `terraform validate` or `terraform plan`.

    Attributes:
        address: Of the resource that it is about, empty where there is none or terraform does not say.
    """

    severity: str
    summary: str
    detail: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    address: str = ""
    snippet: str = field(default="", compare=False)

    @classmethod
    def parse(cls, message: Mapping[str, Any]) -> Diagnostic:
        """Return one of terraform's, from its JSON."""
        place = message.get("range") or {}
        start = place.get("start") or {}
        return cls(
            message["severity"],
            message["summary"],
            message.get("detail", ""),
            place.get("filename", ""),
            start.get("line", 0),
            start.get("column", 0),
            message.get("address", ""),
            (message.get("snippet") or {}).get("code", ""),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What terraform said about a configuration.

    Attributes:
        diagnostics: Its errors and warnings.
        created: The addresses of the resources that a plan would create.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    created: list[str] = field(default_factory=list)


def parse_plan(lines: str) -> Said:
    """Return what `terraform plan -json` said, which is a JSON object on each line."""
    said = Said()
    for message in map(json.loads, lines.splitlines()):
        if message["type"] == "diagnostic":
            said.diagnostics.append(Diagnostic.parse(message["diagnostic"]))
        if message["type"] == "planned_change" and message["change"]["action"] == "create":
            said.created.append(message["change"]["resource"]["addr"])
    return said


def ask_about_all(
    folders: Sequence[Path], place: Path, prepare: Callable[[Path], None], ask: Callable[[Path], Said]
) -> list[Said]:
    """Return what terraform says about each of the folders, in one run unless one hides what is said of others.

    Args:
        folders: Rendered folders; they have to be terraform-fmt clean, and stay as they are.
        place: An empty folder, for the configurations.
        prepare: Does what `terraform init` would in a folder.
        ask: Runs terraform in a folder.
    """
    results = [Said() for _ in folders]
    waiting = list(range(len(folders)))
    while waiting:
        root, *modules = waiting
        together = place / f"{len(waiting)}-folders"
        copy_without(folders[root], together, _BACKEND_BLOCK)
        prepare(together)
        for number in modules:
            copy_without(folders[number], together / f"m{number}", _BACKEND_BLOCK, _PROVIDER_BLOCK)
        _call_modules(together, modules)
        said = ask(together)
        for address in said.created:
            number, own = _own_address(address, root)
            results[number].created.append(own)
        broken = set()
        for diagnostic in said.diagnostics:
            number, found = _own(diagnostic, root)
            results[number].diagnostics.append(found)
            broken.update([number] if found.severity == "error" else [])
        # A file that can't be parsed hides what the other folders would be told: ask again without.
        waiting = [number for number in waiting if number not in broken] if broken else []
        for number in waiting:
            results[number] = Said()
    return results


def copy_sources(folder: Path, target: Path) -> None:
    """Copy a rendered folder without what terraform keeps there."""
    leave_out = shutil.ignore_patterns(".terraform", ".terraform.lock.hcl", "terraform.tfstate*", ".tfgen")
    shutil.copytree(folder, target, ignore=leave_out)


def copy_without(folder: Path, target: Path, *blocks: re.Pattern[str]) -> None:
    """Copy a rendered folder without some of its blocks."""
    copy_sources(folder, target)
    for file in target.glob("*.tf"):
        text = file.read_text(encoding="utf-8")
        for block in blocks:
            text = block.sub(_blank, text)
        file.write_text(text, encoding="utf-8")


def _blank(block: re.Match[str]) -> str:
    """Leave empty lines, so that the places in diagnostics stay true."""
    return "\n" * block[0].count("\n")


def _call_modules(root: Path, numbers: Sequence[int]) -> None:
    """Write the calls of the modules, and the list of them that `init` would have made."""
    names = [f"m{number}" for number in numbers]
    calls = (f'module "{name}" {{\n  source = "./{name}"\n}}\n' for name in names)
    (root / _CALLS_FILE).write_text("".join(calls))
    listed = [{"Key": "", "Source": "", "Dir": "."}]
    listed += [{"Key": name, "Source": f"./{name}", "Dir": name} for name in names]
    modules = root / ".terraform" / "modules"
    modules.mkdir()
    (modules / "modules.json").write_text(json.dumps({"Modules": listed}))


def _own(diagnostic: Diagnostic, root: int) -> tuple[int, Diagnostic]:
    """Return whose diagnostic it is, and the diagnostic as that folder alone would have had it."""
    # A variable's default that its own validation refuses is placed nowhere but in the text.
    found = (
        _MODULE_FOLDER.match(diagnostic.file)
        or _MODULE_ADDRESS.match(diagnostic.address)
        or (not diagnostic.file and _MODULE_FOLDER.search(diagnostic.detail))
    )
    if not found:
        return root, diagnostic
    folder, module = f"m{found[1]}/", f"module.m{found[1]}."
    return int(found[1]), replace(
        diagnostic,
        detail=re.sub(rf"\b(?:{re.escape(folder)}|{re.escape(module)})", "", diagnostic.detail),
        file=diagnostic.file.removeprefix(folder),
        address=diagnostic.address.removeprefix(module),
    )


def _own_address(address: str, root: int) -> tuple[int, str]:
    found = _MODULE_ADDRESS.match(address)
    return (int(found[1]), address[found.end() :]) if found else (root, address)
