"""What a check costs, against terraform validate and checkov, all in one run.

    python benchmarks/check.py [--runs N] [--fleet 1,10,100,1000] [--folder DIR]…

`terraform validate` runs in a folder that is initialised. checkov is measured where it is on the PATH, or where
--checkov names it; it brings so much that it is not installed with the other peers. --folder names somebody's
folder, the larger the better; it is checked with all folders below it, and nothing of it is kept here.

Compare ratios, not seconds: they repeat where other things run beside. Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measure import Command, Figure, compare, run, scratch_folder, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import terraform_bench
from module_growth import grown
from render import BIN, NAME, copy_project
from terraform_bench import TerraformMissing

from generator.environments import pipeline
from generator.files.project import locate

AIMS = {"terraform validate": 15, "checkov": 20}
"""One environment is checked in so small a part of the wall time of each."""
AIM_MEMORY_MIB = 80


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure tfgen check.")
    parser.add_argument("--runs", type=int, default=11, help="runs of each command (default 11)")
    parser.add_argument("--fleet", default="1,10,100,1000", help="numbers of environments (default 1,10,100,1000)")
    parser.add_argument("--checkov", default=shutil.which("checkov"), help="the checkov to compare with")
    parser.add_argument("--copies", default="1,4,16,64", help="copies of an environment in one module")
    parser.add_argument("--folder", type=Path, action="append", help="a large folder of .tf files; repeatable")
    options = parser.parse_args()
    with scratch_folder() as scratch:
        os.environ["TFGEN_CACHE_DIR"] = f"{scratch}/cache"
        one_environment(Path(scratch), options.runs, options.checkov)
        lines(Path(scratch), options.runs, [int(count) for count in options.copies.split(",")])
        many_environments(Path(scratch), [int(count) for count in options.fleet.split(",")])
        for place in options.folder or []:
            folder(place)


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
    figures = compare(commands, runs)
    print("\n".join(table(commands, figures)), "\n")
    print("\n".join(verdicts(commands, figures)), "\n")


def verdicts(commands: list[Command], figures: list[list[Figure]]) -> list[str]:
    """Return how each check compares with what it is held to, round by round, and if that is what we aim at."""
    by_name = dict(zip((command.name for command in commands), figures, strict=True))
    lines = []
    for name, column in by_name.items():
        if name.startswith("tfgen"):
            for other, aim in AIMS.items():
                if other in by_name:
                    pairs = zip(by_name[other], column, strict=True)
                    times = statistics.median(theirs.wall / ours.wall for theirs, ours in pairs)
                    said = "met" if times >= aim else "MISSED"
                    lines.append(f"{name}: 1/{times:.1f} of {other} in wall time, the aim is 1/{aim}: {said}")
            memory = max(figure.memory for figure in column)
            said = "met" if memory < AIM_MEMORY_MIB else "MISSED"
            lines.append(f"{name}: {memory:.0f} MiB, the aim is below {AIM_MEMORY_MIB}: {said}")
    return lines


def lines(scratch: Path, runs: int, copies: list[int]) -> None:
    """Measure modules of more and more lines: the environment once and more often, each copy under its own names.

    Linear is what takes the same for each line, whatever their number; what the command takes for a module of one
    line is taken off. Then the same with one file whose references all lead nowhere: there is much to tell of it.
    """
    out = scratch / "project" / "out" / NAME
    stack = {path.name: path.read_bytes() for path in out.glob("*.tf")}
    lost = {"monitoring.tf": (out / "monitoring.tf").read_bytes()}
    lost_copies = [16 * count for count in copies]
    for title, files, counts in (
        ("the environment", stack, copies),
        ("a file whose references lead nowhere", lost, lost_copies),
    ):
        modules = [{"main.tf": b'variable "one_line" {}\n'}, *(grown(files, count) for count in counts)]
        numbers = [sum(content.count(b"\n") for content in module.values()) for module in modules]
        commands = [
            Command(f"{number:,} lines", check_of(module_in(Path(tempfile.mkdtemp(dir=scratch)), module)))
            for number, module in zip(numbers, modules, strict=True)
        ]
        del modules
        figures = compare(commands, min(runs, 5))
        print(f"One module of more lines: copies of {title}")
        print("\n".join(table(commands, figures)))
        for number, column in list(zip(numbers, figures, strict=True))[1:]:
            each = statistics.median(
                (f.cpu - base.cpu) / number for f, base in zip(column, figures[0], strict=True)
            )
            print(f"{number:>9,} lines: {each * 1e6:.0f} microseconds of processor time for each")
        print()


def module_in(place: Path, files: dict[str, bytes]) -> Path:
    """Return a folder, with a module's files in it now."""
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def check_of(place: Path, *options: str) -> list[str]:
    """Return the call that checks a folder, whatever is found there."""
    return [str(BIN / "tfgen"), "check", "--quiet", "--fail-on", "never", *options, str(place)]


def many_environments(scratch: Path, counts: list[int]) -> None:
    """Measure one call for many environments, rendering included."""
    for count in counts:
        project = copy_project(scratch / f"fleet-{count}")
        for number in range(count):
            (project / "environments" / f"env-{number:04}.yaml").write_text(
                "extends: staging\nfunctions: {event_ingestion: {reserved_concurrency: null}}\nconsumers:\n"
                + "".join(
                    f"  {name}: {{function: {{reserved_concurrency: null}}}}\n"
                    for name in ("event_processing", "event_storage")
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
    command = Command("tfgen check --recursive", check_of(place, "--recursive", "--format", "json"))
    figures = [run(command)]
    print(f"{len(files):,} files, {count:,} lines below {place.name}")
    print("\n".join(table([command], [figures])))
    print(f"{figures[0].cpu / max(count, 1) * 1e6:.0f} microseconds of processor time for each line\n")


if __name__ == "__main__":
    main()
