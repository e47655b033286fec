"""Whatever is wrong with what a user gives: exit code 2, one clear line for each problem, and nothing written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli.main import app

Tfgen = Callable[..., Result]
Files = dict[str, str | bytes]

PROJECT: Files = {
    "environments/schema.json": """{
      "additionalProperties": false,
      "properties": {
        "region": {"type": "string", "default": "us-east-1"},
        "size": {"type": "integer", "description": "Megabytes.", "maximum": 10, "default": 2}
      }
    }""",
    "environments/base.yaml": "abstract: true\nsize: 3\n",
    "environments/prod.yaml": "extends: base\n",
    "environments/pr.yaml": "extends: base\nmatches: pr-[0-9]+\n",
    "templates/main.tf.j2": 'a = {{ size }}\nb = {{ region }}\nc = {{ folder("source") }}\n',
    "source/index.mjs": "export {};\n",
}
TOO_LARGE = "-> 50 MiB"
BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def fill(root: Path, files: Files) -> None:
    """Write files; `-> x` makes a link to x, and nothing removes what is there."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content == TOO_LARGE:
            with target.open("wb") as stream:
                stream.truncate(50 * 1024 * 1024)
        elif isinstance(content, bytes):
            target.write_bytes(content)
        elif content.startswith("-> "):
            target.symlink_to(content.removeprefix("-> "))
        elif content:
            target.write_text(content)
        else:
            target.unlink()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): b"" if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    fill(root, PROJECT)
    monkeypatch.chdir(root)
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    return root


@pytest.fixture
def tfgen(project: Path) -> Tfgen:
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


