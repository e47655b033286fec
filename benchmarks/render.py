"""What a render costs, against the least that one could do and against other tools, all in one run.

    python benchmarks/render.py [--runs N] [--fleet 1,10,100,1000]

The peers render the same text: the output of tfgen for pr-123 made into a template of theirs, with the
environment's name put in where it stands. They validate, format and map nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import yaml
from measure import Command, compare, held_together, run, scratch_folder, table

from generator.environments import pipeline
from generator.files.project import locate

HERE = Path(__file__).parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
NAME = "pr-123"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure tfgen render.")
    parser.add_argument("--runs", type=int, default=11, help="runs of each command (default 11)")
    parser.add_argument("--fleet", default="1,10,100,1000", help="numbers of environments (default 1,10,100,1000)")
    options = parser.parse_args()
    with scratch_folder() as scratch:
        os.environ["TFGEN_CACHE_DIR"] = f"{scratch}/cache"
        one_environment(Path(scratch), options.runs)
        many_environments(Path(scratch), [int(count) for count in options.fleet.split(",")])


def one_environment(scratch: Path, runs: int) -> None:
    """Measure a cold render of one environment."""
    project = copy_project(scratch / "one")
    spec = resolved(project, NAME, scratch)
    out, bare, peers = project / "out", scratch / "bare", scratch / "peers"
    render = [str(BIN / "tfgen"), "render", "--project", str(project), "--env", NAME]
    commands = [
        Command("bare Jinja loop", bare_loop(project, bare, [spec]), removing(bare)),
        Command("python -c pass", [sys.executable, "-c", "pass"]),
        Command("tfgen render, first files", render, removing(out)),
        Command("tfgen render, nothing changed", render),
        Command("tfgen render, no template cache", render, removing(out, scratch / "cache")),
        *peer_commands(project, peers),
    ]
    print(f"One environment, cold, {runs} runs in turn; x is the ratio to the first line, round by round.")
    print("\n".join(table(commands, compare(commands, runs))), "\n")


def many_environments(scratch: Path, counts: list[int]) -> None:
    """Measure one call for many environments."""
    for count in counts:
        project = copy_project(scratch / f"fleet-{count}")
        names = [f"env-{number:04}" for number in range(count)]
        for name in names:
            (project / "environments" / f"{name}.yaml").write_text("extends: staging\n")
        base = resolved(project, names[0], scratch)
        specs = [base.with_name(f"{name}.yaml") for name in names]
        for name, spec in zip(names, specs, strict=True):
            spec.write_text(base.read_text().replace(names[0], name))
        out, bare = project / "out", scratch / "bare"
        render = [str(BIN / "tfgen"), "render", "--quiet", "--project", str(project), "--env", "env-*"]
        commands = [
            Command("bare Jinja loop", bare_loop(project, bare, specs), removing(bare)),
            Command("tfgen render", render, removing(out)),
            Command("tfgen render, nothing changed", render),
            Command("tfgen render --jobs 1", [*render, "--jobs", "1"], removing(out)),
        ]
        figures = compare(commands, 3) if count < 1000 else [[run(command)] for command in commands]
        print(f"{count} environments in one call")
        print("\n".join(table(commands, figures)))
        together = held_together(commands[1])
        if together:
            print(f"tfgen render, all its processes together: {together:.0f} MiB at most")
        print()


def copy_project(target: Path) -> Path:
    """Copy what the project renders from."""
    for folder in ("environments", "templates", "lambda-src"):
        shutil.copytree(ROOT / folder, target / folder)
    return target


def resolved(project: Path, name: str, scratch: Path) -> Path:
    """Write the resolved spec of an environment for the bare loop."""
    inputs = pipeline.Inputs(locate(project))
    path = scratch / "specs" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(dict(pipeline.resolve(inputs, name).values), sort_keys=False))
    return path


def bare_loop(project: Path, out: Path, specs: list[Path]) -> list[str]:
    """Return the call of the bare loop."""
    return [sys.executable, str(HERE / "bare_loop.py"), str(project), str(out), *map(str, specs)]


def removing(*folders: Path) -> Callable[[], None]:
    """Return what makes the next run start without these folders."""

    def remove() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    return remove


def peer_commands(project: Path, scratch: Path) -> list[Command]:
    """Return the calls of the other tools that are installed, each with a template of its own."""
    inputs = pipeline.Inputs(locate(project))
    texts = {path: file.text for path, file in pipeline.render(inputs, NAME).files.items()}
    commands = []
    if (BIN / "cookiecutter").exists():
        commands.append(cookiecutter(texts, scratch / "cookiecutter"))
    if (BIN / "copier").exists():
        commands.append(copier(texts, scratch / "copier"))
    if len(commands) < 2:
        print("cookiecutter or copier is not installed here: pip install '.[benchmark]'\n")
    return commands


def templated(text: str, variable: str) -> str:
    """Return a text as a template of another tool, in which the environment's name is a variable."""
    raw = text.replace(NAME, "\0")
    return "{% raw %}" + raw.replace("\0", "{% endraw %}{{ " + variable + " }}{% raw %}") + "{% endraw %}"


def cookiecutter(texts: dict[str, str], folder: Path) -> Command:
    """Return cookiecutter's call."""
    inner = folder / "template" / "{{ cookiecutter.name }}"
    inner.mkdir(parents=True)
    (folder / "template" / "cookiecutter.json").write_text('{"name": "none"}')
    for path, text in texts.items():
        (inner / path).write_text(templated(text, "cookiecutter.name"))
    out = folder / "out"
    call = [
        str(BIN / "cookiecutter"),
        "--no-input",
        "-f",
        "-o",
        str(out),
        str(folder / "template"),
        f"name={NAME}",
    ]
    return Command("cookiecutter", call, removing(out))


def copier(texts: dict[str, str], folder: Path) -> Command:
    """Return copier's call."""
    template = folder / "template"
    template.mkdir(parents=True)
    (template / "copier.yml").write_text("name:\n  type: str\n")
    for path, text in texts.items():
        (template / f"{path}.jinja").write_text(templated(text, "name"))
    out = folder / "out"
    call = [str(BIN / "copier"), "copy", "--quiet", "--defaults", "-d", f"name={NAME}", str(template), str(out)]
    return Command("copier", call, removing(out))


if __name__ == "__main__":
    main()
