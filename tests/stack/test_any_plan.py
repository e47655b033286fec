"""Terraform formats, validates and plans any valid spec of the bundled stack without a word: see CONTRIBUTING.md."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deploy import emulator as emulators
from deploy.emulator import Emulator
from deploy.environments import CASES
from generated_specs import ANOTHER_CONSUMER, EVERYTHING, READING, KnobPath, maker, render_some, shared
from hypothesis import assume
from hypothesis import strategies as st
from terraform_bench import Terraform
from terraform_modules import parse_plan

from generator.environments import pipeline
from generator.environments.pipeline import RenderedEnvironment

pytestmark = pytest.mark.slow

SPECS = int(os.environ.get("TFGEN_TEST_SPECS", "80"))
SEED = int(os.environ.get("TFGEN_TEST_SEED", "0"))
BATCH = 20
"""Specs in one plan: more are hardly cheaper apiece, and take more memory than the 1.3 GB of these."""

REGIONS = ("us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1")
"""Of the batches in turn: in every partition things have other names."""

ZONE = "example.com"
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
FEWEST_PARTS = 5
"""A spec that sets less says little that the shipped environments do not."""

UNBUFFERED_BATCH = 10
"""Messages in a batch that a queue may deliver without a batching window."""

UNRESERVED = 500
"""A reservation, of Lambda's concurrency, that every account has room for."""

FEWEST_RESOURCES = 60
DESTINATIONS = {
    "firehose": "arn:aws:firehose:us-east-1:123456789012:deliverystream/logs",
    "stream": "arn:aws:kinesis:us-east-1:123456789012:stream/logs",
    "destination": "arn:aws:logs:us-east-1:123456789012:destination:logs",
}
DEPLOYED = {case.environment for case in CASES.values()}
NOT_DEPLOYED = [name for name in shared().spec_files.environments() if name not in DEPLOYED]
"""The environments that ship and that no test applies: `deploy/` plans the others on its way."""


def is_free(path: KnobPath) -> bool:
    """Tell whether a knob may have any value: not those whose value has to fit this machine, the day, or the zone."""
    fixed = {"minimum_version", "below_version", "runtime"}
    return path[-1] not in fixed and path[0] not in {"aws_region", "domain"}


@st.composite
def domains(draw: st.DrawFn) -> dict[str, Any]:
    """Return custom domains in a zone and with a certificate that are there."""
    labels = ".".join(draw(st.lists(LABEL, min_size=1, max_size=3)))
    domain = {"enabled": True, "name": f"{labels}.{ZONE}", "zone_name": ZONE}
    if draw(st.booleans()):
        domain |= {"certificate": "existing", "certificate_name": f"*.{ZONE}"}
    if draw(st.booleans()):
        domain["base_path"] = draw(st.from_regex(r"[A-Za-z0-9_.-]{1,128}", fullmatch=True))
    return domain


@st.composite
def specs(draw: st.DrawFn, region: str) -> dict[str, Any]:
    """Return specs for one region that this terraform and its providers may be used with."""
    spec = draw(maker().specs(most=24, keep=is_free, every_choice=True)) | {"aws_region": region}
    assume(len(spec) >= FEWEST_PARTS)
    if draw(st.booleans()):
        spec["domain"] = draw(domains())
    return reconciled(spec)


def reconciled(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec with what its choices need besides, lest most specs be invalid."""
    if (spec.get("account") or {}).get("id"):
        spec["account"]["id"] = emulators.ACCOUNT_ID
    table, state = spec.get("table", {}), spec.get("state", {})
    recovery = table.get("point_in_time_recovery", {}).get("enabled", True)
    if not (recovery and table.get("deletion_protection", True)):
        spec.setdefault("ephemeral", {})["enabled"] = True
    if state.get("backend") == "s3" and not state.get("bucket"):
        state["bucket"] = "states"
    consumers = spec.get("consumers", {}).values()
    for consumer in consumers:
        queue = consumer.get("queue", {})
        if queue.get("batch_size", 1) > UNBUFFERED_BATCH:
            queue["batching_window_seconds"] = max(1, queue.get("batching_window_seconds", 1))
        if consumer.get("publish"):
            consumer["publish_type"] = consumer.get("publish_type") or "EventProcessed"
    functions = [*spec.get("functions", {}).values(), *(each.get("function", {}) for each in consumers)]
    reserved = sum(each.get("reserved_concurrency") or 0 for each in functions)
    if reserved > UNRESERVED:
        spec.setdefault("account", {})["lambda_concurrency_limit"] = min(2 * reserved, 1_000_000)
    api, events = spec.get("api", {}), spec.get("events", {})
    if "domain" not in spec:
        api.pop("default_endpoint", None)
    for route in api.get("routes", {}).values():
        route.pop("target", None)  # a function that is there, or the bus with what it needs
        route.pop("path", None)
    if events.get("encryption") == "customer_key":
        events.setdefault("archive", {})["enabled"] = False  # its key needs a newer provider
    table, logs = spec.get("table", {}), spec.get("logs", {})
    table.pop("warm_throughput", None)
    if table.get("retired_key") == "keep":
        table["encryption"] = "aws_owned"
    logs.pop("deletion_protection", None)
    if "domain" in spec and spec["aws_region"] != "us-east-1":
        spec.get("api", {}).pop("endpoint_type", None)
    return reconciled_receivers(reconciled_callers(reconciled_release(spec)))


def reconciled_receivers(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec with receivers that may be together."""
    alarms, subscription = spec.get("alarms", {}), spec.get("logs", {}).get("subscription", {})
    if any(alarms.get("slack", {}).values()):
        alarms["slack"] = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}
    if subscription.get("destination"):
        subscription["destination"] = DESTINATIONS[subscription.setdefault("kind", "firehose")]
    if spec.get("budget", {}).get("monthly_usd") and not alarms.get("enabled", True):
        spec["budget"]["emails"] = ["a@example.com"]
    return spec


