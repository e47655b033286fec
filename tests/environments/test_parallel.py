"""Many environments over processes: as in one, in their order, however the processes begin."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.environments.parallel import each
from generator.environments.pipeline import Inputs, Outcome, RenderTask
from generator.files.project import locate

NAMES = [f"pr-{number}" for number in range(10)]


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inputs:
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    for path, text in {
        "environments/schema.json": '{"properties": {"size": {"type": "integer", "maximum": 6}}}',
        "environments/pr.yaml": "matches: pr-(?P<number>[0-9]+)\n",
        "environments/pr-3.yaml": "size: 3\n",
        "environments/pr-7.yaml": "size: 7\n",
        "templates/main.tf.j2": 'locals {\n  name = "{{ environment | part }}"\n}\n',
    }.items():
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    return Inputs(locate(tmp_path))


@pytest.fixture(params=multiprocessing.get_all_start_methods())
def start_method(request: pytest.FixtureRequest) -> Iterator[str]:
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


def told(outcomes: Iterator[Outcome]) -> list[object]:
    return [(each.environment, each.file, each.comparison, str(each.failure)) for each in outcomes]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # pytest-xdist has threads
def test_processes_tell_what_one_would_tell_and_in_order(inputs: Inputs, start_method: str) -> None:
    alone = told(each(Inputs(inputs.project), NAMES, RenderTask(), jobs=1))

    assert told(each(inputs, NAMES, RenderTask(), jobs=3)) == alone
    assert [name for name, *_ in alone] == NAMES
    assert "is above the maximum of 6" in str(alone[7])


def test_inputs_are_handed_on_as_the_project_alone(inputs: Inputs) -> None:
    assert inputs.templates.names
    copied = pickle.loads(pickle.dumps(inputs))

    for name in ("root", "out", "files"):
        assert getattr(copied.project, name) == getattr(inputs.project, name)
    assert "templates" not in vars(copied)
