"""`tfgen affected --applied`: what is still to be applied, or destroyed, by the tags that pipelines leave."""

from __future__ import annotations

import json
import shutil

import pytest
from ephemeral_project import Tfgen, repository
from git_repository import Repository
from typer.testing import CliRunner

from generator.cli.main import app

__all__ = ["repository"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def tfgen(repository: Repository) -> Tfgen:
    return lambda *arguments: CliRunner().invoke(app, ["affected", *arguments])


def apply(repository: Repository, *environments: str) -> None:
    """Record that environments are applied from the commit that is checked out."""
    for environment in environments:
        repository.git("tag", "--annotate", "--force", "--message=applied", f"tfgen/applied/{environment}")


def due(tfgen: Tfgen, *arguments: str) -> dict[str, str]:
    """Return what is to be done, with the reason."""
    done = tfgen("--applied", "--format", "json", *arguments)
    assert done.exit_code == 0, done.stderr
    return {row["name"]: f"{row['action']}: {row['reason']}" for row in json.loads(done.stdout)["environments"]}


def test_what_was_never_applied_is_new(tfgen: Tfgen) -> None:
    assert due(tfgen) == {"dev": "render: added", "prod": "render: added"}


def test_each_is_held_against_its_own_commit(repository: Repository, tfgen: Tfgen) -> None:
    apply(repository, "prod")
    repository.commit({"environments/base.yaml": "abstract: true\nsize: 4\n"})
    apply(repository, "dev")
    repository.commit({"environments/prod.yaml": "extends: base\nsize: 8\nnotes: true\n"})

    assert due(tfgen) == {"prod": "render: changed"}


def test_what_failed_or_was_never_approved_comes_again(repository: Repository, tfgen: Tfgen) -> None:
    apply(repository, "dev", "prod")
    repository.commit({"environments/dev.yaml": "extends: base\nsize: 5\n"})
    repository.commit({"README.md": "Something else.\n"})

    assert due(tfgen) == {"dev": "render: changed"}
    apply(repository, "dev")
    assert due(tfgen) == {}


def test_what_is_gone_is_to_be_destroyed(repository: Repository, tfgen: Tfgen) -> None:
    apply(repository, "dev", "prod")
    repository.commit({"environments/prod.yaml": None})

    assert due(tfgen) == {"prod": "destroy: removed"}


def test_environments_of_pull_requests_are_left_to_these(repository: Repository, tfgen: Tfgen) -> None:
    apply(repository, "dev", "prod", "pr-7")
    repository.commit({"environments/base.yaml": "abstract: true\nsize: 4\n"})
    assert due(tfgen) == {"dev": "render: changed"}

    repository.commit({"environments/pr.yaml": None})
    assert due(tfgen) == {"dev": "render: changed"}


def test_a_spec_that_is_invalid_now_is_an_error(repository: Repository, tfgen: Tfgen) -> None:
    repository.commit({"environments/dev.yaml": "extends: base\nsize: 11\n"})
    done = tfgen("--applied")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: environments/dev.yaml:2:7: size")


@pytest.mark.parametrize("arguments", [(), ("--applied", "--since", "main"), ("--applied", "--env", "dev")])
def test_either_a_revision_or_what_was_applied_is_named(tfgen: Tfgen, arguments: tuple[str, ...]) -> None:
    done = tfgen(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: affected takes --since REF, or --applied alone")


def test_gitlab_gets_a_child_pipeline(repository: Repository, tfgen: Tfgen) -> None:
    apply(repository, "dev", "prod")
    repository.commit({"environments/prod.yaml": None})
    done = tfgen("--applied", "--format", "gitlab")

    assert '"destroy prod":\n  extends: .tfgen-destroy' in done.stdout
