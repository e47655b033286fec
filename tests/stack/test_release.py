"""A release that can be taken back: everything calls an alias, which leads to the version that is meant."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
from functools import partial
from pathlib import Path

import pytest
import rendering
from generated_specs import ANOTHER_CONSUMER, shared

from generator.environments import pipeline
from generator.errors import TfgenError
from generator.spec.constraints import constraints
from generator.spec.spec import Spec

module = partial(rendering.module, "prod")

ROOT = Path(__file__).parents[2]
ALIAS = "release.mode=alias"
FUNCTION = "functions.event_ingestion.release"
ROUTE = "api.routes.get_event={path: '/events/{id}', target: function event_ingestion}"


def text(*settings: str) -> str:
    contents = pipeline.render(shared(), "prod", settings).contents
    return "\n".join(contents[path].decode() for path in sorted(contents) if path.endswith(".tf"))


def said(*settings: str) -> list[str]:
    try:
        resolved: Spec = pipeline.resolve(shared(), "prod", settings)
    except TfgenError as error:
        return [str(each) for each in getattr(error, "problems", (error,))]
    found = constraints([resolved], shared().schema, datetime.date(2026, 1, 1))
    return [str(each.error) for each in found if each.severity == "error"]


def test_nothing_calls_a_function_past_its_alias() -> None:
    files = text(ALIAS, *ANOTHER_CONSUMER, ROUTE)

    assert not re.search(r"aws_lambda_function\.\w+\.(invoke_arn|qualified)", files)
    mappings = re.findall(r"aws_lambda_event_source_mapping.*?\n}", files, re.DOTALL)
    assert len(mappings) == 3
    assert all("aws_lambda_alias." in each for each in mappings)


def test_every_function_has_an_alias_and_publishes() -> None:
    found = module(ALIAS, *ANOTHER_CONSUMER)
    functions = {each.name for each in found.resources("aws_lambda_function")}

    assert functions == {each.name for each in found.resources("aws_lambda_alias")}
    for each in found.resources("aws_lambda_function"):
        assert each.instances[0]["publish"].value is True


def test_an_alias_and_its_permission_outlast_what_calls_by_them() -> None:
    """Terraform destroys a thing before it updates what needs it, unless the thing was made with this."""
    found = module(ALIAS, ROUTE)
    deployment = found.resource("aws_api_gateway_deployment.main")
    permission = found.resource("aws_lambda_permission.live")

    assert deployment
    assert permission
    scheduled = module(ALIAS, "functions.event_ingestion.schedule.expression=rate(5 minutes)")
    assert re.search(
        r"aws_lambda_alias.event_ingestion.arn",
        text(ALIAS, "functions.event_ingestion.schedule.expression=rate(5 minutes)"),
    )
    called = {str(each.key) for one in scheduled.resources("aws_lambda_permission") for each in one.instances}
    assert "schedule_event_ingestion" in called
    assert {str(each.key) for each in permission.instances} == {
        "authorizer",
        "route_get_event",
        "route_post_events",
    }
    assert "aws_lambda_permission.live," in text(ALIAS)
    blocks = re.findall(
        r'resource "aws_lambda_(?:alias|permission)" "(?:live|event_\w+)" \{.*?\n}', text(ALIAS), re.DOTALL
    )
    assert [each.split('"')[3] for each in blocks if "create_before_destroy = true" not in each] == [
        "event_ingestion"
    ]
    assert "aws_lambda_permission" in next(each for each in blocks if "create_before_destroy = true" not in each)


def test_a_version_may_be_named_and_the_newest_gets_a_part() -> None:
    files = text(ALIAS, f"{FUNCTION}.version=41", f"{FUNCTION}.newest_percent=10")

    assert "function_version = tostring(var.event_ingestion_release_version)" in files
    assert files.count("routing_config {") == 1
    assert "routing_config {" not in text(ALIAS, f"{FUNCTION}.version=41")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([f"{FUNCTION}.version=4"], "expected null"),
        ([f"{FUNCTION}.provisioned_concurrency=4"], "expected null"),
        (["release.mode=codedeploy", f"{FUNCTION}.version=4"], "expected null"),
        (["release.mode=codedeploy", "consumers.event_storage.function.release.version=4"], "expected null"),
        (["release.mode=codedeploy", "alarms.enabled=false"], "alarms.enabled: must be true"),
        ([ALIAS, f"{FUNCTION}.newest_percent=4"], "must be 0"),
        (
            [
                ALIAS,
                f"{FUNCTION}.version=4",
                f"{FUNCTION}.newest_percent=4",
                f"{FUNCTION}.provisioned_concurrency=4",
            ],
            "expected null",
        ),
        (
            [ALIAS, f"{FUNCTION}.provisioned_concurrency=51"],
            "more than 1 times functions.event_ingestion.reserved",
        ),
    ],
)
def test_what_can_not_be_is_said_once(settings: list[str], expected: str) -> None:
    (told,) = said(*settings)

    assert expected in told


def test_codedeploy_leads_the_alias_and_looks_at_the_functions_alarms() -> None:
    found = module("release.mode=codedeploy", *ANOTHER_CONSUMER)
    groups = found.resources("aws_codedeploy_deployment_group")

    assert {each.instances[0]["deployment_group_name"].value for each in groups} == {
        "auth",
        "ingest",
        "process",
        "store",
        "audit",
    }
    assert "ignore_changes = [function_version, routing_config]" in text("release.mode=codedeploy")
    assert "ignore_changes = [function_version" not in text(ALIAS)


def test_the_loop_that_the_document_shows_deploys_what_is_new(tmp_path: Path) -> None:
    """Run with an `aws` and a `terraform` that answer as those do."""
    page = (ROOT / "docs" / "growing.md").read_text()
    loop = next(each for each in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "create-deployment" in each)
    (tmp_path / "terraform").write_text("#!/bin/sh\necho shop-dev-functions\n")
    (tmp_path / "aws").write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        "  *list-deployment-groups*) echo auth ingest ;;\n"
        "  *get-alias*) echo 3 ;;\n"
        "  *list-versions*shop-dev-auth-fn*) echo 3 ;;\n"
        "  *list-versions*) echo 4 ;;\n"
        f'  *) for each in "$@"; do echo "$each"; done > {tmp_path}/calls ;;\n'
        "esac\n"
    )
    for name in ("aws", "terraform"):
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"

    subprocess.run(["bash", "-ec", loop], check=True, env={**os.environ, "PATH": path}, timeout=60)

    called = (tmp_path / "calls").read_text().splitlines()
    assert called[:2] == ["deploy", "create-deployment"]
    content = json.loads(json.loads(called[-1])["appSpecContent"]["content"])
    assert content["Resources"][0]["function"]["Properties"] == {
        "Name": "shop-dev-ingest-fn",
        "Alias": "live",
        "CurrentVersion": "3",
        "TargetVersion": "4",
    }
