"""A variable that is set for one plan, and does not fit another: the plan says so, before anything is applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deploy import emulator as emulators
from deploy.environments import REGION, ZONE, Case, Deployment, prepare_account
from terraform_bench import Terraform

pytestmark = pytest.mark.slow

SETTINGS = (
    "domain.enabled=true",
    f"domain.name=events.{ZONE}",
    f"domain.zone_name={ZONE}",
    "consumers.event_storage.queue.fifo=true",
    "consumers.event_processing.queue.provisioned_pollers.maximum=4",
    "release.mode=alias",
    "functions.authorizer.reserved_concurrency=4",
    "functions.authorizer.release.provisioned_concurrency=2",
)
BROKEN = {
    "event_processing_queue_batch_size=100": "A batch of more than 10 messages needs a batching window",
    "event_storage_queue_batch_size=100": "A FIFO queue gives at most 10 messages at once.",
    "event_processing_queue_minimum_pollers=5": "More pollers are kept than there may be.",
    "authorizer_reserved_concurrency=1": "More executions are kept ready than the function has reserved.",
    "api_maximum_body_bytes=262144": "a body of api_maximum_body_bytes has to fit a message of the queues.",
    "api_endpoint_type=EDGE": "The domain's certificate is of another endpoint type",
    "domain_name=events.example.org": "domain_enabled needs a domain_name in domain_zone_name.",
}
"""Values that are within the bounds of their own variable, and what is said of each beside the others."""


@pytest.fixture(scope="module")
def deployment(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    place = tmp_path_factory.mktemp("together")
    with emulators.running(place / "moto.log") as emulator:
        prepare_account(emulator, REGION)
        deployment = Deployment(Case("together", "pr-700", SETTINGS), terraform, emulator, place)
        deployment.render()
        terraform.init(deployment.folder)
        yield deployment


def said(deployment: Deployment, *options: str) -> tuple[int, str]:
    """Return how a plan ends, and what it says without frames and line breaks."""
    planned = deployment.terraform.plan(deployment.folder, "-refresh=false", *options, env=deployment.variables)
    return planned.exit_code, " ".join(planned.stderr.replace("│", " ").split())


def test_values_that_do_not_go_together_are_refused_by_the_plan(deployment: Deployment) -> None:
    code, text = said(deployment, *(f"-var={each}" for each in BROKEN))

    assert code == 1
    assert [value for value, message in BROKEN.items() if message not in text] == [], text


def test_a_domain_without_a_name_is_refused_in_words(deployment: Deployment, tmp_path: Path) -> None:
    values = tmp_path / "nameless.tfvars"
    values.write_text("domain_name = null\n")

    code, text = said(deployment, f"-var-file={values}")

    assert code == 1
    assert "domain_enabled needs a domain_name" in text


def test_without_them_nothing_is_said(deployment: Deployment) -> None:
    code, text = said(deployment)

    assert (code, text) == (0, "")
