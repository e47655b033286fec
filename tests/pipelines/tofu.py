"""Stands in for OpenTofu's program: one parameter an environment, which says what its configuration says.

What is there is a file an environment in the folder that STANDIN_TOFU names, with the parameter's description; who
changes it does so outside of Terraform. Plans are written as `show -json` prints them.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

ADDRESS = "aws_ssm_parameter.token"
KIND = {
    "address": ADDRESS,
    "mode": "managed",
    "type": "aws_ssm_parameter",
    "name": "token",
    "provider_name": "registry.opentofu.org/hashicorp/aws",
}


def main() -> None:
    """Do as one call of the program would."""
    folder, command, *options = sys.argv[1:]
    os.chdir(folder.removeprefix("-chdir="))
    environment = Path.cwd().name
    there = Path(os.environ["STANDIN_TOFU"], environment)
    named = {key: value for key, _, value in (option.partition("=") for option in options)}
    if command == "init":
        Path(".terraform").mkdir(exist_ok=True)
        Path(".terraform/terraform.tfstate").write_text('{"backend": {"type": "s3"}}')
    elif command == "plan":
        Path(named["-out"]).write_text(json.dumps(plan(there, refresh="-refresh-only" in options)))
        print("OpenTofu will perform the following actions")
    elif command == "show":
        print(Path(options[-1]).read_text())
    elif command == "apply":
        change = json.loads(Path(options[-1]).read_text())["resource_changes"][0]["change"]
        there.write_text(change["after"]["description"])
        Path(f"{there}.applied").write_text(change["after"]["description"])
    elif command == "output":
        print("{}")
    else:
        sys.exit(f"there is no {command}")


def plan(there: Path, *, refresh: bool) -> dict[str, Any]:
    """Return what would be done about an environment, and what was done to it outside."""
    text = Path("main.tf").read_text()
    (wanted,) = re.findall(r'^  description = "([a-z ]+)"\n  type        = "SecureString"', text, re.MULTILINE)
    real = there.read_text() if there.exists() else None
    applied = Path(f"{there}.applied")
    known = applied.read_text() if applied.exists() else None
    whole: dict[str, Any] = {"format_version": "1.2", "terraform_version": "1.10.6", "resource_changes": []}
    if real != known:
        whole["resource_drift"] = [{**KIND, "change": change(known, real)}]
    if not refresh:
        whole["resource_changes"] = [{**KIND, "change": change(real, wanted)}]
    return whole


def change(before: str | None, after: str | None) -> dict[str, Any]:
    """Return how a description becomes another."""
    actions = ["create"] if before is None else ["no-op" if before == after else "update"]
    sides = {
        key: None if text is None else {"description": text}
        for key, text in (("before", before), ("after", after))
    }
    return {"actions": actions, **sides, "after_unknown": {}, "before_sensitive": {}, "after_sensitive": {}}


if __name__ == "__main__":
    main()
