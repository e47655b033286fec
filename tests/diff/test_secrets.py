"""What is sensitive is in nothing that a diff says."""

from __future__ import annotations

import pytest
from sides import compared, queue

from generator.diff import group
from generator.model.change import EnvironmentChanges, Review
from generator.report import diff_json, diff_text

OLD, NEW = "hunter2-old-secret", "correct-horse-new-secret"

VARIABLE = 'variable "token" {\n  sensitive = true\n  default   = "%s"\n}\n'
PLAIN = 'variable "token" {\n  default = "%s"\n}\n'
PARAMETER = 'resource "aws_ssm_parameter" "p" {\n  name  = "p"\n  type  = "SecureString"\n  value = %s\n}\n'
FUNCTION = """
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "r"
  environment {
    variables = { A = "a-%s", B = %s }
  }
}
"""


def everything(changes: EnvironmentChanges) -> str:
    review = Review("disk", ("dev",), (changes,), group([changes]))
    return diff_text.report(review, unified=True) + diff_json.report(review) + repr(changes)


@pytest.mark.parametrize(
    "configuration",
    [
        VARIABLE,
        VARIABLE + queue('  name = "${var.token}-x"'),
        VARIABLE + "locals {\n  t = upper(var.token)\n}\n" + queue("  name = local.t"),
        VARIABLE + FUNCTION % ("x", "var.token"),
        PARAMETER % '"%s"',
        PARAMETER % '"prefix ${aws_x.y.z} %s"',
        PARAMETER % "<<-EOT\n    first\n    %s\n  EOT\n",
        'locals {\n  t = "%s"\n}\n' + PARAMETER % "local.t",
        PLAIN + PARAMETER % "var.token",
        PARAMETER % '"%s"' + FUNCTION % ("x", "aws_ssm_parameter.p.value"),
        'locals {\n  t = sensitive("%s")\n}\n' + queue("  name = local.t"),
        'output "o" {\n  sensitive = true\n  value     = sensitive("%s")\n}\n',
        VARIABLE + 'output "o" {\n  sensitive = true\n  value     = { a = [var.token] }\n}\n',
        VARIABLE + 'resource "aws_sqs_queue" "q" {\n  for_each = { a = var.token }\n  name     = each.value\n}\n',
    ],
)
def test_sensitive_values_are_not_told_but_that_they_differ_is(configuration: str) -> None:
    before, after = (configuration.replace("%s", value) for value in (OLD, NEW))

    found = compared(before, after)

    assert found is not None
    assert found.changes, "that something differs is told"
    said = everything(found)
    assert OLD not in said
    assert NEW not in said
    assert OLD.upper() not in said
    assert all(file.unified for file in found.files)


def test_values_in_files_of_values_are_covered_as_well() -> None:
    files = {"main.tf": VARIABLE % "default" + queue("  name = var.token")}

    found = compared(
        {**files, "a.auto.tfvars": f'token = "{OLD}"\n', "terraform.tfvars": f'token = "{OLD}"\n'},
        {**files, "a.auto.tfvars": f'token = "{NEW}"\n', "terraform.tfvars": f'token = "{NEW}"\n'},
    )

    assert found is not None
    assert found.changes
    said = everything(found)
    assert OLD not in said
    assert NEW not in said


def test_a_file_that_cannot_be_read_hides_what_is_known_to_be_sensitive() -> None:
    before = VARIABLE % OLD + queue("  name = var.token")

    found = compared(before, before + "}\n")

    assert found is not None
    assert found.notes
    assert OLD not in everything(found)


def test_another_name_for_the_same_sensitive_value_is_no_change_of_what_has_it() -> None:
    before = VARIABLE % OLD + queue("  name = var.token")

    found = compared(before, before.replace("token", "secret"))

    assert found is not None
    assert sorted(change.address for change in found.changes) == ["var.secret", "var.token"]
