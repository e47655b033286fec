"""Environments of this project, as a person has them: rendered by tfgen, applied by terraform, destroyed again."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from terraform_bench import Diagnostic, Terraform

from deploy import excused
from deploy.emulator import Emulator
from deploy.excused import Change

ROOT = Path(__file__).parents[2]
ZONE = "example.com"
STATE_BUCKET = "tfgen-tests-state"
PARALLELISM = "-parallelism=30"


@dataclass(frozen=True, slots=True)
class Case:
    """An environment to try.

    Attributes:
        name: What tests call it.
        environment: What tfgen calls it.
        settings: What `--set` changes of its spec.
        protected: Whether its table refuses to be deleted, until the spec says otherwise.
        owns_account_role: Whether the API Gateway role of the whole account is its own.
    """

    name: str
    environment: str
    settings: tuple[str, ...] = ()
    protected: bool = False
    owns_account_role: bool = False

    @property
    def prefix(self) -> str:
        """What all its names begin with."""
        return f"event-platform-{self.environment}"


CASES = {
    case.name: case
    for case in (
        Case("dev", "dev", protected=True, owns_account_role=True),
        Case("prod", "prod", protected=True),
        Case("pr-123", "pr-123"),
        Case("pr-124", "pr-124"),
        # A custom domain, and the other choice wherever the shipped environments make one.
        Case(
            "domain",
            "pr-900",
            (
                "domain.enabled=true",
                f"domain.name=events.{ZONE}",
                f"domain.zone_name={ZONE}",
                "state.backend=s3",
                f"state.bucket={STATE_BUCKET}",
                "secrets.mode=write_only",
                "secrets.encryption=customer_key",
                "packaging=tfgen",
                "queues.encryption=customer_key",
                "table.encryption=customer_key",
                "api.authorizer.kind=REQUEST",
                "api.cors.enabled=true",
                "alarms.enabled=true",
                "dashboard.enabled=true",
            ),
        ),
    )
}


@dataclass(slots=True)
class Deployment:
    """One environment on the emulator.

    Attributes:
        case: Which.
        terraform: What applies it.
        emulator: Where.
        place: The folder that it is rendered below.
        seconds: How long each stage took.
    """

    case: Case
    terraform: Terraform
    emulator: Emulator
    place: Path
    seconds: dict[str, float] = field(default_factory=dict)
    resources: int = 0

    @property
    def folder(self) -> Path:
        """The rendered folder."""
        return self.place / self.case.environment

    def bring_up(self) -> None:
        """Take it from a spec to running resources, each step without a complaint."""
        with self._stage("render"):
            self.render()
            excused.write_override(self.folder)
        with self._stage("init"):
            self.terraform.init(self.folder, *self._backend(), env=self.emulator.environment)
        with self._stage("fmt"):
            self.terraform.fmt_check(self.folder).check()
        with self._stage("validate"):
            assert self.diagnostics() == []
        with self._stage("plan"):
            plan = self.plan()
            self.resources = len(excused.changes(plan))
        with self._stage("apply"):
            self.run("apply", "-input=false", "-no-color", PARALLELISM, "plan.tfplan").check()
        with self._stage("second plan"):
            assert excused.unexpected(self.plan()) == []

    def change(self, *settings: str) -> list[Change]:
        """Render with other settings and apply that; return what was planned, but for what is excused."""
        with self._stage("change"):
            self.render(*settings)
            planned = [each for each in excused.changes(self.plan()) if not excused.excused(each)]
            self.run("apply", "-input=false", "-no-color", PARALLELISM, "plan.tfplan").check()
        return planned

    def destroy(self) -> None:
        """Destroy it, as its files say that it is done."""
        with self._stage("destroy"):
            if self.case.owns_account_role:
                self.let_go_of_account_role()
            self.run("destroy", "-auto-approve", "-input=false", "-no-color", PARALLELISM).check()

    def let_go_of_account_role(self) -> None:
        """Take the account's role out of the state, so that it outlives its owner."""
        kinds = ("aws_api_gateway_account", "aws_iam_role_policy_attachment", "aws_iam_role")
        names = ("main", "api_gateway", "api_gateway")
        addresses = [f"{kind}.{name}" for kind, name in zip(kinds, names, strict=True)]
        self.run("state", "rm", *addresses).check()

    def render(self, *settings: str) -> None:
        """Run `tfgen render`, with `settings` on top of the case's own."""
        options = [part for setting in (*self.case.settings, *settings) for part in ("--set", setting)]
        names = ["--env", self.case.environment, "--out", str(self.place)]
        command = [sys.executable, "-m", "generator", "render", *names, *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    def diagnostics(self) -> list[Diagnostic]:
        """Return what `terraform validate` says."""
        return self.terraform.diagnostics(self.folder)

    def plan(self, *arguments: str) -> dict[str, Any]:
        """Plan, without a warning, and leave the plan in `plan.tfplan`; return it."""
        planned = self.run("plan", "-input=false", "-no-color", "-out=plan.tfplan", *arguments).check()
        assert "Warning:" not in planned.output, planned.output
        return self.terraform.json(self.folder, "show", "-json", "plan.tfplan", env=self.emulator.environment)

    def outputs(self) -> dict[str, Any]:
        """Return the values of its outputs."""
        found = self.terraform.json(self.folder, "output", "-json", env=self.emulator.environment)
        return {name: each["value"] for name, each in found.items()}

    def values(self) -> dict[str, Mapping[str, Any]]:
        """Return the attributes of each resource in its state, by address."""
        shown = self.terraform.json(self.folder, "show", "-json", env=self.emulator.environment)
        return {each["address"]: each["values"] for each in shown["values"]["root_module"]["resources"]}

    def run(self, *arguments: str) -> Any:
        """Run terraform in its folder, against the emulator."""
        return self.terraform.run(self.folder, *arguments, env=self.emulator.environment)

    def _backend(self) -> tuple[str, ...]:
        # BUCKET.127.0.0.1 has no address, so the bucket has to stand in the path.
        in_s3 = "state.backend=s3" in self.case.settings
        return ("-backend-config=use_path_style=true",) if in_s3 else ()

    @contextlib.contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        except AssertionError as error:
            raise AssertionError(f"{self.case.name}, {name}: {error}") from error
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.monotonic() - started


def prepare_account(emulator: Emulator, region: str) -> None:
    """Make what an account has before its first environment: a hosted zone and a bucket for states."""
    emulator.client("route53", region).create_hosted_zone(Name=ZONE, CallerReference="tests")
    emulator.client("s3", region).create_bucket(Bucket=STATE_BUCKET)
    versioning = {"Status": "Enabled"}
    emulator.client("s3", region).put_bucket_versioning(Bucket=STATE_BUCKET, VersioningConfiguration=versioning)
