"""The failures that this project was started from: what terraform says to each, and to the unbroken folder.

A copy of a rendered folder is broken in the way of each failure. The numbers are those of the rules TFG001 to
TFG020 that look for them without terraform. `validate` and `plan` need no emulator; what shows only on
apply is applied alone, by `-target`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from terraform_bench import Completed, Diagnostic, Terraform

from deploy import emulator as emulators
from deploy.emulator import Emulator
from deploy.environments import Case, Deployment

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy-failures")]

SETTINGS = ("api.cors.enabled=true", "api.account_role=owned")


@dataclass(frozen=True, slots=True)
class Break:
    """A way to break a rendered file: what fits `pattern` becomes `replacement`, wherever it stands.

    Attributes:
        rule: The number of the failure, and of the rule.
        name: What is wrong.
        file: The rendered file.
        pattern: A regular expression; `^` and `$` stand for a line's, and `.` takes newlines.
        replacement: What takes its place.
        message: What terraform says to it; empty where it says nothing.
    """

    rule: int
    name: str
    file: str
    pattern: str
    replacement: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.rule:02}-{self.name}"

    def apply(self, folder: Path) -> None:
        """Break the folder's file; the test fails if nothing fits."""
        path = folder / self.file
        broken, count = re.subn(self.pattern, self.replacement, path.read_text(), flags=re.MULTILINE | re.DOTALL)
        assert count, f"{self}: nothing in {self.file} fits {self.pattern}"
        path.write_text(broken)


STAGE = r'^resource "aws_api_gateway_stage" "main" \{\n'
# Only in the provider's own block, which `validate_many` leaves out.
IN_PROVIDER_BLOCK = Break(
    1, "undeclared-variable", "variables.tf", r'^variable "aws_region" \{.*?^\}\n', "",
    "Reference to undeclared input variable",
)  # fmt: skip
SHOWN_BY_VALIDATE = [
    Break(
        2, "missing-lambda-package", "lambda.tf", r"data\.archive_file\.authorizer\.output_base64sha256",
        'filebase64sha256("authorizer.zip")', "Error in function call",
    ),
    Break(
        6, "provider-schema", "api.tf", STAGE,
        r'\g<0>  throttle_settings {\n    rate_limit = 100\n  }\n\n', "Unsupported block type",
    ),
    Break(
        13, "undeclared-reference", "data.tf", r'^data "aws_caller_identity" "current" \{\}\n', "",
        "Reference to undeclared resource",
    ),
    Break(14, "block-or-map", "api.tf", r"^  settings \{$", "  settings = {", "Unsupported argument"),
]  # fmt: skip

SHOWN_BY_PLAN = [
    Break(
        18, "lambda-timeout-range", "variables.tf", r'(^variable "authorizer_timeout_seconds".*?default     = )30$',
        r"\g<1>5", "authorizer_timeout_seconds must be a whole number from 30 to 300",
    ),
]  # fmt: skip

EVENT_PERMISSION = "aws_cloudwatch_event_permission.main"
BUS_POLICY = "aws_cloudwatch_event_bus_policy.main"
LAYER = "aws_lambda_layer_version.common_dependencies"
RESPONSE = "aws_api_gateway_integration_response.options_events"
SHOWN_BY_APPLY = {
    RESPONSE: Break(
        8, "missing-dependency", "api.tf",
        r'(^resource "aws_api_gateway_integration_response" "options_events" \{\n.*?http_method = ).*?\n'
        r"(  status_code = ).*?\n(.*?  \}\n)\n  depends_on = \[.*?\]\n",
        r'\g<1>"OPTIONS"\n\g<2>"204"\n\g<3>', "NotFoundException",
    ),
    EVENT_PERMISSION: Break(
        10, "event-permission-principal", "events.tf",
        r'^resource "aws_cloudwatch_event_bus_policy" "main" \{.*?^\}\n',
        'resource "aws_cloudwatch_event_permission" "main" {\n'
        "  event_bus_name = aws_cloudwatch_event_bus.main.name\n"
        "  principal      = aws_iam_role.event_ingestion.arn\n"
        '  statement_id   = "one"\n}\n',
        "must be",
    ),
    LAYER: Break(
        16, "missing-layer-package", "layers.tf",
        r"  filename         = data.*?\n  source_code_hash = data.*?\n",
        '  filename    = "common-dependencies-layer.zip"\n', "no such file or directory",
    ),
}  # fmt: skip

