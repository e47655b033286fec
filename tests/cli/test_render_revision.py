"""`tfgen render --revision`: what was applied is rendered again, for its destroy, unless a spec protects it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from ephemeral_project import SCHEMA, Tfgen, commit, schema, tfgen
from git_repository import Repository

__all__ = ["tfgen"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    found = Repository(tmp_path / "repository")
    commit(found)
    found.git("tag", "first")
    monkeypatch.chdir(found.folder)
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(repository: Repository, environment: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (repository.folder / f"out/{environment}/.tfgen/manifest.json").read_text()
    )
    return found


def change_everything(repository: Repository) -> None:
    """Commit other specs, templates and notes; the environment prod is gone, and so is the pattern."""
    repository.commit(
        {
            "environments/base.yaml": "abstract: true\nsize: 4\n",
            "environments/prod.yaml": None,
            "environments/pr.yaml": None,
            "templates/notes.tf.j2": None,
            "templates/run.tf.j2": "# other\n",
            "notes/a.txt": "b\n",
        }
    )


def test_a_revision_is_rendered_as_it_was(tfgen: Tfgen, repository: Repository) -> None:
    for name in ("prod", "pr-7"):
        tfgen("render", "--env", name)
    then = tree(repository.folder / "out")
    change_everything(repository)
    shutil.rmtree(repository.folder / "out")

    done = tfgen("render", "--env", "prod", "--env", "pr-7", "--revision", "first", "--verbose")
    again = tfgen("render", "--env", "prod", "--env", "pr-7", "--revision", "first", "--check")

    assert (done.exit_code, again.exit_code, again.stdout) == (0, 0, "")
    assert "created  out/prod/notes/a.txt" in done.stdout
    now = tree(repository.folder / "out")
    assert {path: text for path, text in now.items() if "manifest" not in path} == {
        path: text for path, text in then.items() if "manifest" not in path
    }
    assert repository.git("status", "--porcelain") == ""


def test_all_of_a_revision_are_its_environments(tfgen: Tfgen, repository: Repository) -> None:
    change_everything(repository)
    repository.commit({"environments/new.yaml": "extends: base\n"})
    tfgen("render", "--all", "--revision", "first", "--quiet")

    assert sorted(path.name for path in (repository.folder / "out").iterdir()) == ["dev", "prod"]


def test_the_manifest_remembers_the_revision_until_the_next_render(tfgen: Tfgen, repository: Repository) -> None:
    tfgen("render", "--env", "dev")
    assert "revision" not in manifest(repository, "dev")

    unchanged = tfgen("render", "--env", "dev", "--revision", "first", "--set", "size=5", "--set", "size=3")
    assert (unchanged.stdout, unchanged.stderr) == ("", "dev: up to date\n")
    assert manifest(repository, "dev")["revision"] == repository.git("rev-parse", "first")
    assert manifest(repository, "dev")["settings"] == ["size=5", "size=3"]

    tfgen("render", "--env", "dev")
    assert "revision" not in manifest(repository, "dev")


def test_what_came_of_a_revision_is_traced_there(tfgen: Tfgen, repository: Repository) -> None:
    change_everything(repository)
    repository.commit({"templates/main.tf.j2": None})
    tfgen("render", "--env", "prod", "--revision", "first")
    line = (repository.folder / "out/prod/main.tf").read_text().splitlines().index("  value = 9") + 1
    done = tfgen("trace", f"out/prod/main.tf:{line}")

    assert done.exit_code == 0
    assert done.stderr == f"note: prod was rendered from the revision {repository.git('rev-parse', 'first')}\n"
    assert done.stdout.splitlines() == [
        f"out/prod/main.tf:{line}: value = 9",
        "  from templates/main.tf.j2:6",
        "  with size = 9 from environments/prod.yaml:2:7",
    ]


def test_list_check_and_prune_still_mean_the_specs_that_there_are(tfgen: Tfgen, repository: Repository) -> None:
    change_everything(repository)
    tfgen("render", "--env", "prod", "--env", "dev", "--revision", "first")
    listed = {
        row["name"]: row["state"] for row in json.loads(tfgen("list", "--format", "json").stdout)["environments"]
    }
    checked = tfgen("render", "--env", "dev", "--check", "--verbose")

    assert listed == {"dev": "stale", "prod": "gone"}
    assert (checked.exit_code, checked.stdout) == (1, "changed  out/dev/main.tf\nchanged  out/dev/run.tf\n")
    assert tfgen("prune").stdout.startswith("removed out/prod ")


def test_a_revision_that_is_none_is_an_error_and_writes_nothing(tfgen: Tfgen, repository: Repository) -> None:
    done = tfgen("render", "--env", "dev", "--revision", "furst")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == 'error: there is no revision "furst" in the repository (did you mean "first"?)\n'
    assert not (repository.folder / "out").exists()


def test_what_a_spec_protects_is_not_rendered_for_its_destroy(tfgen: Tfgen, repository: Repository) -> None:
    change_everything(repository)
    done = tfgen("render", "--env", "prod", "--env", "pr-7", "--revision", "first", "--for-destroy")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "error: environments/prod.yaml:1:1: prod is protected from being destroyed: protected is true "
        '(schema default) (say "protected: false" in environments/prod.yaml, apply that, and then destroy)\n'
    )
    assert not (repository.folder / "out").exists()


def test_what_nothing_protects_is(tfgen: Tfgen, repository: Repository) -> None:
    change_everything(repository)
    done = tfgen("render", "--env", "pr-7", "--revision", "first", "--for-destroy")

    assert (done.exit_code, done.stderr) == (0, "pr-7: 2 created\n")


def test_a_protection_that_came_later_counts_as_well(tfgen: Tfgen, repository: Repository) -> None:
    repository.commit({"environments/pr-7.yaml": "protected: true\n"})
    kept = tfgen("render", "--env", "pr-7", "--revision", "first", "--for-destroy")
    repository.commit({"environments/pr-7.yaml": "sice: 1\n"})
    unsure = tfgen("render", "--env", "pr-7", "--revision", "first", "--for-destroy")
    other = tfgen("render", "--env", "pr-8", "--revision", "first", "--for-destroy")

    assert kept.exit_code == 2
    assert "environments/pr-7.yaml:1:12: pr-7 is protected" in kept.stderr
    assert unsure.exit_code == 2
    assert "environments/pr-7.yaml:1:1: " in unsure.stderr
    assert other.exit_code == 0


def test_the_command_line_does_not_lift_the_protection(tfgen: Tfgen, repository: Repository) -> None:
    arguments = ("render", "--env", "dev", "--for-destroy", "--set", "protected=false")
    for revision in ((), ("--revision", "first")):
        done = tfgen(*arguments, *revision)

        assert done.exit_code == 2
        assert "dev is protected from being destroyed: --set can't lift protected" in done.stderr

    repository.commit({"environments/dev.yaml": "extends: base\nprotected: false\n"})
    assert tfgen("render", "--env", "dev", "--revision", "first", "--for-destroy").exit_code == 2
    assert tfgen("render", "--env", "dev", "--revision", "HEAD", "--for-destroy").exit_code == 0


def test_without_a_knob_for_it_nothing_is_protected(tfgen: Tfgen, repository: Repository) -> None:
    raw = {**SCHEMA, "x-tfgen": {"region": "region"}}
    repository.commit({"environments/schema.json": json.dumps(raw)})

    assert tfgen("render", "--env", "dev", "--revision", "HEAD", "--for-destroy").exit_code == 0


def test_a_knob_that_is_not_there_protects_by_being_an_error(tfgen: Tfgen, repository: Repository) -> None:
    repository.commit({"environments/schema.json": schema(protected=None), "environments/pr.yaml": None})
    done = tfgen("render", "--env", "dev", "--revision", "HEAD", "--for-destroy")

    assert done.exit_code == 2
    assert 'x-tfgen.protected: there is no "protected" in the schema' in done.stderr


def test_what_can_not_be_made_any_more_can_be_destroyed(tfgen: Tfgen, repository: Repository) -> None:
    raw = json.loads(schema())
    raw["x-tfgen"]["lifetimes"] = [{"paths": ["runtime"], "dates": {"node22": {"no_create": "2020-01-01"}}}]
    repository.commit({"environments/schema.json": json.dumps(raw)})
    made = tfgen("render", "--env", "pr-7", "--revision", "HEAD")
    destroyed = tfgen("render", "--env", "pr-7", "--revision", "HEAD", "--for-destroy")
    traced = tfgen("trace", "out/pr-7/run.tf")

    assert (made.exit_code, destroyed.exit_code, traced.exit_code) == (2, 0, 0)
    assert "can't be created since 2020-01-01" in made.stderr
