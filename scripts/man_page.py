"""The manual page `tfgen(1)`, which a wheel carries: hatchling writes it, from the program's list of commands."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = """\
.TH TFGEN 1 "" "tfgen {version}" "User Commands"
.SH NAME
tfgen \\- render Terraform for one AWS environment after another, and check it offline
.SH SYNOPSIS
.B tfgen
.I COMMAND
[\\fIOPTION\\fR...]
.SH DESCRIPTION
An environment is a file environments/NAME.yaml, or one that a pattern spec serves: environments/pr.yaml serves
pr\\-123.
.B tfgen render
writes out/NAME/, which plain terraform applies. Nothing but Python is needed for that: no network, no
credentials, no terraform.
.SH COMMANDS
{commands}
.SH EXIT STATUS
.TP
.B 0
Done, and nothing to report.
.TP
.B 1
Something was found: findings, stale files, differences.
.TP
.B 2
tfgen could not do its job: bad usage, an invalid spec or template, a refused write.
.TP
.B 3
A bug in tfgen.
.TP
.B 130
Interrupted.
.SH ENVIRONMENT
.TP
.B NO_COLOR
No colours.
.TP
.B TFGEN_CACHE_DIR
Where compiled templates are kept; empty turns that off.
.SH FILES
.TP
.I tfgen.toml
Settings of tfgen check, in the nearest folder from what is checked upward.
.SH SEE ALSO
.BR tfgen " " help " " \\fICOMMAND\\fR,
.BR terraform (1)
"""


def man_page(root: Path) -> str:
    """Return the page, in roff. The program is read, not imported: what it needs may not be there in a build."""
    version = _assigned(root / "generator/__init__.py", "__version__")
    commands = _assigned(root / "generator/cli/main.py", "COMMANDS")
    lines = [f".TP\n.B {_escaped(name)}\n{_escaped(summary)}" for name, summary in commands.items()]
    return PAGE.format(version=version, commands="\n".join(lines))


def _assigned(file: Path, name: str) -> Any:
    """Return the literal that a module assigns to a name."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == name:
            return ast.literal_eval(statement.value)
    raise ValueError(f"{file} assigns nothing to {name}")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


class ManPage(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the page where pip and pipx install manual pages from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the page for a wheel; an editable install has none."""
        if version != "editable":
            page = Path(tempfile.mkdtemp()) / "tfgen.1"
            page.write_text(man_page(Path(self.root)), encoding="utf-8")
            build_data["shared_data"][str(page)] = "share/man/man1/tfgen.1"
