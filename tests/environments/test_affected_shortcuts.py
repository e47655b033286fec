"""What `affected` does not render would have been the same: any edits, held against rendering everything."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from git_repository import Repository

from generator import diff
from generator.diff import Snapshot
from generator.environments import pipeline
from generator.environments.affected import SinceRevision, candidates
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files import revision
from generator.files.project import Project, locate

pytestmark = [pytest.mark.skipif(shutil.which("git") is None, reason="needs git"), pytest.mark.slow]

ROOT = Path(__file__).parents[2]
BY_NAME = "one by its name"
EDITS: dict[str, tuple[str, str, str]] = {
    "comment in a template": ("templates/sqs.tf.j2", "", "{# A comment. #}\n"),
    "rendered comment": ("templates/events.tf.j2", "", "# A comment.\n"),
    "comment in a macro": ("templates/_names.tf.j2", "", "{# A comment. #}\n"),
    "literal": ("templates/sqs.tf.j2", "sqs_managed_sse_enabled = true", "sqs_managed_sse_enabled = false"),
    "local of another name": ("templates/locals.tf.j2", "  parameter_prefix =", "  unused_too = 1\n  parameter_prefix ="),
    "the name in a template": ("templates/locals.tf.j2", 'ManagedBy   = "terraform"', 'ManagedBy = "{{ environment | part }}"'),
    BY_NAME: ("templates/dynamodb.tf.j2", "", '{% if environment == "e-1" %}\noutput "x" {\n  value = 1\n}\n{% endif %}\n'),
    "knob of one": ("environments/e-1.yaml", "extends: base\n", "extends: base\nlogs: {retention_days: 7}\n"),
    "knob of all": ("environments/base.yaml", "abstract: true\n", "abstract: true\nlogs: {retention_days: 7}\n"),
    "comment in a spec": ("environments/base.yaml", "", "# A comment.\n"),
    "the name in a spec": ("environments/base.yaml", "abstract: true\n", 'abstract: true\ntags: {team: "{environment}-owners"}\n'),
    "default": ("environments/schema.json", '"default": 1209600', '"default": 1209599'),
    "description": ("environments/schema.json", "Project name, the first part", "Project name, first part"),
    "function": ("lambda-src/authorizer/index.mjs", "", "// A comment.\n"),
    "test of a function": ("lambda-src/tests/helpers.mjs", "", "// A comment.\n"),
}  # fmt: skip
SPECS = {
    "e-1": "extends: base\n",
    "e-2": "extends: base\n",
    "tailored": "extends: base\nqueues: {encryption: customer_key}\n",
    "packaged": "extends: base\npackaging: tfgen\n",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("shortcuts") / "repository"
    for name in ("templates", "lambda-src"):
        shutil.copytree(ROOT / name, folder / name)
    found = Repository(folder)
    for name in ("schema.json", "base.yaml", "pr.yaml"):
        found.write({f"environments/{name}": (ROOT / "environments" / name).read_bytes()})
    found.commit({f"environments/{name}.yaml": text for name, text in SPECS.items()})
    return found


@pytest.fixture
def clean(repository: Repository) -> Iterator[Repository]:
    yield repository
    repository.git("checkout", "--quiet", ".")


def reached(project: Project, names: list[str]) -> list[str]:
    since = SinceRevision(project, revision.at(project, "HEAD"), "HEAD")
    inputs = Inputs(project)
    assert {*SPECS} < {*candidates(inputs.spec_files, since.inputs.spec_files, [], names)}
    outcomes = {name: since.run(inputs, name) for name in names}
    assert not any(outcome.failure for outcome in outcomes.values())
    return [name for name, outcome in outcomes.items() if outcome.affected]


def differing(project: Project, names: list[str]) -> list[str]:
    """Return the environments that differ, by rendering all and comparing all."""
    now, then = Inputs(project), Inputs(revision.at(project, "HEAD"))

    def sides(name: str) -> list[Snapshot]:
        return [Snapshot(name, pipeline.render(each, name).contents) for each in (then, now)]

    return [name for name in names if not diff.same_meaning(*sides(name))]


def apply(repository: Repository, names: list[str]) -> None:
    for name in names:
        path, old, new = EDITS[name]
        file = repository.folder / path
        text = file.read_text()
        assert old in text, f"{path} has no {old!r} any more"
        file.write_text(text.replace(old, new, 1) if old else new + text)


@pytest.mark.parametrize("edit", EDITS)
def test_one_edit(clean: Repository, edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    names = [*SPECS, "pr-1", "pr-22"]
    apply(clean, [edit])
    project = locate(clean.folder)

    assert reached(project, names) == differing(project, names)


@pytest.mark.parametrize("seed", range(8))
def test_several_edits(clean: Repository, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    chosen = random.Random(seed)
    names = chosen.sample([*SPECS, "pr-1", "pr-22"], 6)
    edits = chosen.sample(sorted(EDITS), chosen.randint(2, 4))
    apply(clean, edits)
    project = locate(clean.folder)

    found, expected = reached(project, names), differing(project, names)
    if BY_NAME in edits:
        # Environments that are alike but for their name are outcomes together where their values differ: one that
        # a template leaves out by its name may be listed with the others. None is ever missing.
        assert {*found} >= {*expected}
    else:
        assert found == expected


def test_an_edit_that_can_not_be_rendered_is_one_for_all(clean: Repository) -> None:
    clean.write({"templates/sqs.tf.j2": "{{ nothing }}\n"})
    project = locate(clean.folder)
    since = SinceRevision(project, revision.at(project, "HEAD"), "HEAD")

    for name in SPECS:
        assert isinstance(since.run(Inputs(project), name).failure, TfgenError)
