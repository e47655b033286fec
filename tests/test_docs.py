"""The documents say what the program does: commands, options, names, links, and the README's examples."""

from __future__ import annotations

import importlib
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from generator import starter
from generator.cli.main import COMMANDS, MODULES, app

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("docs/how-to/*.md")),
]
README = (ROOT / "README.md").read_text()
BIN = Path(sys.executable).parent


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(ROOT / f"scripts/{name}.py"))


def calls() -> Iterator[tuple[str, list[str]]]:
    """Yield every call of tfgen that a document shows, with the document's name."""
    for page in PAGES:
        if page.name == "rules.md":
            continue
        for line in re.findall(r"^\$ (.*)$", page.read_text(), re.MULTILINE):
            for part in re.split(r"&&|\|", line.split(" #")[0].split("   ")[0]):
                words = shlex.split(part)
                if words[:1] == ["tfgen"]:
                    yield page.name, words[1:]


def options(command: str) -> set[str]:
    module = importlib.import_module(f"generator.cli.{MODULES.get(command, command)}")
    return {name for each in typer.main.get_command(module.app).params for name in each.opts} | {"--help", "-h"}


@pytest.mark.parametrize(
    ("page", "words"), list(calls()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_a_document_calls_is_there(page: str, words: list[str]) -> None:
    command, *rest = words
    given = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}

    assert command in {*COMMANDS, "help"}
    assert given <= (options(command) if command in COMMANDS else set()), f"{page}: tfgen {shlex.join(words)}"


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_what_init_writes_links_to_what_it_writes() -> None:
    files = starter.files()
    for path in (each for each in files if each.endswith(".md")):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", files[path].decode()):
            assert (PurePosixPath(path).parent / link).as_posix() in files, f"{path}: {link}"


def test_the_readme_is_short_and_its_drawing_is_the_programs() -> None:
    prose = re.sub(r"```mermaid.*?```", "", README, flags=re.DOTALL)

    assert len(prose.split()) < 1100
    assert "```mermaid" in README
    assert script("pictures")["with_graph"](README) == README, "make it anew: python scripts/pictures.py"


def test_the_readmes_error_is_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = (
        CliRunner()
        .invoke(app, ["render", "--env", "prod", "--dry-run", "--set", "api.throttle.rate_limit_rps=20000"])
        .stderr
    )
    (shown,) = re.findall(r"^error: --set api.*$", README, re.MULTILINE)

    assert re.fullmatch(".+".join(map(re.escape, shown.split("…"))), said.rstrip())


def test_the_readmes_check_is_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack/main.tf").write_text(
        'variable "timeout" {\n  type    = number\n  default = 5\n}\n\n'
        'resource "aws_lambda_function" "fn" {\n  function_name = "fn"\n  timeout       = var.timeout\n}\n'
    )
    monkeypatch.chdir(tmp_path)
    shown = README.partition("$ tfgen check stack\n")[2].partition("```")[0]

    assert shown in CliRunner().invoke(app, ["check", "stack", "--select", "TFG018"]).stdout


def test_the_architecture_names_what_there_is() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    files = set(re.findall(r"`((?:[a-z]+/)+[a-z_]+\.py)", page)) - {"check/rules/NAME.py"}
    functions = re.findall(r"`((?:[a-z]+/)+[a-z_]+\.py): ([A-Za-z_.]+)`", page)

    assert len(files) > 15 and len(functions) > 8
    places = {name: ROOT / ("" if name.startswith("scripts/") else "generator") / name for name in files}
    assert [name for name, place in places.items() if not place.is_file()] == []
    for file, name in functions:
        text = places[file].read_text()
        assert all(re.search(rf"\b(def|class) {part}\b", text) for part in name.split(".")), f"{file}: {name}"


def test_the_architecture_shows_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    rooms = {path.name for path in (ROOT / "generator").iterdir() if (path / "__init__.py").is_file()}

    assert {room for room in rooms if f"{room}/" not in page} == set()


def test_the_manual_page_has_every_command() -> None:
    page = script("man_page")["man_page"](ROOT)

    assert re.findall(r"^\.TP\n\.B ([a-z]+)\n", page.partition(".SH EXIT")[0], re.MULTILINE) == list(COMMANDS)
    assert not [line for line in page.splitlines() if line.startswith("'")]


def test_the_reference_has_every_knob_and_command() -> None:
    reference = script("reference")
    knobs = reference["knobs"](
        {"properties": {"a": {"$ref": "#/x"}}, "x": {"type": "integer", "minimum": 3, "default": 4}}
    )

    assert "### a\n" in knobs and "≥ 3" in knobs and "`4`" in knobs
    assert reference["_shape"]([{"a": 1}, {"a": None, "b": []}]) == {
        "type": "object",
        "properties": {"a": {"type": ["integer", "null"]}, "b": {"type": "array"}},
        "required": ["a"],
    }


def test_json_whose_keys_are_the_users_has_the_shape_that_is_written() -> None:
    shapes = script("reference")["WRITTEN_SHAPES"]
    show = ["show", "dev", "--format", "json", "--project", str(ROOT)]
    answers = {
        "show": CliRunner().invoke(app, show),
        "show --provenance": CliRunner().invoke(app, [*show, "--provenance"]),
        "outputs": CliRunner().invoke(app, ["outputs", "-"], input='{"a": {"value": {"url": "x", "n": [1]}}}'),
    }

    assert set(shapes) == set(answers)
    for name, answer in answers.items():
        assert answer.exit_code == 0, answer.output
        assert json.loads(answer.stdout), name
        jsonschema.validate(json.loads(answer.stdout), shapes[name][1])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(answers["show"].stdout), shapes["show --provenance"][1])


@pytest.mark.slow
def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not on the PATH")
    page = (ROOT / "docs/tutorial.md").read_text().partition("## Apply it")[0]
    blocks = re.findall(r"```console\n(.*?)```|```yaml\n(.*?)```", page, re.DOTALL)
    lines = ["export PATH=" + shlex.quote(f"{BIN}:/usr/bin:/bin")]
    lines += ["git config --global init.defaultBranch main", "git config --global user.email a@example.com"]
    lines += ["git config --global user.name A"]
    for console, spec in blocks:
        if spec:  # what the reader writes into dev.yaml
            lines.append("sed -i 's/^  authorizer:$/&\\n    timeout_seconds: 60/' environments/dev.yaml")
        for line in re.findall(r"^\$ (.*?)(?: {3,}#.*)?$", console, re.MULTILINE):
            if not line.startswith("pipx"):
                lines.append(f"{line} || [ $? = 1 ]")  # something was found, or differs
                lines += ["printf 'api:\\n  account_role: external\\n' >> environments/eu.yaml"] * (
                    "tfgen new eu" in line
                )
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["sh", "-ec", "\n".join(lines)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "events/review.html").is_file()
    assert "dev   render" in done.stdout and "timeout" in done.stdout
