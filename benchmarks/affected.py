"""What `tfgen affected` costs for many environments, by kind of change, beside a render of them all.

python benchmarks/affected.py [--environments 1000]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from measure import Command, run, scratch_folder, table
from render import BIN, copy_project

EDITS = {
    "nothing": ("README.md", "", "Words.\n"),
    "one spec": (
        "environments/env-0000.yaml",
        "extends: staging\n",
        "extends: staging\nlogs: {retention_days: 7}\n",
    ),
    "a comment in a template": ("templates/sqs.tf.j2", "", "{# A comment. #}\n"),
    "a comment that is rendered": ("templates/sqs.tf.j2", "", "# A comment.\n"),
    "a comment in a spec of all": ("environments/base.yaml", "", "# A comment.\n"),
    "a comment in a macro": ("templates/_names.tf.j2", "", "{# A comment. #}\n"),
    "a template, for all": (
        "templates/sqs.tf.j2",
        "sqs_managed_sse_enabled = true",
        "sqs_managed_sse_enabled = false",
    ),
    "a knob of all": ("environments/staging.yaml", "item_ttl_days: 30", "item_ttl_days: 31"),
    "a file of a function": ("lambda-src/authorizer/index.mjs", "", "// A comment.\n"),
}
"""By what is changed: the file, what is replaced in it (nothing: at its start), and by what."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure tfgen affected.")
    parser.add_argument("--environments", type=int, default=1000, help="how many environments (default 1000)")
    options = parser.parse_args()
    with scratch_folder() as scratch:
        os.environ["TFGEN_CACHE_DIR"] = f"{scratch}/cache"
        project = repository(Path(scratch) / "fleet", options.environments)
        tfgen, located = str(BIN / "tfgen"), ["--quiet", "--project", str(project)]
        render = Command("render --all --dry-run", [tfgen, "render", "--all", "--dry-run", *located])
        affected = [tfgen, "affected", "--since", "HEAD", *located]
        commands, figures = [render], [[run(render)]]
        for name, edit in EDITS.items():
            apply(project, edit)
            command = Command(f"affected: {name}", affected)
            commands.append(command)
            figures.append([run(command)])
            git(project, "checkout", "--quiet", ".")
    print(f"{options.environments} environments, one run each; x is the ratio to the first line")
    print("\n".join(table(commands, figures)))


def repository(folder: Path, count: int) -> Path:
    """Make a repository of a project with `count` environments, alike but for their names."""
    project = copy_project(folder)
    (project / "README.md").write_text("A fleet.\n")
    for number in range(count):
        (project / "environments" / f"env-{number:04}.yaml").write_text("extends: staging\n")
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "a fleet")
    return project


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    author = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com"]
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True)


def apply(project: Path, edit: tuple[str, str, str]) -> None:
    """Change a file.

    Raises:
        SystemExit: It does not hold what is to be replaced.
    """
    path, old, new = edit
    file = project / path
    text = file.read_text()
    if old not in text:
        sys.exit(f"{path} has no {old!r} any more: mend EDITS")
    file.write_text(text.replace(old, new, 1) if old else new + text)


if __name__ == "__main__":
    main()
