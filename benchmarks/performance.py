"""Writes docs/performance.md: one table of what tfgen costs, each row against its aim.

    make benchmark            or    python benchmarks/performance.py [--runs N] … > TABLE.md

It measures the tfgen beside the Python that runs it, which `make benchmark` installs from the wheel, compiled,
into an environment of its own. Files go to a file system in memory, but where a row says "on disk".
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import affected
from measure import Command, Figure, compare, finding, run, scratch_folder
from render import BIN, NAME, bare_loop, copy_project, peer_commands, removing, resolved

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import terraform_bench
from terraform_bench import TerraformMissing

from generator import __version__

TFGEN = str(BIN / "tfgen")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a command may cost.

    Attributes:
        other: The command that it is held against.
        times: So many times that one, at most.
        by: What is held against: "cpu", processor time, or "wall".
    """

    other: str
    times: float
    by: str = "cpu"


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description="Measure tfgen, and print docs/performance.md.")
    parser.add_argument(
        "--runs", type=int, default=11, help="runs of each command for one environment (default 11)"
    )
    parser.add_argument("--environments", type=int, default=1000, help="how many together (default 1000)")
    parser.add_argument("--fleet", type=int, default=10_000, help="how many of a large fleet (default 10000)")
    options = parser.parse_args()
    with scratch_folder() as memory, tempfile.TemporaryDirectory() as disk:
        os.environ["TFGEN_CACHE_DIR"] = f"{memory}/cache"
        print(head(options.runs, options.environments, options.fleet))
        print("\n".join(one(Path(memory), Path(disk), options.runs)), flush=True)
        print("\n".join(many(Path(memory), Path(disk), options.environments)), flush=True)
        print("\n".join(changed(Path(memory), options.environments)), flush=True)
        print("\n".join(fleet(Path(memory), options.fleet)), flush=True)
        print(start(Path(memory)))


