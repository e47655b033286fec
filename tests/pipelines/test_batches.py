"""A fleet beyond what a matrix takes: 600 environments go in batches, in one run, and every one of them once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines import stack
from pipelines.forge import Forge
from pipelines.runner import JobRun, Run, Runner, environment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pipelines")]

MANY = 600
ROLLOUT = """
[rollout]
stages = [
  { name = "first", environments = ["fleet-00*"] },
  { name = "rest", environments = ["*"], gate = "production" },
]
"""


@pytest.fixture(scope="module")
def deploy(
    machines: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """How the jobs of a deploy ended, and what was called to apply each environment; the applies are stand-ins."""
    place = tmp_path_factory.mktemp("batches")
    forge = Forge(place / "forge", variables={"AWS_PLAN_ROLE_ARN": "arn:aws:iam::123456789012:role/plan"})
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}"))
    for name in ("dev", "old"):
        (forge.clone / f"environments/{name}.yaml").unlink()
    for number in range(MANY):
        (forge.clone / f"environments/fleet-{number:03}.yaml").write_text(f"message: hello {number}\n")
    with (forge.clone / "tfgen.toml").open("a") as settings:
        settings.write(ROLLOUT)
    (forge.clone / "vendor").mkdir()
    shutil.copy(wheel, forge.clone / "vendor")
    for each in machines.iterdir():
        (place / each.name).symlink_to(each)
    called: list[dict[str, Any]] = []
    real = Run._call

    def call(
        self: Run, job: dict[str, Any], run: JobRun, contexts: dict[str, Any], granted: dict[str, str]
    ) -> None:
        if job["uses"].endswith("tfgen-apply.yml"):
            called.append({"stage": contexts.get("inputs", {}).get("action"), **contexts["matrix"]})
            return
        real(self, job, run, contexts, granted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "_call", call)
        runner = Runner(forge, place, environment(place), {}, "/bin/false", machines / "python" / "bin")
        run = runner.send("push", forge.event(ref="refs/heads/main"), forge.begin("begin"))["deploy"]
    assert run.job("affected").result == "success", run.said
    return run.results(), called


def test_every_environment_is_applied_once(deploy: tuple[dict[str, str], list[dict[str, Any]]]) -> None:
    names = [each["environment"] for each in deploy[1]]

    assert len(names) == MANY
    assert set(names) == {f"fleet-{number:03}" for number in range(MANY)}


def test_stages_come_in_order_and_in_batches(deploy: tuple[dict[str, str], list[dict[str, Any]]]) -> None:
    results, called = deploy
    outer = [
        name for name in results if name.startswith("stage-") and "." not in name and results[name] == "success"
    ]

    assert outer == ["stage-1 (1)", "stage-2 (1)", "stage-2 (2)", "stage-2 (3)"]
    assert [each["environment"] for each in called[:10]] == [f"fleet-{number:03}" for number in range(10)]
    assert {each["gate"] for each in called[10:]} == {"production"}
