"""What goes out to a person: nothing in it hides or acts, and what can't be written ends with the right exit code."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hostile_text import HOSTILE, hidden
from typer.testing import CliRunner

from generator.cli import terminal
from generator.cli.main import app
from generator.cli.terminal import Stream, style
from generator.report.visible import visible

TFGEN = [sys.executable, "-m", "generator"]
PROJECT = {
    "environments/schema.json": json.dumps(
        {
            "properties": {
                "region": {"type": "string", "default": "us-east-1"},
                "text": {"type": "string", "default": ""},
            }
        }
    ),
    "environments/dev.yaml": 'text: "\\e]0;x\\a\\x9b\\u202e\\u200b"\n',
    "templates/main.tf.j2": "locals {\n  a = {{ text }}\n}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in PROJECT.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_stream_shows_it_beside_and_inside_of_colours_of_ours(text: str) -> None:
    raw = io.BytesIO()
    stream = Stream(raw, "standard output", "utf-8")
    stream.write(f"{text}{style(text, 'red')}{text}\n")
    stream.flush()

    seen = visible(text)
    assert raw.getvalue().decode() == f"{seen}\033[1;31m{seen}\033[0m{seen}\n"


def test_a_stream_of_another_encoding_shows_escapes() -> None:
    raw = io.BytesIO()
    stream = Stream(raw, "standard output", "ascii")
    stream.write("é\u202e\n")
    stream.flush()

    assert raw.getvalue() == b"\\xe9\\u202e\n"


@pytest.mark.parametrize(
    "arguments",
    [["show", "dev"], ["show", "dev", "--format", "json"], ["show", "dev", "--provenance"], ["render", "--env", "dev"],
     ["diff", "--env", "dev"], ["check", "--env", "dev"], ["list"], ["render", "--env", "\x1b[31m"], ["\x1b[31m"],
     ["--\x1b[31m"], ["explain", "\x9b\u202e"], ["trace", "\x1b]0;x\x07:3"], ["graph", "\x1b[31m"], ["check", "\u202e"]],
    ids=" ".join,
)  # fmt: skip
def test_no_command_prints_what_a_stranger_hides(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(project)
    done = CliRunner().invoke(app, arguments)

    assert hidden(done.stdout) == hidden(done.stderr) == []
    assert done.exit_code in (0, 1, 2)


def test_yaml_reads_back_as_what_the_spec_holds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    shown = CliRunner().invoke(app, ["show", "dev"]).stdout

    assert yaml.safe_load(shown)["text"] == "\x1b]0;x\x07\x9b\u202e\u200b"


def test_json_holds_what_the_spec_does(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)

    shown = json.loads(CliRunner().invoke(app, ["show", "dev", "--format", "json"]).stdout)
    assert shown["text"] == "\x1b]0;x\x07\x9b\u202e\u200b"


@pytest.mark.parametrize("how", ["text", "github", "json", "sarif", "junit"])
def test_a_folder_is_checked_in_words_alone(tmp_path: Path, how: str) -> None:
    folder = tmp_path / os.fsdecode(b"a\xff\x1b[31m")
    folder.mkdir()
    (folder / "b\x1b]52;c;aGk=\x07\u202e.tf").write_text(
        'locals {\n  "\x1b[31m\u202e" = 1\r\n  x = "\x9b" # \x07\n'
    )
    done = subprocess.run([*TFGEN, "check", folder, "--format", how], capture_output=True, check=False)

    assert done.returncode == 1
    assert hidden((done.stdout + done.stderr).decode()) == []


def test_colours_are_ours_alone_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("locals {\n  unused = 1 # \x1b[31m\n}\n")
    reader, writer = pty.openpty()
    subprocess.run(
        [*TFGEN, "check", tmp_path, "--select", "TFG128"], stdout=writer, stderr=subprocess.DEVNULL, check=False
    )
    os.close(writer)
    shown = b""
    try:
        while piece := os.read(reader, 65_536):
            shown += piece
    except OSError:  # nobody has the other end any more
        pass

    assert shown.startswith(b"\x1b[1;33mwarning[")
    assert b"\\u001b[31m" in shown
    assert shown.count(b"\x1b") == 2 * shown.count(b"\x1b[0m")


@pytest.mark.parametrize(
    ("redirected", "stale", "expected"),
    [
        (">&-", False, 0),
        ("2>&-", False, 0),
        (">&- 2>&- <&-", False, 0),
        ("2>/dev/full", False, 0),
        (">&-", True, 2),
        (">/dev/full", True, 2),
        ("2>&-", True, 1),
        ("| true", True, 1),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_drift(
    project: Path, redirected: str, stale: bool, expected: int
) -> None:
    def shell(command: str) -> subprocess.CompletedProcess[str]:
        words = ["bash", "-o", "pipefail", "-c", f'"$@" {command}', "bash", *TFGEN]
        words += ["render", "--env", "dev", "--verbose", *(["--check"] * (command != ">/dev/null"))]
        return subprocess.run(words, cwd=project, capture_output=True, text=True, check=False)

    if not stale:
        assert shell(">/dev/null").returncode == 0
    done = shell(redirected)

    assert done.returncode == expected
    assert "Traceback" not in done.stderr


def test_a_version_that_can_not_be_written_is_a_failure() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*TFGEN, "--version"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        2, "error: standard output can't be written: No space left on device\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "module", ["generator.cli.main", "typer", "generator.cli.check", "generator.check.engine"]
)
def test_an_interrupt_is_one_word_whatever_is_being_imported(tmp_path: Path, module: str) -> None:
    program = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from generator.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize(
    "work",
    [
        "try:\n        os.kill(os.getpid(), signal.SIGINT)\n    except KeyboardInterrupt:\n        raise TfgenError('?')",
        "try:\n        os.kill(os.getpid(), signal.SIGINT)\n    except KeyboardInterrupt:\n        raise ValueError('?')",
        "held = Held()\n    known = weakref.ref(held, lambda _: os.kill(os.getpid(), signal.SIGINT))\n    del held",
    ],
    ids=["a failure", "an error", "swallowed"],
)
def test_an_interrupt_is_one_word_whatever_a_library_makes_of_it(tmp_path: Path, work: str) -> None:
    program = (
        "import os, signal, weakref\n"
        "from generator.cli import main\n"
        "from generator.errors import TfgenError\n"
        "from generator.files import project\n"
        "class Held: pass\n"
        f"def locate(*_):\n    {work}\n    print('and on')\n"
        "project.located_stacks = locate\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_an_interrupt_that_is_to_be_ignored_is(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from generator.cli import main\n"
        "from generator.files import project\n"
        "project.located_stacks = lambda *_: os.kill(os.getpid(), signal.SIGINT) or []\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )

    assert done.returncode == 2
    assert "no project here" in done.stderr


def test_the_mark_of_colours_is_another_in_every_process() -> None:
    command = [sys.executable, "-c", "from generator.cli.terminal import _MARK; print(_MARK)"]
    other = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert other != terminal._MARK


@pytest.mark.parametrize("how", ["text", "github"])
def test_a_line_break_in_a_name_makes_no_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\nerror: all is lost\n::error::b.tf").write_text("locals {\n  unused = 1\n}\n")
    lines = CliRunner().invoke(app, ["check", "--format", how]).stdout.splitlines()

    assert lines
    assert [line for line in lines if line.startswith(("error: all", "::error::b"))] == []
