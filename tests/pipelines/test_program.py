"""Which program the jobs run: terraform, or tofu where tfgen.toml says that the dialect is OpenTofu's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
NAME = "Terraform or OpenTofu, as tfgen.toml says"
SETTINGS = {
    'dialect = "opentofu"\n': "tofu",
    'dialect = "opentofu 1.10"\n[check]\n': "tofu",
    "dialect='opentofu'\n": "tofu",
    'dialect = "terraform 1.11"\n': "terraform",
    '# dialect = "opentofu"\n': "terraform",
    "": "terraform",
}


def scripts() -> dict[str, str]:
    """Return the script of each workflow that asks."""
    found = {}
    for path in sorted((ROOT / ".github/workflows").glob("tfgen-*.yml")):
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            steps = [step for step in job.get("steps", []) if step.get("name") == NAME]
            found.update((path.name, step["run"]) for step in steps)
    return found


@pytest.mark.parametrize(("settings", "program"), SETTINGS.items())
def test_the_dialect_says_which_program_runs(tmp_path: Path, settings: str, program: str) -> None:
    (tmp_path / "tfgen.toml").write_text(settings)
    for name, script in scripts().items():
        files = {each: str(tmp_path / f"{name}-{each}") for each in ("GITHUB_OUTPUT", "GITHUB_ENV")}
        command = ["/bin/bash", "-eo", "pipefail", "-c", script]
        subprocess.run(command, cwd=tmp_path, env={"PATH": "/usr/bin:/bin", **files}, check=True)
        assert Path(files["GITHUB_OUTPUT"]).read_text() == f"name={program}\n"
        assert Path(files["GITHUB_ENV"]).read_text() == f"PROGRAM={program}\n"


@pytest.mark.parametrize(("settings", "program"), SETTINGS.items())
def test_gitlab_asks_as_well(tmp_path: Path, settings: str, program: str) -> None:
    (tmp_path / "tfgen.toml").write_text(settings)
    lines = yaml.safe_load((ROOT / ".gitlab/tfgen-environment.yml").read_text().replace("!reference", ""))
    (script,) = lines[".tfgen"]["before_script"]
    asking = script[script.index("PROGRAM=terraform") :]
    done = subprocess.run(
        ["/bin/sh", "-ec", f'{asking}\nprintf %s "$PROGRAM"'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == program


def test_no_job_names_a_program_by_itself() -> None:
    assert len(set(scripts().values())) == 1
    assert sorted(scripts()) == ["tfgen-apply.yml", "tfgen-batch-drift.yml", "tfgen-destroy.yml", "tfgen-plan.yml"]
    for path in (*(ROOT / ".github/workflows").glob("tfgen-*.yml"), *(ROOT / ".gitlab").iterdir()):
        assert "terraform -chdir" not in path.read_text(), path.name
