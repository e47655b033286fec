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
from generated_specs import KnobPath, escaped, maker, render_some
from hypothesis import strategies as st
from terraform_bench import Terraform

from generator.pipeline import RenderedEnvironment

pytestmark = pytest.mark.slow

SPECS = int(os.environ.get("TFGEN_TEST_SPECS", "120"))
SEED = int(os.environ.get("TFGEN_TEST_SEED", "0"))
BATCH = 20
"""Specs in one plan: more are hardly cheaper apiece, and take more memory than the 1.2 GB of these."""

REGIONS = ("us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1")
"""Of the batches in turn: in every partition things have other names."""

ZONE = "example.com"
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
FEWEST_RESOURCES = 60


def is_free(path: KnobPath) -> bool:
    """Tell whether a knob may have any value: not those whose value has to fit this machine or each other."""
    return path[-1] not in {"minimum_version", "below_version"} and path[0] not in {"aws_region", "domain"}


@st.composite
def domains(draw: st.DrawFn) -> dict[str, Any]:
    """Return custom domains in a zone and with a certificate that are there."""
    labels = ".".join(draw(st.lists(LABEL, min_size=1, max_size=3)))
    domain = {"enabled": True, "name": f"{labels}.{ZONE}", "zone_name": ZONE}
    if draw(st.booleans()):
        domain |= {"certificate": "existing", "certificate_name": f"*.{ZONE}"}
    if draw(st.booleans()):
        domain["base_path"] = draw(st.from_regex(r"[A-Za-z0-9_.-]{1,128}", fullmatch=True))
    return escaped(domain)


@st.composite
def specs(draw: st.DrawFn, region: str) -> dict[str, Any]:
    """Return specs for one region that this terraform and its providers may be used with."""
    spec = draw(maker().specs(least=5, most=25, keep=is_free))
    if draw(st.integers(0, 2)) == 0:
        spec["domain"] = draw(domains())
    return spec | {"aws_region": region}


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


@pytest.mark.parametrize("first", range(0, SPECS, BATCH))
def test_terraform_plans_any_spec_without_a_warning(
    terraform: Terraform, account: Emulator, tmp_path: Path, first: int
) -> None:
    region, count = REGIONS[first // BATCH % len(REGIONS)], min(BATCH, SPECS - first)
    made = render_some(specs(region), count, seed=SEED + first)
    folders = [write(rendered, tmp_path / f"spec-{number}") for number, (_, rendered) in enumerate(made)]

    formatted = terraform.fmt_check(tmp_path)
    planned = terraform.plan_many(folders, region, account.environment)

    assert len(made) == count
    assert formatted.stdout == ""
    complaints = {json.dumps(spec): said.diagnostics for (spec, _), said in zip(made, planned, strict=True)}
    assert not any(complaints.values()), "\n".join(f"{spec}:\n{said}" for spec, said in complaints.items() if said)
    assert min(len(said.created) for said in planned) >= FEWEST_RESOURCES
