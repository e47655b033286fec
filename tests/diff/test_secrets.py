"""What is sensitive is in nothing that a diff says."""

from __future__ import annotations

import pytest
from sides import compared, queue, rendering

from generator import diff
from generator.diff import group
from generator.location import Location
from generator.model.change import EnvironmentChanges, Review
from generator.model.finding import SpecValue, TemplateSource
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
        'output "o" {\n  sensitive = true\n  value     = "%s"\n}\n',
        'output "o" {\n  ephemeral = true\n  value     = upper("%s")\n}\n',
        'locals {\n  t = "%s"\n}\noutput "o" {\n  sensitive = true\n  value     = local.t\n}\n',
        'variable "token" {\n  ephemeral = true\n  default   = "%s"\n}\n',
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


@pytest.mark.parametrize(
    "value",
    [
        'format("%s-%s", var.token)',
        'format("%s", var.token, "too many")',
        '"%s-${var.token}"',
        'join("-", ["%s", var.token])',
        'var.token == "x" ? "%s" : "b"',
        'local.t == "" ? "%s" : "b"',
        'replace(aws_ssm_parameter.p.value, "x", "%s")',
        '"%s${random_password.p.result}"',
        'upper(format("%s", local.t))',
        'jsonencode({ a = "%s${var.token}" })',
        'format("%s%s", sensitive("x"))',
        '[for one in [var.token] : "%s${one}"][0]',
    ],
)
def test_a_text_beside_a_sensitive_value_is_not_told(value: str) -> None:
    shared = 'variable "token" {\n  sensitive = true\n}\nlocals {\n  t = upper(var.token)\n}\n' + PARAMETER % '"x"'
    shared += 'resource "random_password" "p" {\n  length = 32\n}\n'
    before, after = (shared + queue(f"  name = {value.replace('%s', one, 1)}") for one in (OLD, NEW))

    found = compared(before, after)

    assert found is not None
    assert [change.address for change in found.changes] == ["aws_sqs_queue.q"]
    said = everything(found)
    assert OLD not in said
    assert NEW not in said


@pytest.mark.parametrize(
    "value",
    [
        '{ A = "plain-%s", B = var.token }',
        'merge({ A = "plain-%s" }, { B = var.token })',
        'nonsensitive(format("plain-%s%s", var.token))',
    ],
)
def test_a_text_that_is_a_value_of_its_own_is_told(value: str) -> None:
    shared = 'variable "token" {\n  sensitive = true\n}\n'
    before, after = (
        shared + f"locals {{\n  t = {value.replace('%s', one, 1)}\n}}\n" + queue("  tags = local.t")
        for one in "ab"
    )

    found = compared(before, after)

    assert found is not None
    assert '"plain-b' in "\n".join(line for file in found.files for line in file.unified)


def test_which_sensitive_value_it_is_may_be_told() -> None:
    shared = 'variable "token" {\n  sensitive = true\n}\nresource "random_password" "p" {\n  length = 32\n}\n'

    found = compared(*(shared + queue(f"  name = {one}") for one in ("var.token", "random_password.p.result")))

    assert found is not None
    assert [(one.old, one.new) for one in found.changes[0].attributes] == [
        ("var.token", "random_password.p.result")
    ]


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


@pytest.mark.parametrize(
    "broken",
    [
        'variable "token" {\n  sensitive = true\n  default   = "%s"\n',
        'variable "token" {\n  sensitive = true\n  default   = "%s\n}\n',
        'variable "token" {\n  sensitive = true\n  default   = <<-EOT\n    a\n    %s\n  EOT\n',
        'variable "token" {\n  sensitive = true\n  default   = <<EOT\n%s\n',
        'variable "token" { sensitive = true, default = "a\\"%s" ] }\n',
    ],
)
def test_a_file_that_cannot_be_read_tells_no_values(broken: str) -> None:
    read = 'variable "token" {\n  sensitive = true\n  default   = "%s"\n}\n'
    given = 'token = "%s"\n'

    for one, other in ((read, broken), (broken, read), (broken, broken)):
        found = compared(
            {"main.tf": one.replace("%s", OLD), "terraform.tfvars": given % OLD},
            {"main.tf": other.replace("%s", NEW) + "\n", "terraform.tfvars": given % NEW},
        )

        assert found is not None
        assert found.notes
        said = everything(found)
        assert OLD not in said
        assert NEW not in said
        assert "\\ A sensitive value differs" in repr(found) or 'variable "token" {' in repr(found)


def test_the_spec_values_that_went_into_a_sensitive_line_are_not_told() -> None:
    def origin(path: str, line: int) -> TemplateSource:
        return TemplateSource(Location("t.j2", line), (SpecValue("a.b", f'"{NEW}"', "x.yaml:1:1", None),))

    plain, secret = (
        'output "o" {\n  value     = "%s"\n}\n',
        'output "o" {\n  sensitive = true\n  value = "%s"\n}\n',
    )
    told = diff.compare(rendering(plain % OLD), rendering(plain % NEW)._replace(origin=origin))
    kept = diff.compare(rendering(secret % OLD), rendering(secret % NEW)._replace(origin=origin))

    assert told is not None
    assert kept is not None
    assert NEW in repr(told.changes)
    assert NEW not in repr(kept.changes[0].attributes)


def test_another_name_for_the_same_sensitive_value_is_no_change_of_what_has_it() -> None:
    before = VARIABLE % OLD + queue("  name = var.token")

    found = compared(before, before.replace("token", "secret"))

    assert found is not None
    assert sorted(change.address for change in found.changes) == ["var.secret", "var.token"]
