"""`tfgen new consumer|function|route`: the spec's lines, a handler, its test; and what is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator import starter
from generator.cli.main import app
from generator.output import journal

Tfgen = Callable[..., Result]
BASE = "environments/base.yaml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a new project, and work in it."""
    for path, content in starter.files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tfgen(project: Path) -> Tfgen:
    """Return how a user calls tfgen in that project."""
    return lambda *arguments: CliRunner().invoke(app, [*arguments])


def added(project: Path, before: str) -> list[str]:
    """Return the lines that base.yaml has more, all others being as they were."""
    lines, old = (project / BASE).read_text().splitlines(), before.splitlines()
    more = []
    for line in lines:
        if old and line == old[0]:
            old.pop(0)
        else:
            more.append(line)
    assert old == [], "a line is gone"
    return more


def test_a_consumer_listens_to_processed_events(tfgen: Tfgen, project: Path) -> None:
    before = (project / BASE).read_text()
    done = tfgen("new", "consumer", "audit")

    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "changed  environments/base.yaml",
        *(f"created  lambda-src/audit/{name}" for name in ("common.mjs", "consumer.mjs", "index.mjs")),
        "created  lambda-src/tests/audit.test.mjs",
    ]
    assert added(project, before) == ["  audit:", "    listens:", '      detail_types: ["EventProcessed"]']


def test_the_next_one_finishes_what_was_interrupted(
    tfgen: Tfgen, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_finish", lambda *_: sys.exit(9))
        assert tfgen("new", "consumer", "audit").exit_code == 9
    assert not (project / "lambda-src/audit").exists()
    done = tfgen("new", "consumer", "audit")

    assert done.exit_code == 2
    assert "consumers.audit is there already" in done.stderr
    assert (project / "lambda-src/audit/index.mjs").exists()
    assert not (project / ".tfgen").exists()


def test_what_is_new_renders_and_is_found_right(tfgen: Tfgen, project: Path) -> None:
    pattern = '{"detail-type": ["OrderPaid"], "source": ["shop"], "detail": {"event_type": ["a"]}}'
    made = [
        tfgen("new", "consumer", "mails", "--pattern", pattern),
        tfgen("new", "function", "report", "--schedule", "cron(0 6 * * ? *)"),
        tfgen("new", "route", "/orders/{id}"),
        tfgen("new", "route", "/orders", "--method", "post"),
        tfgen("new", "consumer", "only", "--env", "dev"),
    ]
    rendered, checked = tfgen("render", "--all"), tfgen("check", "--all")
    api = (project / "out/dev/api.tf").read_text()

    assert [each.exit_code for each in (*made, rendered, checked)] == [0] * 7, [each.stderr for each in made]
    assert 'resource "aws_api_gateway_method" "get_orders_id"' in api
    assert api.count("aws_lambda_function.orders.invoke_arn") == 2
    assert 'resource "aws_sqs_queue" "only"' in (project / "out/dev/sqs.tf").read_text()
    assert 'resource "aws_sqs_queue" "only"' not in (project / "out/prod/sqs.tf").read_text()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["consumer", "event_storage"], "consumers.event_storage is there already"),
        (["function", "authorizer"], "functions.authorizer is there already"),
        (["route", "/events", "--method", "POST"], "api.routes.post_events is there already"),
        (["consumer", "Audit"], '"Audit" does not match the pattern'),
        (["consumer", "lost", "--pattern", '{"detail-type": ["Nope"]}'], "and nobody sends that"),
        (["consumer", "lost", "--pattern", "{"], "--pattern is not JSON"),
        (["consumer", "lost", "--pattern", '{"account": ["1"]}'], "it may say source, detail-type, detail"),
        (["function", "report", "--schedule", "hourly"], "does not match the pattern"),
        (["route", "/{id}"], "has no part to call a function by"),
        (
            ["route", "/events/{name}", "--method", "get", "--function", "nobody here"],
            "does not match the pattern",
        ),
        (["thing", "x"], "is no kind and name"),
        (["consumer", "x", "--env", "nowhere"], "there is no such spec"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tfgen: Tfgen, project: Path, arguments: list[str], expected: str
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = tfgen("new", *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert expected in done.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_code_that_is_there_is_left_alone(tfgen: Tfgen, project: Path) -> None:
    (project / "lambda-src/audit").mkdir()
    (project / "lambda-src/audit/index.mjs").write_text("export const handler = async () => ({});\n")
    done = tfgen("new", "consumer", "audit")

    assert done.stdout == "changed  environments/base.yaml\n"
    assert (project / "lambda-src/audit/index.mjs").read_text() == "export const handler = async () => ({});\n"


@pytest.mark.slow
def test_the_tests_of_what_is_new_pass(tfgen: Tfgen, project: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("the handlers' tests need Node.js")
    for arguments in (("consumer", "audit"), ("function", "report"), ("route", "/orders/{id}")):
        assert tfgen("new", *arguments).exit_code == 0
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    tests = sorted(
        str(path) for name in ("audit", "report", "orders") for path in project.glob(f"**/{name}.test.mjs")
    )
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False, env=environment)

    assert len(tests) == 3
    assert done.returncode == 0, done.stdout