# What no terraform without an AWS account shows: tfgen's own rules are all that is left against these.
SHOWN_BY_NOTHING = [
    Break(
        3, "hardcoded-account-id", "layers.tf", r"data\.aws_caller_identity\.current\.account_id", '"123456789012"'
    ),
    Break(
        5, "reserved-concurrency-budget", "lambda.tf", r"var\.\w+_reserved_concurrency", "1000"
    ),
    Break(
        7, "placeholder-secret", "ssm.tf", r"random_password\.auth_token\.result", '"REPLACE_WITH_ACTUAL_TOKEN"'
    ),
    Break(9, "missing-api-gateway-account", "api.tf", r"aws_api_gateway_account\.main,?", ""),
    Break(11, "sqs-unencrypted", "sqs.tf", r"sqs_managed_sse_enabled += true", "sqs_managed_sse_enabled = false"),
    Break(12, "missing-custom-domain", "route53.tf", r"var\.domain_enabled \? 1 : 0", "0"),
    Break(
        15, "deprecated-attribute", "outputs.tf", r'^(output "region" \{.*?value       = )var\.aws_region',
        r'data "aws_region" "current" {}\n\n\g<1>data.aws_region.current.name',
    ),
    # Terraform takes the namespace hashicorp, and whichever version is the newest.
    Break(17, "undeclared-provider", "provider.tf", r"^    random = \{.*?^    \}\n", ""),
    Break(19, "inconsistent-naming", "lambda.tf", r"-ingest-fn", "-event-ingestion"),
    Break(20, "flat-outputs", "outputs.tf", r'^output "event_post_url" \{.*?^\}\n', ""),
]  # fmt: skip

WITHOUT_SUFFIX = Break(
    4, "missing-environment-suffix", "locals.tf", r'name_prefix = "[^\n]*"', "name_prefix = var.project_name",
    "EntityAlreadyExists",
)  # fmt: skip
ROLE = "aws_iam_role.authorizer"


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An account of these tests' own, for what they leave half made."""
    with emulators.running(tmp_path_factory.mktemp("account") / "moto.log") as running:
        yield running


