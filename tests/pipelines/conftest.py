"""The machines of the pipelines, and the emulator that they deploy to."""

from __future__ import annotations

import shutil
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from deploy import emulator as emulators
from deploy.emulator import Emulator
from terraform_bench import Terraform

from pipelines import gh, stack
from pipelines.forge import Forge
from pipelines.runner import Runner, environment

REGION = "us-east-1"
PLAN_ROLE, DEV_ROLE, PREVIEW_ROLE = (
    f"arn:aws:iam::123456789012:role/{name}" for name in ("plan", "dev", "preview")
)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator with the buckets that an account has before its first environment."""
    with emulators.running(tmp_path_factory.mktemp("emulator") / "moto.log") as running:
        for bucket in (stack.STATE_BUCKET, stack.FILES_BUCKET):
            running.client("s3", REGION).create_bucket(Bucket=bucket)
        yield running


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all machines share: a Python without packages of ours, the stand-in of `gh`, a home."""
    for tool in ("jq", "openssl"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not on the PATH")
    place = tmp_path_factory.mktemp("machines")
    venv.create(place / "python", with_pip=True, symlinks=True)
    for folder in ("bin", "home"):
        (place / folder).mkdir()
    script = place / "bin" / "gh"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {gh.__file__} "$@"\n')
    script.chmod(0o755)
    return place


@pytest.fixture(scope="session")
def new_runner(
    machines: Path, terraform: Terraform, emulator: Emulator, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Runner]:
    """Makes a repository with the small project in it, pushed and rendered, and the machines that run its workflows."""

    def make() -> Runner:
        place = tmp_path_factory.mktemp("forge")
        forge = Forge(
            place / "forge",
            variables={"AWS_PLAN_ROLE_ARN": PLAN_ROLE},
            environments={
                "dev": {"AWS_ROLE_ARN": DEV_ROLE},
                "old": {"AWS_ROLE_ARN": DEV_ROLE},
                "pull-requests": {"AWS_ROLE_ARN": PREVIEW_ROLE},
            },
        )
        stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}"))
        (forge.clone / "vendor").mkdir()
        shutil.copy(wheel, forge.clone / "vendor")
        for each in machines.iterdir():
            (place / each.name).symlink_to(each)
        cloud = dict(emulator.environment)
        return Runner(
            forge, place, environment(terraform.home), cloud, terraform.executable, machines / "python" / "bin"
        )

    return make
