"""The emulator, and the environments that stand on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from terraform_bench import Terraform

from deploy import emulator as emulators
from deploy.deployments import Deployments
from deploy.emulator import Emulator
from deploy.environments import CASES, REGION, Deployment, prepare_account


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator with what an account has before its first environment."""
    with emulators.running(tmp_path_factory.mktemp("emulator") / "moto.log") as running:
        prepare_account(running, REGION)
        yield running


@pytest.fixture(scope="session")
def deployments(
    terraform: Terraform,
    emulator: Emulator,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Deployments]:
    """The environments of the test run, on their way up: those that tests of this run ask for by name."""
    _be_the_only_worker(terraform.home)
    wanted = {
        item.callspec.params.get("deployment") for item in request.session.items if hasattr(item, "callspec")
    }
    with ThreadPoolExecutor(len(CASES)) as pool:
        deployments = Deployments(terraform, emulator, tmp_path_factory.mktemp("out"), pool)
        deployments.start(*(name for name in CASES if name in wanted))
        yield deployments
        pool.shutdown(cancel_futures=True)
    report = [deployment.summary() for deployment in deployments.found.values()]
    (terraform.home / "deployments.txt").write_text("\n".join(report) + "\n")


def _be_the_only_worker(home: Path) -> None:
    """Refuse to deploy everything once more in each of xdist's workers, with as many emulators, unnoticed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    claim = home / "deploying-worker"
    try:
        with claim.open("x") as stream:
            stream.write(worker)
    except FileExistsError:
        pytest.fail(
            f"{worker} and {claim.read_text()} both deploy: use --dist loadgroup, with a pytest that xdist knows"
        )


@pytest.fixture(params=CASES)
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """Each of the environments, standing."""
    return deployments.up(request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Show the end of the emulator's log with a test that failed."""
    report = yield
    running = getattr(item, "funcargs", {}).get("emulator")
    if report.failed and isinstance(running, Emulator):
        report.sections.append(("moto", f"{running.log}\n{emulators.tail(running.log)}"))
    return report