def head(runs: int, count: int, fleet: int) -> str:
    """Return what stands above the table."""
    processor = next(
        (
            line.partition(": ")[2]
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in ("jinja2", "jsonschema-rs", "pyyaml", "typer"))
    return f"""# What tfgen costs

Made by `make benchmark` on {datetime.date.today()}: {os.cpu_count()} processors ({processor}),
Python {platform.python_version()}, tfgen {__version__} from its wheel,
{libraries}.
Whole processes, started cold; medians of {runs} runs in turn, of 3 for {count:,} environments, with least
and most in brackets. Files are in memory unless a row says "on disk". Memory is the peak of the largest process.
Compare ratios, which are of processor time (of wall time for {count:,} environments): they repeat where
seconds do not. A change among many, and a fleet of {fleet:,} of which none is rendered here, are a run each.
The bare loop (benchmarks/bare_loop.py) is jinja2 and PyYAML's C loader alone: it validates,
escapes, formats, maps and compares nothing. The machine's load was {os.getloadavg()[0]:.0f} at the start.

| command | wall | processor | memory | of the first | aim |
|---|---:|---:|---:|---:|---|"""


def one(memory: Path, disk: Path, runs: int) -> list[str]:
    """Return the rows of one environment."""
    project, on_disk = copy_project(memory / "one"), copy_project(disk / "one")
    out = project / "out"
    located = ["--project", str(project), "--env", NAME]
    bare = bare_loop(project, memory / "bare", [resolved(project, NAME, memory)])
    commands = [
        Command("bare loop", bare, removing(memory / "bare")),
        Command("`python -c pass`", [sys.executable, "-c", "pass"]),
        Command("`render`", [TFGEN, "render", *located], removing(out)),
        Command("`render`, nothing changed", [TFGEN, "render", *located]),
        Command("`render`, templates not compiled", [TFGEN, "render", *located], removing(out, memory / "cache")),
        Command(
            "`render`, on disk",
            [TFGEN, "render", "--project", str(on_disk), "--env", NAME],
            removing(on_disk / "out"),
        ),
        Command("`check --env`", [TFGEN, "check", "--quiet", *located]),
        Command("`check out/pr-123`", [TFGEN, "check", "--quiet", str(out / NAME)]),
        Command("`diff`", [TFGEN, "diff", *located]),
        Command("`list`", [TFGEN, "list", "--project", str(project)]),
        Command("`show`", [TFGEN, "show", "--project", str(project), NAME]),
        Command("`--help`", [TFGEN, "--help"]),
        *peer_commands(project, memory / "peers"),
    ]
    subprocess.run(commands[2].arguments, check=True, capture_output=True)
    validate = "`terraform validate`"
    try:
        terraform = terraform_bench.set_up(memory / "terraform")
        copy = shutil.copytree(out / NAME, memory / "validated")
        terraform.prepare(copy)
        os.environ["TF_CLI_CONFIG_FILE"] = str(terraform.home / "terraform.rc")
        commands.append(Command(validate, [terraform.executable, "validate"], folder=copy))
    except TerraformMissing as missing:
        print(f"terraform is left out: {missing}", file=sys.stderr)
    aims = {
        "`render`": Aim("bare loop", 1.2),
        "`check out/pr-123`": Aim(validate, 1 / 20),
        "`check --env`": Aim(validate, 1 / 12),
        **{name: Aim("`render`", 1.5) for name in ("`diff`", "`list`", "`show`", "`--help`")},
    }
    return rows(commands, compare(commands, runs), aims)


def many(memory: Path, disk: Path, count: int) -> list[str]:
    """Return the rows of many environments."""
    project, on_disk = (copy_project(place / "many") for place in (memory, disk))
    names = [f"env-{number:04}" for number in range(count)]
    for name in names:
        for each in (project, on_disk):
            (each / "environments" / f"{name}.yaml").write_text("extends: staging\n")
    base = resolved(project, names[0], memory)
    specs = [base.with_name(f"{name}.yaml") for name in names]
    for name, spec in zip(names, specs, strict=True):
        spec.write_text(base.read_text().replace(names[0], name))
    shown, out = f"{count:,}", project / "out"
    loop = f"bare loop, {shown}"
    render = [TFGEN, "render", "--quiet", "--env", "env-*", "--project"]
    commands = [
        Command(loop, bare_loop(project, memory / "bare", specs), removing(memory / "bare")),
        Command(f"`render`, {shown}", [*render, str(project)], removing(out)),
        Command(f"`render --jobs 1`, {shown}", [*render, str(project), "--jobs", "1"], removing(out)),
        Command(f"`render`, {shown}, nothing changed", [*render, str(project)]),
        Command(f"`render`, {shown}, on disk", [*render, str(on_disk)], removing(on_disk / "out")),
    ]
    return rows(commands, compare(commands, 3), {f"`render`, {shown}": Aim(loop, 1.5, "wall")})


def changed(memory: Path, count: int) -> list[str]:
    """Return the rows of what is said of many environments in which one template changed, a run each."""
    project = affected.repository(memory / "changed", count)
    located, shown = ["--all", "--quiet", "--project", str(project)], f"{count:,}"
    affected.apply(project, affected.EDITS["a template, for all"])
    render = f"`render --dry-run`, {shown}"
    commands = [
        Command(render, [TFGEN, "render", "--dry-run", *located]),
        Command(
            f"`diff --against HEAD`, {shown}, a template", finding(TFGEN, "diff", "--against", "HEAD", *located)
        ),
        Command(f"`check`, {shown}", finding(TFGEN, "check", *located)),
    ]
    aims = {commands[1].name: Aim(render, 2), commands[2].name: 5.0}
    found = rows(commands, [[run(command)] for command in commands], aims)
    shutil.rmtree(project)
    return found


def fleet(memory: Path, count: int) -> list[str]:
    """Return the rows of a fleet of which none is rendered here, a run each."""
    project = affected.repository(memory / "fleet", count)
    located, shown = ["--quiet", "--project", str(project)], f"{count:,}"
    commands = [Command(f"`list`, {shown}", [TFGEN, "list", *located])]
    figures = [[run(commands[0])]]
    for name, edit in affected.EDITS.items():
        affected.apply(project, edit)
        commands.append(Command(f"`affected`, {shown}: {name}", [TFGEN, "affected", "--since", "HEAD", *located]))
        figures.append([run(commands[-1])])
        affected.git(project, "checkout", "--quiet", ".")
    return rows(commands, figures, {command.name: 10.0 for command in commands})


def start(memory: Path) -> str:
    """Return what a cold start goes into, by what is imported."""
    project = ["--project", str(memory / "one"), "--env", NAME]
    lines = ["", "## What a cold start loads", ""]
    lines += [
        "Milliseconds of imports (benchmarks/imports.py), which measuring makes dearer: shares, not seconds.",
        "",
    ]
    lines += ["| command | modules | all | the largest packages |", "|---|---:|---:|---|"]
    for name, arguments in {"render": project, "check": project, "--help": []}.items():
        called = [sys.executable, str(Path(__file__).with_name("imports.py")), name, *arguments]
        done = subprocess.run(called, check=True, capture_output=True, text=True)
        spent: Counter[str] = Counter()
        found = re.findall(r"^([\w.]+) (\d+\.\d{6})$", done.stderr, re.MULTILINE)
        for module, seconds in found:
            steps = module.split(".")
            spent[".".join(steps[: 2 if steps[0] == "generator" else 1])] += float(seconds) * 1000
        most = ", ".join(f"{package} {millis:.0f}" for package, millis in spent.most_common(7))
        lines.append(f"| `{name}` | {len(found)} | {spent.total():.0f} | {most} |")
    return "\n".join(lines)


def rows(commands: list[Command], figures: list[list[Figure]], aims: Mapping[str, Aim | float]) -> list[str]:
    """Return a row of the table for each command."""
    by_name = {command.name: column for command, column in zip(commands, figures, strict=True)}
    return [row(name, by_name, aims.get(name)) for name in by_name]


def row(name: str, by_name: dict[str, list[Figure]], aim: Aim | float | None) -> str:
    """Return a row: medians, and what is said of the aim, a ratio or seconds of wall time."""
    column, first = by_name[name], next(iter(by_name.values()))
    wall, cpu = (spread([getattr(figure, field) for figure in column]) for field in ("wall", "cpu"))
    memory = statistics.median(figure.memory for figure in column)
    verdict = ""
    if isinstance(aim, float):
        met = "met" if statistics.median(figure.wall for figure in column) <= aim else "missed"
        verdict = f"{aim:.0f} s: **{met}**"
    elif aim and aim.other in by_name:
        times = ratio(column, by_name[aim.other], aim.by)
        met = "met" if times <= aim.times else "missed"
        verdict = f"{said(aim.times)} of {aim.other}: {said(times)}, **{met}**"
    return f"| {name} | {wall} | {cpu} | {memory:.0f} MiB | {ratio(column, first, 'cpu'):.2f} | {verdict} |"


def spread(values: list[float]) -> str:
    """Return the median of seconds, and what they lie between."""
    middle = f"{statistics.median(values):.2f} s"
    return f"{middle} ({min(values):.2f} to {max(values):.2f})" if len(values) > 1 else middle


def ratio(column: list[Figure], other: list[Figure], by: str) -> float:
    """Return the median of the ratios, round by round."""
    pairs = zip(column, other, strict=True)
    return statistics.median(getattr(ours, by) / getattr(theirs, by) for ours, theirs in pairs)


def said(times: float) -> str:
    """Return a ratio as people say it: 1.2, or 1/15."""
    return f"{times:.2f}" if times > 0.5 else f"1/{1 / times:.0f}"


if __name__ == "__main__":
    main()
