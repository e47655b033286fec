"""What a diff and the list of affected environments cost, against rendering both sides and `diff -r`.

    python benchmarks/diff.py [--runs N] [--fleet 1,10,100,1000]

One line of a template is edited that is in every environment, and once a comment. Ratios are to the first line of
each table, which renders both sides into folders and compares their texts: the least that shows what differs.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
from pathlib import Path

from measure import Command, compare, finding, run, scratch_folder, table
from render import BIN, copy_project

TEMPLATE = "templates/sqs.tf.j2"
EDIT = ("message_retention_seconds = 1209600", "message_retention_seconds = 345600")
ANOTHER = (EDIT[0], "message_retention_seconds = 86400")
"""For what is on disk, where the first edit is by then."""
COMMENT = ("# Lambda asks", "# AWS Lambda asks")


LONG = ("render both, diff -r", "tfgen diff --against HEAD", "tfgen affected")
"""What is measured with a thousand environments as well."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure tfgen diff and tfgen affected.")
    parser.add_argument(
        "--runs", type=int, default=3, help="runs of each command, below 1000 environments (default 3)"
    )
    parser.add_argument("--fleet", default="1,10,100,1000", help="numbers of environments (default 1,10,100,1000)")
    options = parser.parse_args()
    with scratch_folder() as scratch:
        os.environ["TFGEN_CACHE_DIR"] = f"{scratch}/cache"
        for count in options.fleet.split(","):
            fleet(Path(scratch) / count, int(count), options.runs)


def fleet(scratch: Path, count: int, runs: int) -> None:
    """Measure one call for many environments."""
    old, project = fleet_project(scratch / "old", count), fleet_project(scratch / "new", count)
    commit(project)
    tfgen = str(BIN / "tfgen")
    both = " && ".join(
        shlex.join([tfgen, "render", "--quiet", "--project", str(side), "--env", "env-*"]) + " >/dev/null"
        for side in (old, project)
    )
    texts = f"{both} && ! diff -r {shlex.quote(str(old / 'out'))} {shlex.quote(str(project / 'out'))}"

    def since(name: str, *arguments: str) -> list[str]:
        return finding(tfgen, name, "--quiet", "--project", str(project), *arguments, "--env", "env-*")

    def editing(edit: tuple[str, str]) -> None:
        path = project / TEMPLATE
        path.write_text((old / TEMPLATE).read_text().replace(*edit))

    commands = [
        Command("render both, diff -r", ["sh", "-c", texts], lambda: editing(EDIT)),
        Command("tfgen diff --against HEAD", since("diff", "--against", "HEAD"), lambda: editing(EDIT)),
        Command("tfgen diff, what is on disk", since("diff"), lambda: editing(ANOTHER)),
        Command("tfgen diff, a comment", since("diff", "--against", "HEAD"), lambda: editing(COMMENT)),
        Command("tfgen affected", since("affected", "--since", "HEAD"), lambda: editing(EDIT)),
        Command("tfgen affected, a comment", since("affected", "--since", "HEAD"), lambda: editing(COMMENT)),
    ]
    if count >= 1000:
        commands = [command for command in commands if command.name in LONG]
    figures = compare(commands, runs) if count < 1000 else [[run(command)] for command in commands]
    print(f"{count} environments, one line of a template edited; x is the ratio to the first line.")
    print("\n".join(table(commands, figures)), "\n", flush=True)


def fleet_project(folder: Path, count: int) -> Path:
    """Return a copy of the project with as many environments more."""
    project = copy_project(folder)
    for number in range(count):
        (project / "environments" / f"env-{number:04}.yaml").write_text("extends: staging\n")
    content = (project / TEMPLATE).read_text()
    assert EDIT[0] in content
    assert COMMENT[0] in content
    return project


def commit(project: Path) -> None:
    """Make a repository of a project, with all there is in one commit."""
    who = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com", "-c", "gc.auto=0"]
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "before"]):
        subprocess.run(["git", *who, *arguments], cwd=project, check=True)


if __name__ == "__main__":
    main()