@pytest.fixture(scope="module")
def rendered(terraform: Terraform, account: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rendered folder, unbroken and initialised."""
    deployment = Deployment(
        Case("unbroken", "pr-500", SETTINGS), terraform, account, tmp_path_factory.mktemp("out")
    )
    deployment.render()
    terraform.init(deployment.folder)
    return deployment.folder


@pytest.fixture(scope="module")
def diagnoses(
    terraform: Terraform, rendered: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Diagnostic]]:
    """What `terraform validate` says to the unbroken folder, and to each one that it needs no more than that for."""
    folders = {"unbroken": rendered}
    for each in SHOWN_BY_VALIDATE + SHOWN_BY_NOTHING:
        folders[str(each)] = broken(each, rendered, tmp_path_factory.mktemp("broken"))
    return dict(zip(folders, terraform.validate_many(list(folders.values())), strict=True))


def broken(each: Break, rendered: Path, place: Path) -> Path:
    """Return a broken copy of the rendered folder."""
    folder = place / str(each)
    shutil.copytree(rendered, folder, symlinks=True)
    each.apply(folder)
    return folder


def apply(
    terraform: Terraform, account: Emulator, folder: Path, *targets: str, suffix: str = "pr-500"
) -> Completed:
    """Apply a few resources of a folder with what they depend on."""
    options = [f"-target={target}" for target in targets]
    return terraform.run(
        folder, "apply", "-auto-approve", "-input=false", "-no-color", f"-var=environment_suffix={suffix}", *options,
        env=account.environment,
    )  # fmt: skip


def test_each_failure_is_tried_once() -> None:
    listed = [*SHOWN_BY_VALIDATE, *SHOWN_BY_PLAN, *SHOWN_BY_APPLY.values(), *SHOWN_BY_NOTHING]
    tried = [*listed, IN_PROVIDER_BLOCK, WITHOUT_SUFFIX]

    assert sorted(each.rule for each in tried) == list(range(1, 21))


def test_terraform_finds_nothing_wrong_with_the_unbroken_folder(diagnoses: dict[str, list[Diagnostic]]) -> None:
    assert diagnoses["unbroken"] == []


@pytest.mark.parametrize("each", SHOWN_BY_VALIDATE, ids=str)
def test_validate_shows(diagnoses: dict[str, list[Diagnostic]], each: Break) -> None:
    errors = [diagnostic for diagnostic in diagnoses[str(each)] if diagnostic.severity == "error"]

    assert each.message in {error.summary for error in errors}


def test_validate_shows_what_is_wrong_with_the_provider_block(
    terraform: Terraform, rendered: Path, tmp_path: Path
) -> None:
    errors = terraform.validate(broken(IN_PROVIDER_BLOCK, rendered, tmp_path))

    assert (IN_PROVIDER_BLOCK.message, "provider.tf") in {(error.summary, error.file) for error in errors}


@pytest.mark.parametrize("each", SHOWN_BY_NOTHING, ids=str)
def test_validate_does_not_show(diagnoses: dict[str, list[Diagnostic]], each: Break) -> None:
    assert diagnoses[str(each)] == []


@pytest.mark.parametrize("each", SHOWN_BY_PLAN, ids=str)
def test_plan_shows(terraform: Terraform, account: Emulator, rendered: Path, tmp_path: Path, each: Break) -> None:
    planned = terraform.plan(broken(each, rendered, tmp_path), env=account.environment)

    assert planned.exit_code == 1
    assert each.message in _unwrapped(planned.stderr)


def test_the_unbroken_folder_is_planned_and_its_parts_are_applied(
    terraform: Terraform, account: Emulator, rendered: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "unbroken"
    shutil.copytree(rendered, folder, symlinks=True)

    planned = terraform.plan(folder, env=account.environment).check()
    apply(terraform, account, folder, RESPONSE, BUS_POLICY, LAYER, suffix="unbroken").check()

    assert re.search(r"Plan: \d+ to add, 0 to change, 0 to destroy", planned.stdout)


@pytest.mark.parametrize("target", SHOWN_BY_APPLY)
def test_apply_shows(terraform: Terraform, account: Emulator, rendered: Path, tmp_path: Path, target: str) -> None:
    each = SHOWN_BY_APPLY[target]
    folder = broken(each, rendered, tmp_path)

    applied = apply(terraform, account, folder, target, suffix=f"broken-{each.rule}")

    assert applied.exit_code == 1
    assert each.message in _unwrapped(applied.stderr)


def test_two_environments_without_their_suffix_collide(
    terraform: Terraform, account: Emulator, rendered: Path, tmp_path: Path
) -> None:
    first, second = (broken(WITHOUT_SUFFIX, rendered, tmp_path / name) for name in ("first", "second"))

    apply(terraform, account, first, ROLE, suffix="first").check()
    collided = apply(terraform, account, second, ROLE, suffix="second")

    assert collided.exit_code == 1
    assert WITHOUT_SUFFIX.message in collided.stderr


def test_two_environments_with_their_suffix_stand_side_by_side(
    terraform: Terraform, account: Emulator, rendered: Path, tmp_path: Path
) -> None:
    for suffix in ("left", "right"):
        folder = tmp_path / suffix
        shutil.copytree(rendered, folder, symlinks=True)
        apply(terraform, account, folder, ROLE, suffix=suffix).check()


def _unwrapped(text: str) -> str:
    """Return terraform's message without the line breaks and frames that it puts in."""
    return re.sub(r"[\s│]+", " ", text)
