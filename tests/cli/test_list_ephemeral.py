"""`tfgen list --ephemeral`: what a sweep has to know of the environments that do not last."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ephemeral_project import Tfgen, repository, schema, tfgen
from git_repository import Repository

__all__ = ["repository", "tfgen"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TODAY = datetime.datetime.now(datetime.UTC).date()


def apply(repository: Repository, environment: str, days_ago: int, *messages: str) -> str:
    """Record an apply as pipelines do, and return the commit."""
    date = f"{TODAY - datetime.timedelta(days=days_ago)}T23:30:00+0000"
    told = [f"--message={message}" for message in ("applied", *messages)]
    repository.git("tag", "--annotate", "--force", *told, f"tfgen/applied/{environment}", date=date)
    return repository.git("rev-parse", "HEAD")


def rows(tfgen: Tfgen) -> dict[str, dict[str, Any]]:
    done = tfgen("list", "--ephemeral", "--format", "json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["version"] == 1
    return {row["name"]: row for row in document["environments"]}


def test_what_is_applied_is_listed_with_its_owner_and_its_end(tfgen: Tfgen, repository: Repository) -> None:
    old = apply(repository, "pr-7", 14)
    new = apply(repository, "pr-8", 13, "--set owner=alice\n--set days=20")
    apply(repository, "prod", 100)

    day = (TODAY + datetime.timedelta(days=7)).isoformat()
    common = {"region": "us-east-1", "account": None, "spec": "environments/pr.yaml", "protected": False}
    common["stack"] = common["pinned"] = None
    assert rows(tfgen) == {
        "pr-7": {
            **common,
            "name": "pr-7",
            "state": "never rendered",
            "owner": None,
            "pull_request": "7",
            "applied": old,
            "expires_on": TODAY.isoformat(),
            "expired": True,
        },
        "pr-8": {
            **common,
            "name": "pr-8",
            "state": "never rendered",
            "owner": "alice",
            "pull_request": "8",
            "applied": new,
            "expires_on": day,
            "expired": False,
        },
    }


def test_the_text_says_it_in_a_table(tfgen: Tfgen, repository: Repository) -> None:
    commit_ = apply(repository, "pr-7", 30, "--set owner=alice\n--set protected=true")
    done = tfgen("list", "--ephemeral")

    titles, row = done.stdout.splitlines()
    assert titles.split() == [
        "NAME", "REGION", "ACCOUNT", "STATE", "OWNER", "PULL-REQUEST", "APPLIED", "EXPIRES-ON"
    ]  # fmt: skip
    day = TODAY - datetime.timedelta(days=16)
    assert row.split("  ")[-1] == f"{day} (expired, protected)"
    assert f"  alice  7             {commit_[:12]}  " in row


def test_a_later_apply_puts_the_end_off(tfgen: Tfgen, repository: Repository) -> None:
    apply(repository, "pr-7", 40)
    assert rows(tfgen)["pr-7"]["expired"]

    apply(repository, "pr-7", 1)
    assert not rows(tfgen)["pr-7"]["expired"]


def test_a_day_that_the_spec_names_goes_before_days_since_the_apply(tfgen: Tfgen, repository: Repository) -> None:
    apply(repository, "pr-7", 100, f'--set last_day="{TODAY + datetime.timedelta(days=1)}"')
    apply(repository, "pr-8", 0, f'--set last_day="{TODAY}"')
    apply(repository, "pr-9", 0, '--set last_day="2026-02-30"')
    done = tfgen("list", "--ephemeral", "--format", "json")
    found = {row["name"]: row for row in json.loads(done.stdout)["environments"]}

    assert (found["pr-7"]["expired"], found["pr-8"]["expired"]) == (False, True)
    assert (found["pr-9"]["state"], found["pr-9"]["expired"]) == ("invalid", False)
    assert "2026-02-30 is not a day" in done.stderr


def test_what_is_rendered_here_counts_also_where_it_was_never_applied(
    tfgen: Tfgen, repository: Repository
) -> None:
    tfgen("render", "--env", "pr-7", "--set", "owner=bob")
    tfgen("render", "--env", "dev")
    apply(repository, "pr-8", 3)
    found = rows(tfgen)

    assert sorted(found) == ["pr-7", "pr-8"]
    assert [found["pr-7"][key] for key in ("owner", "applied", "expires_on", "expired")] == [
        "bob",
        None,
        None,
        False,
    ]


def test_the_spec_is_read_as_it_was_applied(tfgen: Tfgen, repository: Repository) -> None:
    first = apply(repository, "pr-7", 1)
    tfgen("render", "--env", "pr-6", "--revision", "HEAD")
    tfgen("render", "--env", "pr-5")
    repository.commit(
        {"environments/pr.yaml": None, "environments/schema.json": schema(size=None), "environments/base.yaml": None,
         "environments/dev.yaml": "region: eu-west-1\n", "environments/prod.yaml": None}
    )  # fmt: skip
    repository.git("update-ref", "refs/tags/tfgen/applied/dev", "HEAD")
    found = rows(tfgen)

    # pr-5 was rendered from the working tree, which serves it no more: what it was can't be known.
    assert sorted(found) == ["pr-6", "pr-7"]
    assert [found["pr-7"][key] for key in ("applied", "spec", "state", "pull_request")] == [
        first, "environments/pr.yaml", "gone", "7"
    ]  # fmt: skip
    assert found["pr-6"]["applied"] is None


def test_what_can_not_be_read_is_listed_and_told_but_never_expired(tfgen: Tfgen, repository: Repository) -> None:
    repository.commit({"environments/pr.yaml": "matches: pr-[0-9]+\nephemeral: true\nsice: 1\n"})
    commit_ = apply(repository, "pr-7", 100)
    done = tfgen("list", "--ephemeral", "--format", "json")
    (row,) = json.loads(done.stdout)["environments"]

    assert done.exit_code == 0
    assert (row["state"], row["applied"], row["expired"], row["protected"]) == ("invalid", commit_, False, None)
    assert "sice" in done.stderr


def test_tags_that_name_no_environment_are_none_of_tfgens(tfgen: Tfgen, repository: Repository) -> None:
    for name in ("PR-7", "a/b", "x;touch y", "-n"):
        ref = f"refs/tags/tfgen/applied/{name}"
        if ";" not in name:
            repository.git("update-ref", ref, "HEAD")
    assert rows(tfgen) == {}


def test_a_plain_tag_has_no_settings_and_the_day_of_its_commit(tfgen: Tfgen, repository: Repository) -> None:
    day = TODAY - datetime.timedelta(days=2)
    repository.git("commit", "--allow-empty", "-m", "a", "-m", "--set owner=mallory", date=f"{day}T01:00:00+0000")
    repository.git("tag", "tfgen/applied/pr-7")
    (row,) = rows(tfgen).values()

    assert row["owner"] is None
    assert row["expires_on"] == (day + datetime.timedelta(days=14)).isoformat()


def test_many_applies_of_the_same_specs_read_them_once(
    tfgen: Tfgen, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        apply(repository, f"pr-{number}", 1)
        repository.commit({"README.md": f"{number}\n"})
    started: list[str] = []
    popen = __import__("subprocess").Popen
    monkeypatch.setattr(
        "generator.files.git.subprocess.Popen",
        lambda *given, **named: started.append("git") or popen(*given, **named),
    )

    assert len(rows(tfgen)) == 6
    assert len(started) <= 4  # the tags, the prefix, and one that reads objects


def test_without_a_repository_it_says_what_it_lacks(
    tfgen: Tfgen, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    shutil.rmtree(repository.folder / ".git")
    done = tfgen("list", "--ephemeral")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no git repository here" in done.stderr
    assert tfgen("list").exit_code == 0
