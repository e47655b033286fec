"""`tfgen init --bootstrap`: the account's own stack is a project like any other, and terraform takes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_bench import Terraform
from typer.testing import CliRunner, Result

from generator.cli.main import app

SETTINGS = {
    "as written": (),
    "every choice": (
        "state.encryption=customer_key",
        "api_gateway_role=imported",
        'account_id="111122223333"',
        # As `tfgen iam` prints it.
        'pipelines.deploy.policies={"prod": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",'
        ' "Action": ["sqs:CreateQueue"], "Resource": ["arn:aws:sqs:us-east-1:*:shop-*"]}]}}',
    ),
    "least": ("api_gateway_role=none", "pipelines.issuer=null"),
}


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    result = tfgen("init", "--bootstrap", "account")
    assert result.exit_code == 0, result.output
    assert "tfgen render --env account" in result.stderr
    monkeypatch.chdir(tmp_path / "account")
    return tmp_path / "account"


def rendered(settings: tuple[str, ...]) -> Path:
    options = [word for setting in settings for word in ("--set", setting)]
    assert tfgen("render", "--env", "account", "--quiet", *options).exit_code == 0
    return Path("out/account")


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_it_renders_and_nothing_is_wrong_with_it(stack: Path, settings: tuple[str, ...]) -> None:
    rendered(settings)

    result = tfgen("check", "out/account")

    assert (result.exit_code, result.stdout) == (0, "")


def test_what_is_there_is_kept(stack: Path) -> None:
    spec = stack / "environments/account.yaml"
    spec.write_text("name: mine\n")

    result = tfgen("init", "--bootstrap", ".")

    assert result.exit_code == 1
    assert spec.read_text() == "name: mine\n"


def test_a_role_that_an_owner_left_is_imported(stack: Path) -> None:
    text = (rendered(("api_gateway_role=imported",)) / "api_gateway.tf").read_text()

    assert "to = aws_iam_role.api_gateway\n" in text
    assert 'id = "platform-api-gateway"' in text


def test_a_subject_of_another_form_is_refused(stack: Path) -> None:
    result = tfgen("render", "--env", "account", "--set", 'pipelines.plan.subjects=["*"]')

    assert result.exit_code == 2


def test_it_is_written_apart_from_a_project(stack: Path) -> None:
    assert tfgen("init", "elsewhere", "--bootstrap", "account").exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_terraform_takes_it(stack: Path, settings: tuple[str, ...], terraform: Terraform) -> None:
    folder = rendered(settings)

    terraform.fmt_check(folder).check()
    assert terraform.validate(folder) == []
