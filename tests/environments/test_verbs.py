"""What is done with environments, each module called by itself."""

from __future__ import annotations

import datetime
import shutil

import pytest
from ephemeral_project import repository
from git_repository import Repository

from generator.check.engine import CheckSettings
from generator.environments import affected, apply_tags, compare, details, ephemeral, pipeline, protection
from generator.environments.affected import SinceRevision
from generator.environments.check import EnvironmentCheck
from generator.environments.compare import CompareTask, InFolder, InRevision, OnDisk, Sides
from generator.environments.details import DetailsTask
from generator.environments.equivalence import Equivalence
from generator.environments.pending import UnappliedTask
from generator.environments.pipeline import Inputs, render, write
from generator.environments.transitions import TransitionCheck
from generator.environments.unchanged_files import UnchangedFiles
from generator.errors import TfgenError
from generator.files import revision
from generator.files.project import Project, locate
from generator.model.change import Action

__all__ = ["repository"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TODAY = datetime.date(2026, 3, 10)


@pytest.fixture
def project(repository: Repository) -> Project:
    return locate(repository.folder)


def changed(against: compare.ComparisonTarget, project: Project, name: str) -> compare.ReviewOutcome:
    return CompareTask(against).run(Inputs(project), name)


def test_what_is_on_disk_is_compared_with_what_would_be(project: Project, repository: Repository) -> None:
    new = changed(OnDisk(), project, "dev").changes
    write(Inputs(project), "dev")
    same = changed(OnDisk(), project, "dev")
    repository.write({"out/dev/more.tf": 'output "size" {\n  value = 1\n}\n'})

    assert new is not None
    assert new.action is Action.ADDED
    assert same == compare.ReviewOutcome("dev")
    assert changed(OnDisk(), project, "dev").changes is None, "what somebody put beside it stays"


def test_what_was_never_rendered_is_not_rendered_to_say_so(project: Project, repository: Repository) -> None:
    write(Inputs(project), "dev")
    repository.write({"templates/run.tf.j2": "{{ fail('this template was rendered') }}\n"})

    spec, comparison = pipeline.compare(Inputs(project), "prod", only_rendered=True)

    assert (spec.environment, comparison.never, comparison.changes) == ("prod", True, ())
    with pytest.raises(TfgenError, match="this template was rendered"):
        pipeline.compare(Inputs(project), "dev", only_rendered=True)
    repository.write({"environments/prod.yaml": "extends: base\nsise: 4\n"})
    with pytest.raises(TfgenError, match="sise"):
        pipeline.compare(Inputs(locate(repository.folder)), "prod", only_rendered=True)


def test_a_folder_is_an_environment_or_holds_some(project: Project, repository: Repository) -> None:
    write(Inputs(project), "dev")
    out = repository.folder / "out"

    assert compare.environments_in(out) == ["dev"]
    assert changed(InFolder(out, alone=False), project, "dev").changes is None
    assert changed(InFolder(out / "dev", alone=True), project, "dev").changes is None
    other = changed(InFolder(out / "dev", alone=True), project, "prod").changes
    assert other is not None
    assert {change.address for change in other.changes} == {"output.name", "output.notes", "output.size"}


def test_a_revision_says_what_protected_what_is_gone(project: Project, repository: Repository) -> None:
    repository.commit({"environments/prod.yaml": None, "environments/dev.yaml": "extends: base\nsize: 4\n"})
    side = InRevision(project, revision.at(project, "HEAD~1"), "HEAD~1")

    gone = side.sides(Inputs(project), "prod", ())
    found = changed(side, project, "prod").changes

    assert isinstance(gone, Sides)
    assert gone.after is None
    assert found is not None
    assert found.action is Action.REMOVED
    assert found.protection.startswith(
        "prod is protected from being destroyed: protected is true (schema default); say"
    )
    assert side.sides(Inputs(project), "dev", ()) is not None
    review = compare.review("HEAD~1", [changed(side, project, name) for name in ("dev", "prod")])
    assert [group.change.address for group in review.groups] == ["output.size"]


def test_the_same_inputs_are_known_without_rendering(project: Project, repository: Repository) -> None:
    side = InRevision(project, revision.at(project, "HEAD"), "HEAD")

    assert side.sides(Inputs(project), "dev", ()) is None
    assert UnchangedFiles(project.files, revision.at(project, "HEAD").files).templates == frozenset()
    repository.write({"templates/run.tf.j2": "{# A comment. #}\n"})
    then = revision.at(project, "HEAD").files
    assert UnchangedFiles(locate(repository.folder).files, then).templates == {"run.tf.j2"}
    repository.write({"environments/schema.json": "{}"})
    assert UnchangedFiles(locate(repository.folder).files, then).templates is None


def test_a_change_reaches_an_environment_or_not(project: Project, repository: Repository) -> None:
    repository.write({"environments/dev.yaml": "extends: base\nsize: 4\n", "environments/prod.yaml": None})
    then = revision.at(project, "HEAD")
    since, inputs = SinceRevision(project, then, "HEAD"), Inputs(project)
    names = affected.candidates(inputs.spec_files, since.inputs.spec_files, [], [])

    found = {name: since.run(inputs, name).affected for name in names}

    assert {name: one and (one.action, one.reason) for name, one in found.items()} == {
        "dev": ("render", "changed"),
        "prod": ("destroy", "removed"),
    }
    assert since.run(inputs, "pr-7").affected is None


def test_two_renderings_mean_the_same(project: Project, repository: Repository) -> None:
    before = render(Inputs(project), "dev")
    repository.write({"templates/run.tf.j2": '# Said.\noutput "runtime" {\n  value = {{ runtime }}\n}\n'})
    commented = render(Inputs(project), "dev")
    repository.write({"templates/run.tf.j2": 'output "runtime" {\n  value = "other"\n}\n'})
    other = render(Inputs(project), "dev")

    assert Equivalence().same_files(before, commented)
    assert Equivalence().same(before, commented)
    assert not Equivalence().same_files(before, other)
    assert not Equivalence().same(before, other)


def test_what_was_applied_is_what_the_tags_say(project: Project, repository: Repository) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.git(
        "tag",
        "--annotate",
        "--message",
        "applied\n\n--set size=4",
        "tfgen/applied/pr-7",
        date="2026-03-02T12:00:00+0000",
    )

    (record,) = apply_tags.applied_environments(project)

    assert record == apply_tags.AppliedEnvironment("pr-7", commit, datetime.date(2026, 3, 2), ("size=4",))
    assert apply_tags.is_record("tfgen/applied/pr-7")
    assert apply_tags.is_record("refs/tags/tfgen/applied/pr-7")
    assert not apply_tags.is_record("refs/heads/tfgen/applied/pr-7")
    (life,) = ephemeral.ephemeral(Inputs(project), [record], TODAY)
    assert isinstance(life, ephemeral.Ephemeral)
    assert (life.name, life.expires_on, life.expired) == ("pr-7", datetime.date(2026, 3, 16), False)


def test_what_was_never_applied_is_still_to_be(project: Project, repository: Repository) -> None:
    task = UnappliedTask(
        project, {"dev": repository.git("rev-parse", "HEAD"), "old": repository.git("rev-parse", "HEAD")}
    )
    inputs = Inputs(project)

    assert task.candidates(inputs.spec_files) == ["dev", "old", "prod"]
    assert task.run(inputs, "dev").affected is None
    new = task.run(inputs, "prod").affected
    assert new is not None
    assert (new.action, new.reason) == ("render", "added")


def test_what_a_spec_protects_is_refused(project: Project, repository: Repository) -> None:
    inputs = Inputs(project)

    protection.check_unprotected([inputs], ["pr-7", "unknown"])
    with pytest.raises(TfgenError, match="prod is protected"):
        protection.check_unprotected([inputs], ["pr-7", "prod"])
    repository.write({"environments/dev.yaml": "extends: [\n"})
    with pytest.raises(TfgenError, match=r"dev\.yaml"):
        protection.check_unprotected([Inputs(project)], ["dev"])


def test_details_are_what_a_check_finds_and_a_drawing(project: Project) -> None:
    alone = EnvironmentCheck(CheckSettings(frozenset(), {}, TODAY), "out", False, ())
    task = DetailsTask(TransitionCheck(alone, OnDisk()))

    found = task.run(Inputs(project), "dev")
    failed = task.run(Inputs(project), "pr-x")

    assert isinstance(found, details.Details)
    assert found.checked is not None
    assert found.diagram is not None
    assert (found.failure, failed.checked) == (None, None)
    assert failed.failure is not None
