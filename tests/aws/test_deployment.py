"""Who may deploy: the table of actions is of AWS's own words, and a policy names what is rendered and no more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from generator import hcl
from generator.aws import deployment
from generator.aws.replacement import known_types

ROOT = Path(__file__).parents[2]
TABLE: dict[str, dict[str, Any]] = json.loads((ROOT / "generator/aws/deployment.json").read_text())
NOT_OPERATIONS = {
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    "budgets:ModifyBudget",
    "budgets:ViewBudget",
    "iam:PassRole",  # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    "lambda:ListTags",
}
"""Actions that no call of the API bears the name of."""
QUEUE = """\
provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["111122223333"]
}
resource "aws_sqs_queue" "orders" {
  for_each = toset(["orders", "orders-dead"])
  name     = "shop-dev-${each.key}"
}
resource "aws_iam_role" "run" {
  name               = "shop-dev-run"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "run" {
  role = aws_iam_role.run.name

  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.orders["orders"].arn }]
  })
}
"""


def statements(policy: dict[str, Any]) -> dict[str, list[str]]:
    """Return the resources of each action."""
    return {action: each["Resource"] for each in policy["Statement"] for action in each["Action"]}


def test_every_type_that_a_template_has_is_known() -> None:
    text = "\n".join(file.read_text() for file in sorted((ROOT / "templates").glob("*.j2")))
    for kind, known in TABLE.items():
        types = {
            each for each in re.findall(rf'^\s*{kind}\s+"([^"]+)"', text, re.MULTILINE) if each.startswith("aws_")
        }
        assert types
        assert types <= set(known)
    assert {each for each in known_types() if each.startswith("aws_")} <= set(TABLE["resource"])


def test_every_action_is_a_call_of_the_service() -> None:
    session = botocore.session.get_session()
    wrong = []
    for action in {action for kind in TABLE.values() for its in kind.values() for action in its["actions"]}:
        service, _, name = action.partition(":")
        if service == "apigateway":
            assert name in {"DELETE", "GET", "PATCH", "POST", "PUT"}
        elif action not in NOT_OPERATIONS and name not in session.get_service_model(service).operation_names:
            wrong.append(action)
    assert wrong == []


def test_a_policy_names_what_is_rendered() -> None:
    found = deployment.deployer(hcl.load({"main.tf": QUEUE.encode()}))

    assert found.unknown == ()
    told = statements(found.policy)
    assert told["sqs:CreateQueue"] == ["arn:aws:sqs:eu-central-1:111122223333:shop-dev-orders*"]
    assert told["iam:CreateRole"] == ["arn:aws:iam::111122223333:role/shop-dev-run"]
    assert "dynamodb:CreateTable" not in told


def test_a_role_may_be_given_no_more_than_the_boundary() -> None:
    found = deployment.boundary(hcl.load({"main.tf": QUEUE.encode()}))

    assert statements(found) == {"sqs:SendMessage": ["*"]}


def test_a_type_that_is_not_known_is_said() -> None:
    text = 'resource "aws_shield_protection" "main" {\n  name = "a"\n}\n'

    assert deployment.deployer(hcl.load({"main.tf": text.encode()})).unknown == ("aws_shield_protection",)


def test_a_state_in_s3_and_its_key_belong_to_it() -> None:
    text = (
        'terraform {\n  backend "s3" {\n    bucket     = "states"\n    key        = "shop/dev"\n'
        '    kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/k"\n  }\n}\n'
    )

    told = statements(deployment.deployer(hcl.load({"main.tf": text.encode()})).policy)

    assert told["s3:PutObject"] == ["arn:aws:s3:::states/shop/dev", "arn:aws:s3:::states/shop/dev.tflock"]
    assert told["s3:ListBucket"] == ["arn:aws:s3:::states"]
    assert told["kms:GenerateDataKey"] == ["arn:aws:kms:us-east-1:111122223333:key/k"]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_a_shipped_environment_fits_the_policies_of_a_role(environment: str) -> None:
    folder = ROOT / "out" / environment
    module = hcl.load({file.name: file.read_bytes() for file in folder.glob("*.tf")})
    found = deployment.deployer(module)

    assert found.unknown == ()
    assert len(json.dumps(found.policy, separators=(",", ":"))) < 10_240  # of a role's inline policies together
    assert all("*" not in action for action in statements(found.policy))
    named = [each for each in statements(found.policy)["iam:CreateRole"]]
    assert named == [f"arn:aws:iam::*:role/event-platform-{environment}-*"]
