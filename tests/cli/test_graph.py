"""`tfgen graph`, as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli.main import app

ROOT = Path(__file__).parents[2]


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["graph", *arguments])


def test_an_environment_is_drawn_as_it_would_be_rendered(tmp_path: Path) -> None:
    result = tfgen("--project", str(ROOT), "--out", str(tmp_path), "--env", "pr-7")

    assert result.exit_code == 0
    assert result.stdout.startswith('---\ntitle: "How events flow through pr-7"\n---\nflowchart LR\n')
    assert "event-platform-pr-7-bus<br/>aws_cloudwatch_event_bus.main" in result.stdout
    assert '-->|"puts events"|' in result.stdout
    assert "aws_iam_role" not in result.stdout


def test_a_folder_is_drawn_with_everything_in_it(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_iam_role" "r" {}\nresource "aws_lambda_function" "f" {\n  role = aws_iam_role.r.arn\n}\n'
    )

    result = tfgen(str(tmp_path), "--all", "--format", "dot")

    assert result.exit_code == 0
    assert f'label="Resources of {tmp_path.name}"' in result.stdout
    assert '    n1 [label="aws_lambda_function.f"' in result.stdout
    assert 'graph [label="lambda"' in result.stdout
    assert "  n1 -> n0\n" in result.stdout


def test_a_folder_without_events_says_so(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_iam_role" "r" {}\n')

    result = tfgen(str(tmp_path))

    assert (result.exit_code, result.stdout.splitlines()[3:]) == (0, ["flowchart LR"])
    assert result.stderr == "note: nothing here is on events' way; --all draws all resources\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--env", "*"], "one environment is drawn at a time, and these are dev, prod, staging"),
        (["--env", "dev", "out/dev"], "an environment and a path can't be drawn together (run tfgen graph twice)"),
        (["--env", "nowhere"], "nowhere"),
        (
            [],
            "there are no .tf files here, in the root of a project (name what: --env NAME, or a folder such as out/NAME)",
        ),
        (["templates"], "templates: there are no .tf files here"),
    ],
)
def test_what_can_not_be_drawn(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)

    result = tfgen("--out", str(tmp_path), *arguments)

    assert result.exit_code == 2
    assert told in result.stderr


def test_what_cannot_be_read_is_said_and_the_rest_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_sqs_queue" "q" {\n  name =\n}\n\nresource "aws_sqs_queue" "other" {}\n'
    )

    result = tfgen(str(tmp_path), "--all")

    assert result.exit_code == 0
    assert "aws_sqs_queue.other" in result.stdout
    assert "warning: main.tf:2:9: expected an expression" in result.stderr
