"""The package: what it is called, what it carries, and that a user's ways of installing it lead to a rendered folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from generator import __version__, starter

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ("run", "build", "test")


def pins(lock: str) -> dict[str, str]:
    """Return the versions that a lock names, by the packages' names."""
    text = (ROOT / f"requirements/{lock}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", each) for each in requirements)
    return {re.sub(r"[-_.]+", "-", each[0]).lower() for each in found if each}


def test_the_name_in_an_index_is_one_in_the_house() -> None:
    assert PROJECT["name"] == starter.DISTRIBUTION
    assert list(PROJECT["scripts"]) == ["tfgen"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_file_of_a_lock_has_its_hash(lock: str) -> None:
    entries = re.findall(
        r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", (ROOT / f"requirements/{lock}.txt").read_text(), re.M | re.S
    )

    assert entries
    assert [each for each in entries if "--hash=sha256:" not in each] == []


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]

    assert names(PROJECT["dependencies"]) <= pins("run").keys()
    assert names(PROJECT["dependencies"] + extras["test"] + extras["docs"]) <= pins("test").keys()
    assert pins("run").items() <= pins("test").items(), "what is tested is what runs"


def test_the_parts_list_names_the_libraries_that_are_locked() -> None:
    parts = json.loads((ROOT / "requirements/sbom.cdx.json").read_text())
    listed = {re.sub(r"[-_.]+", "-", each["name"]).lower(): each["version"] for each in parts["components"]}

    assert parts["bomFormat"] == "CycloneDX"
    assert listed.items() <= pins("run").items()
    assert names(PROJECT["dependencies"]) <= listed.keys()


def test_the_changelog_has_a_section_for_the_version() -> None:
    sections = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert sections[0].startswith(("Unreleased", __version__))


@pytest.mark.slow
def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (place,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(place).decode())
        sboms = [name for name in archive.namelist() if ".dist-info/sboms/" in name]

    assert (metadata["Name"], metadata["Version"]) == ("tfgen-hcl", __version__)
    assert wheel.name == f"tfgen_hcl-{__version__}-py3-none-any.whl"
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13, 14)} <= set(
        metadata.get_all("Classifier")
    )
    assert [Path(name).name for name in sboms] == ["sbom.cdx.json"]


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_a_users_way_leads_to_a_rendered_folder(wheel: Path, tmp_path: Path, tool: str) -> None:
    commands, home = tmp_path / "bin", tmp_path / "home"
    home.mkdir()
    mine = {
        "PATH": f"{commands}:/usr/bin:/bin",
        "HOME": str(home),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(commands),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(tmp_path / "uv"),
        "UV_TOOL_BIN_DIR": str(commands),
        "UV_PYTHON": sys.executable,
    }
    inherited = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    program = Path(sys.executable).parent / tool
    install = [str(program), *(["tool"] if tool == "uv" else []), "install", str(wheel)]
    done = subprocess.run(
        install, cwd=tmp_path, env=inherited | mine, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr

    script = "tfgen init demo && cd demo && tfgen render --env dev"
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, env=mine, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "demo/out/dev/lambda.tf").is_file()


def test_the_scripts_of_the_locks_have_nothing_wrong() -> None:
    program = Path(sys.executable).parent / "shellcheck"
    if not program.exists():
        pytest.skip("shellcheck is not here")
    scripts = [ROOT / "requirements/install.sh", ROOT / "requirements/lock.sh", ROOT / ".ci/run"]
    done = subprocess.run([program, *scripts], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
