"""`tfgen diff --format html`, as a user types it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from bundled_stack import ROOT, rendered
from hostile_text import hidden
from typer.testing import CliRunner, Result

from generator.cli.main import app
from generator.output import land

PROJECT = ("--project", str(ROOT), "--out", "../out")


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *PROJECT, "--format", "html", *arguments])


def words(page: str) -> str:
    """What a page says, without its tags, style and script."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, beside which dev is rendered."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    land(tmp_path / "out" / "dev", rendered("dev"), boundary=tmp_path / "out")


def test_a_page_tells_what_would_change_what_is_wrong_with_it_and_how_events_flow() -> None:
    result = tfgen(
        "--env",
        "dev",
        "--env",
        "pr-7",
        "--set",
        "consumers.event_storage.function.timeout_seconds=61",
        "--output",
        "review.html",
    )

    assert (result.exit_code, result.stdout) == (1, "")
    page = Path("review.html").read_text(encoding="utf-8")
    told = words(page)
    assert "2 of 2 environments differ from what is on disk" in told
    assert "timeout: 60 → 61" in told
    assert "All of it would be added." in told
    assert "The check found nothing in" in told
    assert "event-platform-dev-ingest-fn → puts events → event-platform-dev-bus" in told
    assert '<g class="box function is-changed">' in page
    assert page.count("<script>") == 1
    assert hidden(page) == []


def test_findings_are_those_of_what_would_be_rendered() -> None:
    Path("tfgen.toml").write_text('[check]\nselect = ["TFG018"]\n\n[check.options.TFG018]\nminimum_seconds = 62\n')

    told = words(tfgen("--env", "dev", "--set", "consumers.event_storage.function.timeout_seconds=61").stdout)

    assert "errors found" in told
    assert "error TFG018 lambda-timeout-range 61 s (var.event_storage_timeout_seconds) is below 62 s" in told
    assert "lambda.tf:" in told


def test_a_value_of_a_spec_stays_a_text() -> None:
    result = tfgen(
        "--env",
        "dev",
        "--set",
        'consumers.event_storage.function.variables.NOTE="</script><script>alert(1)</script>"',
    )

    assert result.exit_code == 1, result.stderr
    assert "<script>alert(1)" not in result.stdout
    assert "</script><script>alert(1)</script>" in words(result.stdout)


def test_nothing_that_differs_is_a_page_too() -> None:
    result = tfgen("--env", "dev")

    assert result.exit_code == 0
    assert "Nothing differs from what is on disk" in words(result.stdout)


def test_an_environment_that_can_not_be_rendered_is_said_to_be() -> None:
    result = tfgen("--env", "dev", "--set", "consumers.event_storage.function.timeout_seconds=1")

    assert result.exit_code == 2
    told = words(result.stdout)
    assert "1 environment can't be compared with what is on disk" in told
    assert "Nothing differs" not in told
    assert "Not compared dev --set consumers.event_storage.function.timeout_seconds: 1 is below" in told
