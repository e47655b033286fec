"""What an account has once, applied on an account that has nothing: `tfgen init --bootstrap`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from terraform_bench import Completed, Terraform

from deploy import emulator as emulators
from deploy import excused
from deploy.emulator import Emulator
from deploy.environments import REGION, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]
BUCKET = "states-of-ours"
CHOICES = (
    f"state.bucket={BUCKET}",
    "state.encryption=customer_key",
    'pipelines.deploy.subjects=["repo:example/platform:ref:refs/heads/main"]',
    'pipelines.plan.subjects=["repo:example/platform:pull_request"]',
    'pipelines.deploy.policies={"prod": {"Version": "2012-10-17", "Statement": '
    '[{"Effect": "Allow", "Action": "sqs:CreateQueue", "Resource": "*"}]}}',
)
IN_THE_PATH = 'provider "aws" {\n  s3_use_path_style = true\n}\n'
"""BUCKET.127.0.0.1 has no address."""
_NO_CHANGES = "No changes. Your infrastructure matches the configuration."


@dataclass(frozen=True, slots=True)
class AccountStack:
    """The account's own stack on an emulator of its own, which no environment stands on.

    Attributes:
        terraform: What applies it.
        emulator: The account.
        place: The project that `init --bootstrap` wrote.
    """

    terraform: Terraform
    emulator: Emulator
    place: Path

    @property
    def folder(self) -> Path:
        """What is rendered."""
        return self.place / "out" / "account"

    def render(self, *settings: str) -> None:
        """Render it, with settings on top of the choices that are tried."""
        options = [word for setting in (*CHOICES, *settings) for word in ("--set", setting)]
        tfgen("render", "--env", "account", "--project", str(self.place), *options)
        (self.folder / excused.OVERRIDE_FILE).write_text(IN_THE_PATH)

    def run(self, *arguments: str) -> Completed:
        """Run terraform, against the emulator."""
        return self.terraform.run(self.folder, *arguments, env=self.emulator.environment)

    def apply(self) -> str:
        """Apply it, and plan again, which changes nothing; return what the apply said."""
        said = self.run("apply", "-auto-approve", "-input=false", "-no-color").check().stdout
        assert _NO_CHANGES in self.run("plan", "-input=false", "-no-color").check().stdout
        return said

    def client(self, service: str) -> Any:
        """Return boto3's client of a service."""
        return self.emulator.client(service, REGION)


def tfgen(*arguments: str, code: int = 0, variables: Mapping[str, str] | None = None) -> str:
    command = [sys.executable, "-m", "generator", *arguments]
    env = {**os.environ, **(variables or {})}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def stack(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccountStack]:
    place = tmp_path_factory.mktemp("account")
    with emulators.running(place / "moto.log") as emulator:
        tfgen("init", "--bootstrap", str(place / "project"))
        applied = AccountStack(terraform, emulator, place / "project")
        applied.render()
        terraform.init(applied.folder, env=emulator.environment)
        applied.apply()
        yield applied


def test_it_comes_up_in_an_account_that_has_nothing(stack: AccountStack) -> None:
    role = stack.client("apigateway").get_account()["cloudwatchRoleArn"]
    versioning = stack.client("s3").get_bucket_versioning(Bucket=BUCKET)
    roles = {each["RoleName"] for each in stack.client("iam").list_roles()["Roles"]}

    assert role.endswith(":role/platform-api-gateway")
    assert versioning["Status"] == "Enabled"
    assert roles == {"platform-api-gateway", "platform-deploy", "platform-plan"}


def test_pipelines_take_their_roles_from_their_branch_alone(stack: AccountStack) -> None:
    role = stack.client("iam").get_role(RoleName="platform-deploy")["Role"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    policy = stack.client("iam").get_role_policy(RoleName="platform-deploy", PolicyName="prod")

    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    (subjects,) = [value for key, value in statement["Condition"]["StringLike"].items() if key.endswith(":sub")]
    assert subjects == ["repo:example/platform:ref:refs/heads/main"]
    assert policy["PolicyDocument"]["Statement"][0]["Action"] == "sqs:CreateQueue"


def test_doctor_finds_what_it_made(stack: AccountStack) -> None:
    """What moto can't answer is said to be without an answer, and the rest is told."""
    variables = {**stack.emulator.environment, "AWS_DEFAULT_REGION": REGION}
    told = tfgen("doctor", "--account", "--env", "pr-123", variables=variables)

    assert "role/platform-api-gateway" in told
    assert "token.actions.githubusercontent.com" in told


def test_a_role_that_an_owner_left_is_taken_over(stack: AccountStack) -> None:
    """The owner goes as an environment does: what is to outlive it is let go of, and its state is gone."""
    before = stack.client("iam").get_role(RoleName="platform-api-gateway")["Role"]["RoleId"]
    kept = (
        "aws_api_gateway_account.main",
        "aws_iam_role.api_gateway",
        "aws_iam_role_policy_attachment.api_gateway",
    )
    stack.run("state", "rm", *kept).check()
    refused = stack.run("apply", "-auto-approve", "-input=false", "-no-color")

    stack.render("api_gateway_role=imported")
    stack.run("state", "rm", "aws_iam_role_policy_attachment.api_gateway")
    said = stack.apply()

    assert refused.exit_code == 1
    assert "EntityAlreadyExists" in refused.stderr
    assert "2 imported" in said
    assert stack.client("iam").get_role(RoleName="platform-api-gateway")["Role"]["RoleId"] == before
    assert json.loads(stack.run("output", "-json").check().stdout)["api_gateway_role_arn"]["value"]