SPECS: dict[str, tuple[str | bytes, str]] = {
    "not YAML": ("size: [1\n", "environments/dev.yaml:1:7: a [ whose items are not separated by commas"),
    "a list": ("- size\n", "environments/dev.yaml:1:1: a spec is a map of knobs, and this is a list"),
    "a text": ("size 3\n", 'environments/dev.yaml:1:1: a spec is a map of knobs, and this is the single value "size 3"'),
    "duplicate keys": ("size: 1\nsize: 2\n", 'environments/dev.yaml:2:1: duplicate key "size" (the first one is at line 1'),
    "blank": ("\n", "environments/dev.yaml:1:1: the file is empty"),
    "a comment alone": ("# later\n", "environments/dev.yaml:1:1: the file is empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "environments/dev.yaml:1:1: the file is empty"),
    "two documents": ("size: 1\n---\nsize: 2\n", "environments/dev.yaml:2:1: a second document"),
    "50 MB": (TOO_LARGE, "environments/dev.yaml:1:1: is larger than 1,048,576 bytes"),
    "billion laughs": (BILLION_LAUGHS, "the file holds more than 100,000 values, aliases written out"),
    "deep": ("a: " + "[" * 5000, "maps and lists nest deeper than 64 levels"),
    "a link to itself": ("-> dev.yaml", "environments/dev.yaml:1:1: can't be read: "),
    "a link to nothing": ("-> nowhere.yaml", "environments/dev.yaml:1:1: there is no such file"),
    "not UTF-8": (b"size: \xff\n", "environments/dev.yaml:1:7: this is not UTF-8"),
    "a NUL": (b"size: 1\0\n", "environments/dev.yaml:1:8: the character U+0000 can't stand in a spec"),
    "no parent": ("extends: bas\n", 'environments/dev.yaml:1:10: extends "bas": there is no such spec (did you mean "base"?'),
    "its own parent": ("extends: dev\n", "environments/dev.yaml:1:10: extends goes round in a circle: dev → dev"),
    "code": ("size: !!python/object/apply:os.system [id]\n", "environments/dev.yaml:1:7: a tag (!…) means nothing in a spec"),
    "out of bounds": ("size: 11\n", "environments/dev.yaml:1:7: size: 11 is above the maximum of 10 (Megabytes)"),
}  # fmt: skip


@pytest.mark.parametrize(("spec", "expected"), SPECS.values(), ids=SPECS)
def test_a_spec_that_can_not_be_used(tfgen: Tfgen, project: Path, spec: str | bytes, expected: str) -> None:
    fill(project, {"environments/dev.yaml": spec})
    assert_refused(tfgen, project, expected)


NAMES = {
    "../x": '"../x" can\'t be the name of an environment (lower-case letters, digits and inner hyphens, at most 64',
    "-rf": '"-rf" can\'t be the name of an environment',
    "PR 1": '"PR 1" can\'t be the name of an environment',
    "x" * 200: "…\" can't be the name of an environment",
    "a/b": '"a/b" can\'t be the name of an environment',
    "a\nb": '"a\\nb" can\'t be the name of an environment',
    "pr-٣": '"pr-٣" can\'t be the name of an environment',
    "prd": 'there is no environment "prd" (did you mean "prod"?; environments: prod; patterns: pr-[0-9]+ (environments/pr.yaml))',
    "pr-x": 'there is no environment "pr-x" (environments: prod; patterns: pr-[0-9]+ (environments/pr.yaml))',
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=lambda text: ascii(text)[:12])
def test_a_name_that_can_not_be_an_environments(tfgen: Tfgen, project: Path, name: str, expected: str) -> None:
    assert_refused(tfgen, project, expected, name)


@pytest.mark.parametrize("name", ["PR 1", "-rf", "x" * 200])
def test_a_spec_file_whose_name_can_not_be_an_environments(tfgen: Tfgen, project: Path, name: str) -> None:
    fill(project, {f"environments/{name}.yaml": "extends: base\n"})
    expected = f"environments/{name}.yaml:1:1: "
    for command in ("render", "validate", "list"):
        before = tree(project)
        done = tfgen(command, *(["--all"] * (command != "list")))

        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {expected}")
        assert "can't be the name of an environment (rename the file" in done.stderr
        assert done.stderr.count("\n") == 1
        assert tree(project) == before


TEMPLATES: dict[str, tuple[str | bytes, str]] = {
    "unknown name": ("a = 1\nb = {{ nope }}\n", "templates/main.tf.j2:2:1: 'nope' is undefined"),
    "unknown value": ("a = {{ size.nope }}\n", "templates/main.tf.j2:1:1: "),
    "not Jinja": ("a = {{ size \n", "templates/main.tf.j2:1:1: unexpected end of template"),
    "not HCL": ("\na = {{ size }} {\n", "templates/main.tf.j2:2:1: what it writes is not HCL: "),
    "a value that is no name": (
        "{{ region | identifier }}{{ size | identifier }} = 1\n",
        "can't be a name in HCL (letters, digits, _ and - only; last read: size from environments/base.yaml:2:7)",
    ),
    "no such template": ('{% include "none.tf.j2" %}\n', 'templates/main.tf.j2:1:1: there is no template "none.tf.j2"'),
    "no such filter": ("a = {{ size | shell }}\n", "templates/main.tf.j2:1:1: No filter named 'shell'"),
    "no such folder": ('a = {{ folder("nowhere") }}\n', "nowhere:1:1: there is no such folder"),
    "a folder outside": ('a = {{ folder("../project/source") }}\n', "out/prod: ../project/source/index.mjs can't be"),
    "not UTF-8": (b"a = \xff\n", "templates/main.tf.j2:1:1: is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_can_not_be_used(
    tfgen: Tfgen, project: Path, template: str | bytes, expected: str
) -> None:
    fill(project, {"templates/main.tf.j2": template})
    assert_refused(tfgen, project, expected, "prod")


MISSING: dict[str, tuple[Files, str]] = {
    "no specs": (
        {f"environments/{name}.yaml": "" for name in ("base", "prod", "pr")},
        'there is no environment "prod" (environments/ holds no spec)',
    ),
    "no templates": ({"templates/main.tf.j2": ""}, "templates:1:1: there are no templates (they end in .tf.j2)"),
    "no schema": ({"environments/schema.json": ""}, "environments/schema.json:1:1: there is no such file"),
    "an empty schema": ({"environments/schema.json": "\n"}, "environments/schema.json:2:1: can't be read as JSON"),
    "an empty folder": ({"source/index.mjs": ""}, "source:1:1: the folder is empty"),
    "a file for out": ({"out": "mine\n"}, "out: is not a folder"),
}


@pytest.mark.parametrize(("files", "expected"), MISSING.values(), ids=MISSING)
def test_a_project_that_lacks_something(tfgen: Tfgen, project: Path, files: Files, expected: str) -> None:
    fill(project, files)
    assert_refused(tfgen, project, expected, "prod")


def test_a_folder_that_is_no_project(tfgen: Tfgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    done = tfgen("render", "--all")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {tmp_path / 'empty'}: no project here, nor in a folder above")


def test_a_project_without_environments_has_nothing_to_render_and_says_so(tfgen: Tfgen, project: Path) -> None:
    fill(project, {"environments/prod.yaml": ""})

    done = tfgen("render", "--all")

    assert (done.exit_code, done.stdout) == (0, "")
    assert "there is no environment with a spec of its own" in done.stderr


def test_line_endings_of_windows_change_nothing(tfgen: Tfgen, project: Path) -> None:
    assert tfgen("render", "--env", "prod").exit_code == 0
    before = tree(project / "out")
    for path in [*(project / "environments").iterdir(), *(project / "templates").iterdir()]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert tfgen("render", "--env", "prod", "--check").exit_code == 0
    shutil.rmtree(project / "out")
    assert tfgen("render", "--env", "prod").exit_code == 0
    assert tree(project / "out") == before


def assert_refused(tfgen: Tfgen, project: Path, expected: str, environment: str = "dev") -> None:
    before = tree(project)
    done = tfgen("render", "--env", environment)

    assert (done.exit_code, done.stdout) == (2, "")
    assert expected in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert tree(project) == before


def on_disk(project: Path, options: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tfgen in a mount namespace of its own, in which `out` is a disk, and then list what is new there."""
    script = f'mount {options} "$PWD/out" && touch before && "$@"; code=$?; find out -newer before; exit $code'
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", *command],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def mounts(project: Path) -> None:
    """Skip a test where a user can't mount a disk."""
    (project / "out").mkdir()
    try:
        tried = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", project / "out"],
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare here, to mount disks with")
    if tried.returncode:
        pytest.skip("this system lets nobody mount a disk of their own")


@pytest.mark.usefixtures("mounts")
def test_a_full_disk_is_told_and_holds_nothing_half_written(project: Path) -> None:
    fill(project, {"source/large.txt": "x" * 200_000})
    done = on_disk(project, "-t tmpfs -o size=64k none", "render", "--env", "prod")

    assert (done.returncode, done.stdout) == (2, "out\n")  # the folder was touched, and is empty again
    assert done.stderr == "error: out/prod: can't be written: No space left on device\n"


@pytest.mark.usefixtures("mounts")
def test_a_read_only_disk_is_told_and_what_was_there_is_intact(tfgen: Tfgen, project: Path) -> None:
    assert tfgen("render", "--env", "prod").exit_code == 0
    before = tree(project / "out")
    read_only = "--bind out out && mount -o remount,ro,bind"

    changed = on_disk(project, read_only, "render", "--env", "prod", "--set", "size=9")
    settled = on_disk(project, read_only, "render", "--env", "prod")

    assert (changed.returncode, changed.stdout) == (2, "")
    assert changed.stderr == "error: out/prod: can't be written: Read-only file system\n"
    assert (settled.returncode, settled.stdout) == (0, "")
    assert tree(project / "out") == before


def test_a_killed_process_leaves_the_old_set_or_the_new_one(tfgen: Tfgen, project: Path) -> None:
    fill(project, {f"source/{number}.txt": f"{number}\n" for number in range(300)})
    assert tfgen("render", "--env", "prod").exit_code == 0
    command = [sys.executable, "-m", "generator", "render", "--env", "prod"]
    old = rendered(project)
    for number, size in enumerate([4, 5, 6, 7]):
        process = subprocess.Popen(
            [*command, "--set", f"size={size}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_stage(project / "out/prod/.tfgen", process)
        time.sleep(number * 0.002)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        # The next render says so if it had something to repair, and lands whole either way.
        assert rendered(project) - old <= {b"a = 3", *(b"a = %d" % each for each in range(4, size + 1))}
        assert tfgen("render", "--env", "prod").exit_code == 0
        assert rendered(project) == old
        assert sorted(os.listdir(project / "out/prod/.tfgen")) == ["lock", "manifest.json"]


def rendered(project: Path) -> set[bytes]:
    """Return the lines of all rendered files."""
    return {line for text in tree(project / "out/prod").values() for line in text.splitlines() if b"a = " in line}


def wait_for_stage(state: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a write is under way, or over."""
    while process.poll() is None and len(os.listdir(state)) < 2:
        time.sleep(0.0005)
