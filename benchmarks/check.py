"""What a check costs, against terraform validate and checkov, all in one run.

    make benchmark            or    python benchmarks/check.py [--runs N] [--fleet 1,10,100,1000] [--folder DIR]

`terraform validate` runs in a folder that is initialised. checkov is measured where it is on the PATH, or where
--checkov names it; it brings so much that it is not installed with the other peers.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Command, compare, run, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import terraform_bench
from render import BIN, NAME, copy_project
from terraform_bench import TerraformMissing

from generator import pipeline
from generator.project import locate


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure tfgen check.")
    parser.add_argument("--runs", type=int, default=11, help="runs of each command (default 11)")
    parser.add_argument("--fleet", default="1,10,100,1000", help="numbers of environments (default 1,10,100,1000)")
    parser.add_argument("--checkov", default=shutil.which("checkov"), help="the checkov to compare with")
    parser.add_argument("--folder", type=Path, help="a large folder of .tf files, checked with --recursive")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TFGEN_CACHE_DIR"] = f"{scratch}/cache"
        one_environment(Path(scratch), options.runs, options.checkov)
        lines(Path(scratch), options.runs)
        many_environments(Path(scratch), [int(count) for count in options.fleet.split(",")])
        if options.folder:
            folder(options.folder)


def rendered(scratch: Path) -> tuple[Path, Path]:
    """Return a copy of the project, and the folder that pr-123 is rendered into."""
    project = copy_project(scratch / "project")
    inputs = pipeline.Inputs(locate(project))
    pipeline.write(inputs, NAME)
    return project, project / "out" / NAME


def one_environment(scratch: Path, runs: int, checkov: str | None) -> None:
    """Measure a check of one environment."""
    project, out = rendered(scratch)
    check = [str(BIN / "tfgen"), "check", "--quiet"]
    commands = [
        Command("python -c pass", [sys.executable, "-c", "pass"]),
        Command("tfgen check FOLDER", [*check, str(out)]),
        Command("tfgen check --env (renders too)", [*check, "--project", str(project), "--env", NAME]),
    ]
    try:
        terraform = terraform_bench.set_up(scratch / "terraform")
        terraform.prepare(out)
        os.environ["TF_CLI_CONFIG_FILE"] = str(terraform.home / "terraform.rc")
        commands.insert(0, Command("terraform validate", [terraform.executable, "validate"], folder=out))
    except TerraformMissing as missing:
        print(f"terraform is left out: {missing}\n")
    if checkov:
        call = [
            checkov,
            "--directory",
            str(out),
            "--quiet",
            "--compact",
            "--soft-fail",
            "--framework",
            "terraform",
        ]
        commands.append(Command("checkov", call))
    else:
        print("checkov is left out: it is not on the PATH, and --checkov names none\n")
    print(f"One environment, {runs} runs in turn; x is the ratio to the first line, round by round.")
    print("\n".join(table(commands, compare(commands, runs))), "\n")


def lines(scratch: Path, runs: int) -> None:
    """Measure modules of more and more lines: the table's resources once, four times, 16 times."""
    commands = []
    source = (scratch / "project" / "out" / NAME / "monitoring.tf").read_text()
    for times in (1, 4, 16, 64):
        place = scratch / f"lines-{times}"
        place.mkdir()
        for number in range(times):
            (place / f"m{number}.tf").write_text(source.replace('" {\n', f'_{number}" {{\n'))
        count = source.count("\n") * times
        commands.append(
            Command(
                f"tfgen check, {count:,} lines",
                [str(BIN / "tfgen"), "check", "-q", "--fail-on", "never", str(place)],
            )
        )
    print("Modules of more lines; x is the ratio to the first.")
    print("\n".join(table(commands, compare(commands, min(runs, 5)))), "\n")


def many_environments(scratch: Path, counts: list[int]) -> None:
    """Measure one call for many environments, rendering included."""
    for count in counts:
        project = copy_project(scratch / f"fleet-{count}")
        for number in range(count):
            (project / "environments" / f"env-{number:04}.yaml").write_text(
                "extends: staging\nfunctions:\n"
                + "".join(
                    f"  {role}: {{reserved_concurrency: null}}\n"
                    for role in ("event_ingestion", "event_processing", "event_storage")
                )
            )
        call = [str(BIN / "tfgen"), "--quiet", "--project", str(project), "--env", "env-*"]
        commands = [
            Command("tfgen render --dry-run", [call[0], "render", *call[1:], "--dry-run"]),
            Command("tfgen check", [call[0], "check", *call[1:]]),
        ]
        figures = compare(commands, 3) if count < 1000 else [[run(command)] for command in commands]
        print(f"{count} environments in one call")
        print("\n".join(table(commands, figures)), "\n")


def folder(place: Path) -> None:
    """Measure somebody's folder."""
    files = [path for path in place.rglob("*.tf") if path.is_file()]
    count = sum(path.read_bytes().count(b"\n") for path in files)
    call = [
        str(BIN / "tfgen"),
        "check",
        "--quiet",
        "--recursive",
        "--fail-on",
        "never",
        "--format",
        "json",
        str(place),
    ]
    command = Command("tfgen check --recursive", call)
    print(f"{len(files):,} files, {count:,} lines below {place.name}")
    print("\n".join(table([command], [[run(command)]])), "\n")


if __name__ == "__main__":
    main()
