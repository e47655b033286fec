"""Environments of this project, as a person has them: rendered by tfgen, applied by terraform, destroyed again."""

from __future__ import annotations

import contextlib
import functools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from terraform_bench import Completed, Terraform

from deploy import excused
from deploy.emulator import Emulator
from deploy.excused import Change

ROOT = Path(__file__).parents[2]
REGION = "us-east-1"
ZONE = "example.com"
STATE_BUCKET = "tfgen-tests-state"
_TO_ADD = re.compile(r"Plan: (\d+) to add, 0 to change, 0 to destroy")
_NO_CHANGES = "No changes. Your infrastructure matches the configuration."
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
        excused: What a second plan may show besides `deploy.excused`, as patterns of its lines.
    """

    name: str
    environment: str
    settings: tuple[str, ...] = ()
    protected: bool = False
    owns_account_role: bool = False
    excused: tuple[str, ...] = ()

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
        resources: How many there are.
        user: As whom terraform calls; by the case's name where it is empty.
    """

    case: Case
    terraform: Terraform
    emulator: Emulator
    place: Path
    seconds: dict[str, float] = field(default_factory=dict)
    resources: int = 0
    user: str = ""
    _pulled: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The rendered folder."""
        return self.place / self.case.environment

    @property
    def variables(self) -> Mapping[str, str]:
        """Variables that point terraform to the emulator, which tells its calls from those of others by its key."""
        return {**self.emulator.environment, "AWS_ACCESS_KEY_ID": self.user or self.case.name}

    def bring_up(self) -> None:
        """Take it from a spec to running resources, each step without a complaint."""
        with self._stage("render"):
            self.render()
            excused.write_override(self.folder)
        with self._stage("init"):
            self.terraform.init(self.folder, *self.backend_options, env=self.variables)
        with self._stage("fmt"):
            self.terraform.fmt_check(self.folder).check()
        with self._stage("plan"):
            to_add = _TO_ADD.search(self.plan())
            assert to_add, "the plan does not add resources alone"
            self.resources = int(to_add[1])
        with self._stage("apply"):
            self.run("apply", "-input=false", "-no-color", PARALLELISM, "plan.tfplan").check()
        with self._stage("second plan"):
            told = excused.unexpected(self.changes())
            unexpected = [line for line in told if not any(re.fullmatch(each, line) for each in self.case.excused)]
            assert not unexpected, "\n".join(unexpected)

    def change(self, settings: Sequence[str], options: Sequence[str] = ()) -> list[Change]:
        """Render with other settings and apply that; return what was planned, but for what is excused.

        Args:
            settings: What `--set` changes, on top of the case's own.
            options: Of `terraform plan`, such as `-var=…`.
        """
        self._pulled.clear()
        with self._stage("change"):
            known = (self.folder / "provider.tf").read_bytes()
            self.render(*settings)
            excused.write_override(self.folder)
            if (self.folder / "provider.tf").read_bytes() != known:
                self.terraform.init(self.folder, *self.backend_options, env=self.variables)
            planned = [each for each in self.changes(*options) if not excused.excused(each)]
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
        options = _options((*self.case.settings, *settings))
        _tfgen("render", "--env", self.case.environment, "--out", str(self.place), *options)

    def plan(self, *options: str) -> str:
        """Plan, without a warning, and leave the plan in `plan.tfplan`; return what terraform said."""
        planned = self.run("plan", "-input=false", "-no-color", "-out=plan.tfplan", *options).check()
        assert "Warning:" not in planned.output, planned.output
        return planned.stdout

    def changes(self, *options: str) -> list[Change]:
        """Plan, and return what the plan would change."""
        if _NO_CHANGES in self.plan(*options):
            return []
        return excused.changes(
            self.terraform.json(self.folder, "show", "-json", "plan.tfplan", env=self.variables)
        )

    @property
    def spec(self) -> dict[str, Any]:
        """The spec that it was rendered from, as `tfgen show` tells it."""
        return _spec(self.case)

    def policy(self, *settings: str) -> dict[str, Any]:
        """Return the policy of a deployer, as `tfgen iam` prints it, with `settings` on top of the case's own."""
        options = _options((*self.case.settings, *settings))
        found: dict[str, Any] = json.loads(_tfgen("iam", "--env", self.case.environment, *options))
        return found

    def client(self, service: str) -> Any:
        """Return boto3's client of a service, in the environment's region."""
        return self.emulator.client(service, REGION)

    def summary(self) -> str:
        """Return how many resources there are, and how long each stage took."""
        stages = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in self.seconds.items())
        return f"{self.case.name}: {self.resources} resources: {stages}"

    def outputs(self) -> dict[str, Any]:
        """Return the values of its outputs."""
        return {name: each["value"] for name, each in self._state()["outputs"].items()}

    def flat_outputs(self) -> dict[str, Any]:
        """Return what `terraform output -json | tfgen outputs -` prints."""
        told = self.run("output", "-json").check().stdout
        flat: dict[str, Any] = json.loads(_tfgen("outputs", "-", stdin=told))
        return flat

    def values(self) -> dict[str, Mapping[str, Any]]:
        """Return the attributes of each resource that terraform manages, by address."""
        return {
            f"{resource['type']}.{resource['name']}{_index(instance)}": instance["attributes"]
            for resource in self._state()["resources"]
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }

    def _state(self) -> dict[str, Any]:
        """Return the state as it is kept: to have terraform show it would start the providers, for 3 s."""
        if not self._pulled:
            self._pulled.update(json.loads(self.run("state", "pull").check().stdout))
        return self._pulled

    def run(self, *arguments: str) -> Completed:
        """Run terraform in its folder, against the emulator."""
        return self.terraform.run(self.folder, *arguments, env=self.variables)

    @property
    def backend_options(self) -> tuple[str, ...]:
        """What `terraform init` takes: BUCKET.127.0.0.1 has no address, so the bucket has to stand in the path."""
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


@functools.cache
def _spec(case: Case) -> dict[str, Any]:
    shown = _tfgen("show", case.environment, "--format", "json", *_options(case.settings))
    values: dict[str, Any] = json.loads(shown)
    return values


def _index(instance: Mapping[str, Any]) -> str:
    return f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""


def _options(settings: Sequence[str]) -> list[str]:
    return [part for setting in settings for part in ("--set", setting)]


def _tfgen(*arguments: str, stdin: str = "") -> str:
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, input=stdin)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def prepare_account(emulator: Emulator, region: str) -> None:
    """Make what an account has before its first environment: a hosted zone and a bucket for states."""
    emulator.client("route53", region).create_hosted_zone(Name=ZONE, CallerReference="tests")
    emulator.client("s3", region).create_bucket(Bucket=STATE_BUCKET)
    versioning = {"Status": "Enabled"}
    emulator.client("s3", region).put_bucket_versioning(Bucket=STATE_BUCKET, VersioningConfiguration=versioning)
