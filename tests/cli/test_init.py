"""`tfgen init`: a project from what the package carries, beside whatever is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from bundled_stack import rendered
from typer.testing import CliRunner, Result

from generator import __version__, starter
from generator.cli.main import app
from generator.output.whole_file import part_name
from generator.starter.record import RECORD, parse

ROOT = Path(__file__).parents[2]


def init(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["init", *arguments])


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_the_stack_and_the_pipelines_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = init("events")
    written = tree(tmp_path / "events")

    assert done.exit_code == 0, done.output
    record = parse(written.pop(RECORD))
    assert done.stdout.splitlines() == [f"created  events/{path}" for path in sorted([RECORD, *starter.files()])]
    assert written == record.files == starter.files()
    for path in ("environments/schema.json", "templates/lambda.tf.j2", ".github/workflows/tfgen-plan.yml"):
        assert written[path] == (ROOT / path).read_bytes()
    assert {".gitignore", ".gitattributes", ".pre-commit-config.yaml", "README.md", "tfgen.toml"} <= set(written)
    assert "lambda-src/layers/common-dependencies/nodejs/node_modules/common-dependencies/index.mjs" in written


def test_what_is_there_stays_and_what_differs_is_listed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n")
    (tmp_path / "tfgen.toml").write_bytes(starter.files()["tfgen.toml"])
    done = init(str(tmp_path))
    again = init(str(tmp_path))

    assert (done.exit_code, again.exit_code) == (1, 1)
    assert f"kept     {tmp_path}/README.md" in done.stdout.splitlines()
    assert (tmp_path / "README.md").read_text() == "mine\n"
    assert (
        done.stderr.splitlines()[0] == f"{len(starter.files()) - 1} created, 1 kept as they are, 1 there already"
    )
    assert again.stdout == f"kept     {tmp_path}/README.md\n"
    assert parse((tmp_path / RECORD).read_bytes()).files.keys() == starter.files().keys() - {"README.md"}


def test_all_there_already_is_nothing_to_report(tmp_path: Path) -> None:
    init(str(tmp_path))
    before = tree(tmp_path)
    done = init(str(tmp_path))

    assert (done.exit_code, done.stdout) == (0, "")
    assert tree(tmp_path) == before


def test_what_a_killed_one_left_of_its_record_goes_with_the_next(tmp_path: Path) -> None:
    """It was killed between the record's own name and the end of the other one."""
    init(str(tmp_path))
    before = tree(tmp_path)
    (tmp_path / part_name(RECORD)).hardlink_to(tmp_path / RECORD)
    done = init(str(tmp_path))

    assert (done.exit_code, tree(tmp_path)) == (0, before)
    assert done.stderr.splitlines()[0] == f"0 created, 0 kept as they are, {len(before)} there already"


def test_a_link_is_kept_and_what_it_leads_to_not_written(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    project = tmp_path / "project"
    project.mkdir()
    (project / "README.md").symlink_to(elsewhere)
    done = init(str(project))

    assert done.exit_code == 1
    assert not elsewhere.exists()
    assert (project / "README.md").is_symlink()


def test_folders_that_are_links_or_files_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    project = tmp_path / "project"
    project.mkdir()
    (project / ".github").symlink_to(tmp_path / "elsewhere")
    (project / "templates").write_text("a file")
    done = init(str(project))

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "error: .github: is a link, and has to be a folder (move it away, or name another DIR)",
        "error: templates: is a file, and has to be a folder (move it away, or name another DIR)",
    ]
    assert sorted(path.name for path in project.iterdir()) == [".github", "templates"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_for_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = init(str(tmp_path / "taken"))

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"error: {tmp_path}/taken: is not a folder\n"


@pytest.mark.parametrize(
    ("told", "requirement"),
    [
        (
            {"url": "https://git.example.com/tfgen", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "tfgen-hcl @ git+https://git.example.com/tfgen@abc\n",
        ),
        (
            {"url": "https://example.com/tfgen.whl", "archive_info": {"hashes": {"sha256": "00"}}},
            "tfgen-hcl @ https://example.com/tfgen.whl#sha256=00\n",
        ),
        (
            {"url": "https://me:token@git.example.com/tfgen", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            f"tfgen-hcl=={__version__}\n",
        ),
        ({"url": "file:///home/me/tfgen", "dir_info": {"editable": True}}, f"tfgen-hcl=={__version__}\n"),
        ({}, f"tfgen-hcl=={__version__}\n"),
    ],
)
def test_pipelines_install_what_was_installed_here_if_others_can(
    told: dict[str, object], requirement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Installed:
        version = "1.2.3"

        def read_text(self, name: str) -> str:
            return json.dumps(told)

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Installed())
    lines = starter.files()[starter.REQUIREMENTS].decode().splitlines(keepends=True)

    assert "".join(line for line in lines if not line.startswith("#")) == requirement


@pytest.mark.slow
def test_a_wheel_carries_what_an_editable_install_finds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        prefix = "generator/starter/shared/"
        carried = {
            name.removeprefix(prefix): archive.read(name) for name in archive.namelist() if name.startswith(prefix)
        }
    own = {*starter.OWN.values(), starter.REQUIREMENTS}

    assert carried == {path: content for path, content in starter.files().items() if path not in own}


@pytest.mark.slow
def test_a_project_works_from_a_wheel_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True, symlinks=True)
    quiet = ("--quiet", "--no-compile", "--disable-pip-version-check")
    subprocess.run([tmp_path / "venv/bin/pip", "install", *quiet, str(wheel)], check=True)
    elsewhere = {"PATH": f"{tmp_path}/venv/bin:{os.environ['PATH']}", "HOME": str(tmp_path)}
    script = "tfgen init x && cd x && tfgen render --env dev && tfgen check --env dev && tfgen validate --all"
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    project = tmp_path / "x"
    written = {path: content for path, content in tree(project).items() if not path.startswith("out/")}
    assert parse(written.pop(RECORD)).files == written == starter.files()
    assert tree(project / "out/dev").items() >= rendered("dev").items()


@pytest.mark.slow
def test_an_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = "from hatchling.build import build_sdist; import sys; print(build_sdist(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    with tarfile.open(tmp_path / made.stdout.strip()) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", again, str(tmp_path)], cwd=source, capture_output=True, text=True, check=False
    )

    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(tmp_path / made.stdout.strip()) as one, zipfile.ZipFile(wheel) as other:
        assert {name: one.read(name) for name in one.namelist() if "dist-info" not in name} == {
            name: other.read(name) for name in other.namelist() if "dist-info" not in name
        }


def test_what_comes_next_is_a_command_to_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert init("a demo").stderr.splitlines()[-1] == "next: cd 'a demo' && tfgen render --env dev"
    monkeypatch.chdir(tmp_path / "a demo")
    assert init().stderr.splitlines()[-1].startswith("0 created")


def test_in_a_folder_of_a_repository_pipelines_go_to_its_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work/.git").mkdir(parents=True)
    (tmp_path / "work/tools").mkdir()
    monkeypatch.chdir(tmp_path / "work/tools")
    done = init("../infra")

    assert done.exit_code == 0, done.output
    assert (tmp_path / "work/.github/workflows/tfgen-plan.yml").is_file()
    assert (tmp_path / "work/infra/templates/lambda.tf.j2").is_file()
    assert not (tmp_path / "work/infra/.github").exists()
    assert "created  ../.gitlab-ci.yml" in done.stdout.splitlines()
    assert done.stderr.splitlines()[-1] == "next: cd ../infra && tfgen render --env dev"