def reconciled_callers(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec with callers, and ways for them, that may be together."""
    api, network = spec.get("api", {}), spec.get("network", {})
    if any(network.values()):
        spec["network"] = {"subnet_ids": ["subnet-0123456789abcdef0"], "security_group_ids": ["sg-01234567"]}
    if api.get("access", {}).get("vpc_endpoint_ids"):
        api.pop("endpoint_type", None)
        if "domain" in spec:
            del api["access"]["vpc_endpoint_ids"]
    api.get("jwt", {}).pop("scopes" if not api.get("jwt", {}).get("user_pool_arn") else "clients", None)
    for route in api.get("routes", {}).values():
        if route.get("authorizer") == "none":
            route["client_key"] = True
        if route.get("client_key") and not api.get("clients"):
            api["clients"] = {"shop": {}}
    return spec


def reconciled_release(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec with a release that may be."""
    mode = spec.get("release", {}).get("mode")
    if mode == "codedeploy":
        spec.setdefault("alarms", {})["enabled"] = True
    consumers = [each.get("function", {}) for each in spec.get("consumers", {}).values()]
    for function in (*spec.get("functions", {}).values(), *consumers):
        release = function.get("release", {})
        if mode != "alias":
            function.pop("release", None)
        if release.get("version") is None:
            release.pop("newest_percent", None)
        if release.get("newest_percent") or function.get("reserved_concurrency") is not None:
            release.pop("provisioned_concurrency", None)
    return spec


def write(rendered: RenderedEnvironment, folder: Path) -> Path:
    for path, content in rendered.contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An account with a hosted zone, and with a certificate in every region."""
    with emulators.running(tmp_path_factory.mktemp("emulator") / "moto.log") as running:
        for region in REGIONS:
            route53 = running.client("route53", region)
            if not route53.list_hosted_zones()["HostedZones"]:  # a partition's regions share them
                route53.create_hosted_zone(Name=ZONE, CallerReference=region)
            running.client("acm", region).request_certificate(DomainName=f"*.{ZONE}", ValidationMethod="DNS")
        yield running


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        *((name, ()) for name in NOT_DEPLOYED),
        ("prod", (*ANOTHER_CONSUMER, *EVERYTHING)),
        ("pr-123", (*ANOTHER_CONSUMER, *READING, "api.cors.enabled=true")),
    ],
)
def test_terraform_plans_what_ships_without_a_warning(
    terraform: Terraform, account: Emulator, tmp_path: Path, environment: str, settings: tuple[str, ...]
) -> None:
    folder = write(pipeline.render(shared(), environment, settings), tmp_path / environment)

    terraform.init(folder)
    terraform.fmt_check(folder).check()
    found = terraform.diagnostics(folder)
    planned = parse_plan(terraform.plan(folder, "-json", env=account.environment).check().stdout)

    assert found == planned.diagnostics == []
    assert len(planned.created) >= FEWEST_RESOURCES


@pytest.mark.parametrize("first", range(0, SPECS, BATCH))
def test_terraform_plans_any_spec_without_a_warning(
    terraform: Terraform, account: Emulator, tmp_path: Path, first: int
) -> None:
    region, count = REGIONS[first // BATCH % len(REGIONS)], min(BATCH, SPECS - first)
    made = render_some(specs(region), count, seed=100_000 * SEED + first)
    folders = [write(rendered, tmp_path / f"spec-{number}") for number, (_, rendered) in enumerate(made)]

    formatted = terraform.fmt_check(tmp_path)
    planned = terraform.plan_many(folders, account.environment)

    assert len(made) == count
    assert formatted.stdout == ""
    complaints = {json.dumps(spec): said.diagnostics for (spec, _), said in zip(made, planned, strict=True)}
    assert not any(complaints.values()), "\n".join(f"{spec}:\n{said}" for spec, said in complaints.items() if said)
    assert min(len(said.created) for said in planned) >= FEWEST_RESOURCES
