"""`render --since` and `check --since`: the environments alone that a change reaches."""

from __future__ import annotations

import json
import shutil

import pytest
from ephemeral_project import Tfgen, repository, tfgen
from git_repository import Repository

__all__ = ["repository", "tfgen"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

REACHES_DEV = {"environments/dev.yaml": "extends: base\nsize: 4\n"}


def rendered(repository: Repository) -> set[str]:
    return {each.name for each in repository.folder.glob("out/*")}


def test_a_render_writes_what_the_change_reaches_and_nothing_else(tfgen: Tfgen, repository: Repository) -> None:
    repository.write(REACHES_DEV)

    done = tfgen("render", "--since", "main")

    assert done.exit_code == 0, done.stderr
    assert rendered(repository) == {"dev"}
    assert "1 of 2 environments are reached since main" in done.stderr


def test_a_name_narrows_it_further(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"templates/run.tf.j2": 'output "other" {\n  value = {{ runtime }}\n}\n'})

    tfgen("render", "--since", "main", "--env", "p*")

    assert rendered(repository) == {"prod"}


def test_what_reaches_nobody_is_done_at_once(tfgen: Tfgen, repository: Repository) -> None:
    for command in ("render", "check"):
        done = tfgen(command, "--since", "main")

        assert (done.exit_code, done.stdout) == (0, "")
        assert "0 of 2 environments are reached since main" in done.stderr
    assert rendered(repository) == set()


def test_an_environment_that_is_gone_is_told_and_not_rendered(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"environments/prod.yaml": None, **REACHES_DEV})

    done = tfgen("render", "--since", "main", "--check")

    assert done.exit_code == 1, "dev is not on disk"
    assert "note: prod: gone since main" in done.stderr


def test_a_check_looks_at_what_the_change_reaches(tfgen: Tfgen, repository: Repository) -> None:
    wrong = 'output "wrong" {\n  value = {{ "local.none" | hcl }}\n}\n'
    repository.commit({"templates/wrong.tf.j2": "{% if size == 9 or size == 4 %}\n" + wrong + "{% endif %}\n"})
    repository.write(REACHES_DEV)

    done = tfgen("check", "--since", "main", "--format", "json")

    assert done.exit_code == 1, done.stderr
    found = json.loads(done.stdout)["findings"]
    assert found
    assert {each["environment"] for each in found} == {"dev"}, "prod has it too, as before"


def test_since_is_of_the_files_as_they_are(tfgen: Tfgen, repository: Repository) -> None:
    done = tfgen("render", "--since", "main", "--revision", "main")

    assert done.exit_code == 2
    assert "--since is about the files as they are" in done.stderr
    assert "nowhere" in tfgen("check", "--since", "nowhere").stderr
