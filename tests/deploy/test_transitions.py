"""Every change of a knob, both ways: what it breaks is said before, and `diff` says what terraform plans.

Two environments stand on the emulator, and of most knobs they have one choice each: a change goes from the one, and
back from the other. What is broken on the way is said offline, knob by knob; what terraform plans is asked for of
several knobs at once, since each plan takes seconds. With TFGEN_TEST_TRANSITIONS=apply they are also applied, both
ways, and the plan after it has to be quiet; a group or several by `-k`, such as `-k "turned and pr-123-3"`.

docs/transitions.md is the table of it: `scripts/transitions.py` writes it from `KNOBS`.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy import calls, excused
from deploy.deployments import Deployments
from deploy.emulator import Emulator
from deploy.environments import CASES, REGION, ROOT, ZONE, Deployment
from deploy.test_diff_plans import actions, said
from generator import diff
from generator.check import catalogue
from generator.check.engine import CheckSettings
from generator.diff import Snapshot
from generator.environments import pipeline, transitions
from generator.environments.compare import Sides, rendering
from generator.environments.pipeline import Inputs
from generator.files.project import locate

PLAIN, OTHER = "pr-123", "domain"
"""The cases that stand: one with what is shipped, one with the other choice of most knobs."""
SCHEMA: dict[str, Any] = json.loads((ROOT / "environments/schema.json").read_text())
IMAGE = f"123456789012.dkr.ecr.us-east-1.amazonaws.com/authorizer@sha256:{'0' * 64}"
HTTPS = "https://events.example.com/sns"
TOPIC = "arn:aws:sns:us-east-1:123456789012:operations"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/logs"
ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/all/01234567-89ab-cdef-0123-456789abcdef"
POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab12"
OTEL = "arn:aws:lambda:us-east-1:123456789012:layer:otel:1"
TURNING = "test_knobs_can_be_turned_and_turned_back"
on_demand = pytest.mark.skipif(
    os.environ.get("TFGEN_TEST_TRANSITIONS") != "apply", reason="TFGEN_TEST_TRANSITIONS=apply: an hour"
)
on_emulator = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]


@dataclass(frozen=True)
class Knob:
    """A change of an environment.

    Attributes:
        case: Where it begins.
        settings: What changes.
        breaks: The rules that say what it breaks.
        group: The changes of a case that are planned at once; 0 for one that no plan shows.
        back: What turning it back breaks.
        by: What it takes on the way back, so that nothing breaks.
        unplanned: Why terraform is not asked for it among the others, where it is not.
        held: Why it is not applied on the emulator, where it is planned all the same.
    """

    case: str
    settings: tuple[str, ...]
    breaks: frozenset[str] = frozenset()
    group: int = 1
    back: frozenset[str] = frozenset()
    by: tuple[str, ...] = ()
    unplanned: str = ""
    held: str = ""

    def __str__(self) -> str:
        return f"{self.case}: {' '.join(self.settings)}"

    @property
    def unapplied(self) -> str:
        """Why it is not turned and turned back on the emulator, by what that takes; empty where it is."""
        breaks = (self.breaks if self.by else self.breaks | self.back) - APPLIED_THOUGH
        refused = f"refused before it is applied: {', '.join(sorted(breaks))}" if breaks else ""
        return self.unplanned or self.held or refused


def knob(
    case: str,
    settings: str,
    breaks: str = "",
    *,
    group: int = 1,
    back: str = "",
    by: str = "",
    unplanned: str = "",
    held: str = "",
) -> Knob:
    return Knob(
        case,
        tuple(re.split(r" (?=[\w.]+=)", settings)),
        frozenset(breaks.split()),
        0 if unplanned else group,
        frozenset(back.split()),
        tuple(by.split()),
        unplanned,
        held,
    )


ALIASES = "the emulator keeps one setting of calls without an answer for a function and all its aliases"
NEWER = "it takes a newer hashicorp/aws than the one that plans here; `doctor` and `validate` hold its version"
ANEW = "a test of its own: with a refresh, everything is made anew there"
CERTIFICATE = "what it finds is the account's: the stack's own certificate, which is then in use, or a newer one"
STATE_ELSEWHERE = "a test of its own: terraform asks for init first"

KNOBS = (
    # Keys: to take one costs nothing, to let go of one needs it kept.
    knob(PLAIN, "table.encryption=customer_key", back="TFG403", by="table.encryption=aws_owned table.retired_key=keep"),
    knob(PLAIN, "queues.encryption=customer_key", back="TFG403", by="queues.retired_key=keep"),
    knob(PLAIN, "logs.encryption=customer_key", back="TFG403", by="logs.retired_key=keep"),
    knob(PLAIN, "events.encryption=customer_key", group=2, back="TFG403", by="events.retired_key=keep"),
    knob(PLAIN, "secrets.encryption=customer_key", group=2, back="TFG403", by="secrets.retired_key=keep"),
    knob(PLAIN, "function_variables.encryption=customer_key", group=2, back="TFG403",
         by="function_variables.retired_key=keep"),
    knob(PLAIN, "table.encryption=aws_owned", group=3),
    knob(OTHER, "table.encryption=aws_managed", "TFG403", group=2),
    knob(OTHER, "queues.encryption=sqs_managed", "TFG403", group=2),
    knob(OTHER, "secrets.encryption=aws_managed", "TFG403 TFG407", group=2, back="TFG407"),
    knob(OTHER, "table.encryption=aws_owned table.retired_key=keep"),
    knob(OTHER, "queues.encryption=sqs_managed queues.retired_key=keep"),
    knob(OTHER, "secrets.encryption=aws_managed secrets.retired_key=keep secrets.token_version=2"),
    knob(OTHER, "encryption.key_deletion_days=8", group=3),
    # Secrets.
    knob(PLAIN, "secrets.mode=write_only"),
    knob(PLAIN, "secrets.token_version=2", group=2),
    knob(PLAIN, "secrets.token_length=64", group=4),
    knob(PLAIN, "secrets.cache_seconds=60"),
    knob(PLAIN, "secrets.overlap_seconds=600"),
    knob(OTHER, "secrets.token_length=64", "TFG407", group=2, back="TFG407"),
    knob(OTHER, "secrets.token_version=2", group=3),
    knob(OTHER, "secrets.token_version=2 secrets.token_length=64", group=5),
    knob(OTHER, "secrets.mode=state", group=4),
    # Names and identity.
    knob(PLAIN, "project_name=other", "TFG408", group=5, back="TFG408"),
    knob(PLAIN, "environment_suffix=pr-321", "TFG408", group=5, back="TFG408"),
    knob(PLAIN, "aws_region=eu-central-1", "TFG401", back="TFG401", unplanned=ANEW),
    knob(OTHER, "aws_region=eu-central-1", "TFG401", back="TFG401", unplanned=ANEW),
    knob(PLAIN, 'account.id="123456789012"'),
    knob(PLAIN, "account.assume_role=arn:aws:iam::123456789012:role/deployer", group=4,
         held="its calls would be those of a role, and could not be held against the deployer's policy"),
    knob(PLAIN, "account.permissions_boundary=arn:aws:iam::123456789012:policy/boundary"),
    knob(PLAIN, "tags.Team=events", group=3),
    knob(PLAIN, 'ephemeral.pull_request="124"', group=3),
    knob(PLAIN, "ephemeral.owner=ann", group=3),
    knob(PLAIN, "ephemeral.expires_after_days=20", group=3),
    knob(PLAIN, 'ephemeral.expires_on="2027-01-01"', group=3),
    knob(PLAIN, "ephemeral.enabled=false ephemeral.pull_request=null ephemeral.expires_after_days=null "
         "table.deletion_protection=true table.point_in_time_recovery.enabled=true", group=6),
    knob(OTHER, "state.backend=local", "TFG402", back="TFG402", unplanned=STATE_ELSEWHERE),
    knob(OTHER, "state.bucket=elsewhere", "TFG402", back="TFG402", unplanned=STATE_ELSEWHERE),
    knob(OTHER, "state.path=other/terraform.tfstate", "TFG402", back="TFG402", unplanned=STATE_ELSEWHERE),
    knob(OTHER, "state.kms_key=arn:aws:kms:us-east-1:123456789012:key/state", unplanned=STATE_ELSEWHERE),
    knob(OTHER, "state.region=eu-west-1", unplanned=STATE_ELSEWHERE),
    knob(PLAIN, "api.account_role=owned", group=4, back="TFG410"),
    # Versions. What is not installed can't be planned with.
    knob(PLAIN, "terraform.minimum_version=1.10.0"),
    knob(PLAIN, "terraform.below_version=3.0.0"),
    knob(PLAIN, "providers.aws.minimum_version=6.29.0", unplanned=NEWER),
    knob(PLAIN, "providers.aws.below_version=6.0.0"),
    knob(PLAIN, "providers.aws.pinned=true"),
    knob(PLAIN, "providers.aws.maximum_retries=30"),
    knob(PLAIN, "providers.random.minimum_version=3.7.1"),
    knob(PLAIN, "providers.random.below_version=5.0.0"),
    knob(PLAIN, "providers.archive.minimum_version=2.4.1"),
    knob(PLAIN, "providers.archive.below_version=4.0.0"),
    # Stages, and what leads to them.
    # The log group of a stage bears its name: the old one's goes with it.
    knob(PLAIN, "api.stage_name=v2", "TFG408", back="TFG408"),
    knob(OTHER, "api.stage_name=v2", "TFG408", back="TFG408"),
    knob(PLAIN, "api.endpoint_type=EDGE", group=5),
    knob(PLAIN, "api.authorizer.kind=REQUEST", group=2),
    knob(OTHER, "api.authorizer.kind=TOKEN"),
    knob(PLAIN, "api.authorizer.cache_seconds=0", group=3),
    knob(PLAIN, "api.routes.post_events.target=bus", group=4),
    knob(PLAIN, "functions.event_reading.table=read functions.event_reading.reads_token=true "
         "functions.event_reading.publish=true functions.event_reading.publish_type=EventRead "
         "api.routes.one.path=/events/{id} api.routes.one.target=function event_reading api.routes.one.method=GET "
         "api.routes.one.model=none api.routes.one.required_parameters=[by] "
         "api.routes.one.throttle.rate_limit_rps=5 api.routes.one.throttle.burst_limit=5", group=3),
    knob(PLAIN, 'api.routes.post_events.model=fields api.routes.post_events.fields={"who":{}}', group=2),
    knob(PLAIN, "functions.authorizer.title=Doorman", group=3),
    knob(PLAIN, "functions.nightly.source=event_reading functions.nightly.schedule.expression=rate(1 day) "
         "functions.nightly.schedule.enabled=true"),
    knob(PLAIN, 'consumers.event_storage.statements={"ReadLists":{"actions":["s3:GetObject"],'
         '"resources":["arn:aws:s3:::lists/*"]}}'),
    knob(PLAIN, "api.throttle.rate_limit_rps=19"),
    knob(PLAIN, "api.throttle.burst_limit=9"),
    knob(PLAIN, "api.logging_level=INFO"),
    knob(PLAIN, 'api.logging_level="OFF"', group=3),
    knob(PLAIN, "api.access_logs.enabled=false", group=3),
    knob(PLAIN, "api.request_validation=false", group=3),
    knob(PLAIN, "api.maximum_body_bytes=2048"),
    knob(PLAIN, "api.integration_timeout_ms=20000", group=2),
    knob(PLAIN, "api.cors.enabled=true", group=2),
    knob(OTHER, "api.cors.enabled=false", group=2),
    knob(OTHER, "api.cors.allowed_origin=https://example.com", group=3),
    knob(OTHER, "api.default_endpoint=false", group=4),
    knob(OTHER, "domain.base_path=events", group=2),
    knob(OTHER, "domain.name=other.example.com", group=4),
    knob(OTHER, "domain.certificate=existing", unplanned=CERTIFICATE),
    knob(OTHER, 'domain.certificate=existing domain.certificate_name="*.example.com"', group=6),
    knob(OTHER, "domain.name=events.example.org domain.zone_name=example.org", group=5),
    knob(OTHER, "domain.security_policy=TLS_1_3 providers.aws.minimum_version=6.28.0", unplanned=NEWER),
    knob(OTHER, "domain.enabled=false", group=3),
    # Functions: what holds for one holds for all.
    knob(PLAIN, "packaging=tfgen", group=3),
    knob(OTHER, "packaging=archive_file", group=5,
         held="back, `tfgen render` asks for --force, since archive_file left its packages where tfgen's would be"),
    knob(PLAIN, "functions.authorizer.description=Another"),
    knob(PLAIN, "consumers.event_processing.function.description=Another"),
    knob(PLAIN, "functions.authorizer.source=event_ingestion", group=2),
    knob(PLAIN, "functions.authorizer.handler=authorizer.createAuthorizer"),
    knob(PLAIN, "functions.authorizer.runtime=nodejs20.x", group=2),
    knob(PLAIN, "functions.authorizer.architecture=x86_64", group=4),
    knob(PLAIN, "functions.authorizer.memory_mb=512"),
    knob(PLAIN, "functions.authorizer.temporary_storage_mb=1024"),
    knob(PLAIN, "functions.authorizer.timeout_seconds=60"),
    knob(PLAIN, "consumers.event_processing.function.timeout_seconds=90"),
    knob(PLAIN, "functions.authorizer.reserved_concurrency=2"),
    knob(PLAIN, "functions.authorizer.recursive_loop=allow", held="the emulator has no PutFunctionRecursionConfig"),
    knob(PLAIN, "functions.authorizer.log_level=ERROR"),
    knob(PLAIN, "functions.authorizer.variables.LEVEL=high"),
    knob(PLAIN, "functions.authorizer.asynchronous.maximum_retries=1"),
    knob(PLAIN, "functions.authorizer.asynchronous.maximum_age_seconds=600"),
    knob(PLAIN, f"functions.authorizer.package=image functions.authorizer.image={IMAGE}", "TFG405",
         group=6, back="TFG405"),
    knob(PLAIN, "functions.event_ingestion.package=object functions.event_ingestion.object.bucket=code-of-ours "
         "functions.event_ingestion.object.key=ingest.zip functions.event_ingestion.object.version=v1", group=6),
    knob(PLAIN, "layer.organization_id=o-a1b2c3d4e5"),
    knob(PLAIN, "tracing.enabled=false", group=4),
    # Queues, events, consumers.
    knob(PLAIN, "queues.maximum_message_bytes=1048576 providers.aws.minimum_version=6.9.0", unplanned=NEWER),
    knob(PLAIN, "consumers.event_processing.queue.enabled=false"),
    knob(PLAIN, "consumers.event_processing.queue.batch_size=20 "
         "consumers.event_processing.queue.batching_window_seconds=5"),
    knob(PLAIN, "consumers.event_processing.queue.maximum_concurrency=3"),
    knob(PLAIN, "consumers.event_storage.queue.provisioned_pollers.minimum=3 "
         "consumers.event_storage.queue.provisioned_pollers.maximum=4", group=4),
    knob(PLAIN, "consumers.event_processing.queue.delay_seconds=5"),
    knob(PLAIN, "consumers.event_storage.queue.encryption=customer_key", group=3, back="TFG403",
         by="queues.retired_key=keep"),
    knob(PLAIN, "consumers.event_storage.queue.fifo=true", "TFG408", group=6, back="TFG408"),
    knob(PLAIN, "consumers.event_processing.queue.maximum_receive_count=6"),
    knob(PLAIN, "consumers.event_processing.queue.receive_wait_seconds=10"),
    knob(PLAIN, "consumers.event_processing.queue.retention_seconds=600"),
    knob(PLAIN, "consumers.event_processing.queue.dead_letter_retention_seconds=1000000"),
    knob(PLAIN, "consumers.event_storage.title=Keeper", group=3),
    knob(PLAIN, "consumers.event_storage.listens.description=Other"),
    knob(PLAIN, 'consumers.event_storage.listens.detail_types=["EventReceived","EventProcessed"]'),
    knob(PLAIN, 'consumers.event_storage.listens.sources=["partner"]'),
    knob(PLAIN, 'consumers.event_storage.listens.detail={"event_type":["order"]}'),
    knob(PLAIN, "consumers.event_storage.publish=true consumers.event_storage.publish_type=EventStored"),
    knob(PLAIN, "consumers.event_storage.table=read_write"),
    knob(PLAIN, "consumers.event_processing.table=read", group=4),
    knob(PLAIN, "events.archive.enabled=true events.archive.retention_days=5", group=4),
    knob(OTHER, "events.archive.enabled=true"),
    knob(PLAIN, "events.publishers.this_account=false", group=3),
    knob(PLAIN, 'events.publishers.accounts=["210987654321"]'),
    knob(PLAIN, "events.publishers.organization_id=o-a1b2c3d4e5"),
    knob(PLAIN, "events.delivery.maximum_retries=10"),
    knob(PLAIN, "events.delivery.maximum_age_seconds=600"),
    # The table.
    knob(PLAIN, "table.billing_mode=provisioned table.read_capacity_units=6 table.write_capacity_units=7", group=2),
    knob(PLAIN, "table.warm_throughput.read_units_per_second=12000 table.warm_throughput.write_units_per_second=4000 "
         "providers.aws.minimum_version=6.13.0", unplanned=NEWER),
    knob(PLAIN, "table.item_ttl_days=0"),
    knob(PLAIN, "table.point_in_time_recovery.enabled=true table.point_in_time_recovery.retention_days=7"),
    knob(PLAIN, "table.deletion_protection=true", group=4),
    knob(PLAIN, "table.indexes.by_type.enabled=false"),
    knob(PLAIN, "table.indexes.by_type.projection=all", group=2),
    knob(PLAIN, "table.indexes.by_type.shards=4", group=3),
    knob(PLAIN, "table.indexes.by_source.key=source table.indexes.by_source.sort_key=received_at "
         "table.indexes.by_source.shards=2 table.indexes.by_source.shard_key=source_shard", group=5),
    knob(PLAIN, "table.stream=new_image", group=4),
    knob(PLAIN, "tables.orders.key=order_id tables.orders.sort_key=placed_at "
         "tables.orders.ttl_attribute=expires_at", group=6),
    # What tells of it.
    knob(PLAIN, "logs.retention_days=7"),
    knob(PLAIN, "logs.deletion_protection=true providers.aws.minimum_version=6.25.0", unplanned=NEWER),
    knob(PLAIN, "alarms.enabled=true", group=4),
    knob(OTHER, "alarms.enabled=false", group=4),
    knob(OTHER, 'alarms.emails=["a@example.com"]', group=3),
    knob(OTHER, "alarms.period_seconds=600"),
    knob(OTHER, "alarms.evaluation_periods=2"),
    knob(OTHER, "alarms.thresholds.function_errors=1"),
    knob(OTHER, "alarms.thresholds.function_throttles=1"),
    knob(OTHER, "alarms.thresholds.function_duration_percent=70"),
    knob(OTHER, "alarms.thresholds.api_errors=1"),
    knob(OTHER, "alarms.thresholds.api_latency_ms=2000"),
    knob(OTHER, "alarms.thresholds.dead_letters=1"),
    knob(OTHER, "alarms.thresholds.oldest_message_seconds=600"),
    knob(OTHER, "alarms.thresholds.event_conflicts=1"),
    knob(OTHER, "alarms.thresholds.failed_deliveries=1"),
    knob(OTHER, "alarms.thresholds.table_throttles=1"),
    # What is kept of it, and seen.
    knob(PLAIN, "events.logs.level=INFO events.logs.detail=true providers.aws.minimum_version=6.6.0", unplanned=NEWER),
    knob(PLAIN, "table.backup.schedule=cron(0 3 * * ? *) table.backup.retention_days=7", group=5,
         held="the emulator has no selections of AWS Backup, and does not list what is in a vault"),
    knob(PLAIN, f"tracing.opentelemetry.layer_arn={OTEL} tracing.opentelemetry.wrapper=/opt/otel-handler", group=6),
    # Who may call.
    knob(PLAIN, "api.routes.post_events.authorizer=jwt api.jwt.clients=[shop]", group=5),
    knob(PLAIN, f"api.routes.post_events.authorizer=jwt api.jwt.user_pool_arn={POOL} api.jwt.scopes=[orders/write]",
         group=6),
    knob(OTHER, "api.routes.post_events.authorizer=iam", group=5),
    knob(OTHER, "api.routes.post_events.client_key=true api.clients.shop.enabled=false "
         "api.clients.shop.rate_limit_rps=5 api.clients.shop.burst_limit=6 api.clients.shop.quota_requests=100 "
         "api.clients.shop.quota_period=DAY", group=6),
    # The network.
    knob(PLAIN, "network.subnet_ids=[subnet-0123456789abcdef0] network.security_group_ids=[sg-0123456789abcdef0]",
         group=5),
    knob(PLAIN, "api.access.vpc_endpoint_ids=[vpce-0123456789abcdef0]", group=6, back="TFG412"),
    knob(OTHER, "api.access.source_cidrs=[203.0.113.0/24]", group=5,
         held="the emulator answers an API's policy without AWS's escapes, which the provider can't read"),
    knob(PLAIN, "waf.enabled=true waf.managed_rules=[CommonRuleSet] waf.requests_per_address=2000", group=5),
    knob(OTHER, f"waf.enabled=true waf.acl_arn={ACL}", group=5,
         held="the emulator gives a web ACL an ID by chance, and none has the one that the table names"),
    # Releases.
    knob(PLAIN, "release.mode=alias functions.authorizer.release.provisioned_concurrency=2", group=5, held=ALIASES),
    knob(PLAIN, "release.mode=alias functions.event_ingestion.release.version=1 "
         "functions.event_ingestion.release.newest_percent=10", group=6, held=ALIASES),
    knob(OTHER, "release.mode=codedeploy release.shift=AllAtOnce", group=6, held=ALIASES),
    # Who is told.
    knob(OTHER, f"alarms.https=[{HTTPS}] alarms.topics=[{TOPIC}]", group=5),
    knob(OTHER, f"alarms.critical.emails=[a@example.com] alarms.critical.topics=[{TOPIC}2] "
         f"alarms.critical.https=[{HTTPS}] alarms.critical.alarms=[dead_letters]", group=5),
    knob(OTHER, "alarms.slack.workspace_id=T0123456789 alarms.slack.channel_id=C0123456789", group=5),
    knob(OTHER, "budget.monthly_usd=200", group=5),
    knob(PLAIN, "budget.monthly_usd=200 budget.emails=[a@example.com] budget.warn_percent=50"),
    knob(PLAIN, f"logs.subscription.kind=stream logs.subscription.destination={STREAM} "
         "logs.subscription.filter=ERROR"),
    knob(PLAIN, "dashboard.enabled=true"),
    knob(OTHER, "consumers.event_storage.thresholds.dead_letters=2 "
         "consumers.event_storage.thresholds.oldest_message_seconds=700 "
         "functions.authorizer.thresholds.errors=2 functions.authorizer.thresholds.throttles=2 "
         "functions.authorizer.thresholds.duration_percent=60"),
    knob(OTHER, "dashboard.enabled=false", group=4),
)  # fmt: skip
"""A change of every knob that is in what is rendered."""
UNUSED = {
    "account.lambda_concurrency_limit": "tfgen validate reads it, and nothing that is rendered",
    "account.quotas.put_events_rps": "tfgen validate reads it, and nothing that is rendered",
    "account.quotas.event_invocations_rps": "tfgen validate reads it, and nothing that is rendered",
    "alarms.silent": "tfgen validate reads it, and nothing that is rendered",
    "destroy_protection": "it is tfgen's own: what it lets be destroyed",
}
"""The knobs that no change is tried of, and why."""
GLOBAL = frozenset({"aws_iam_role", "aws_iam_role_policy", "aws_route53_record"})
"""What belongs to no region, and is found where it was."""
APPLIED_THOUGH = frozenset({"TFG408"})
"""What is lost, and said to be, where the apply works all the same."""
PLANS = sorted({(each.case, each.group) for each in KNOBS if each.group})


def composed(schema: Mapping[str, Any], at: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what a schema is composed of, each with the name of the definition that it is in."""
    yield at, schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from composed(SCHEMA["$defs"][name], name)
    for part in schema.get("allOf", ()):
        yield from composed(part, at)


def below(schema: Mapping[str, Any], at: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the keys below a schema, with the path of each from its definition on; any further one as `*`."""
    seen = set()
    for name, part in composed(schema, at):
        for key, inner in part.get("properties", {}).items():
            if "x-tfgen-engine" not in inner and key not in seen:
                seen.add(key)
                yield key, f"{name}.{key}".lstrip("."), inner
        more = part.get("additionalProperties")
        if isinstance(more, dict) and "$ref" in more:
            yield "*", f"{name}.*", more


def knobs_of(schema: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield the paths of the knobs, from their definition on: what holds for one use of it holds for all."""
    inside = [*below(schema, at)]
    for _, path, inner in inside:
        yield from knobs_of(inner, path)
    if not inside:
        yield at


def defined(path: str) -> str:
    """Return the path of a knob as `knobs_of` has it."""
    schema: Mapping[str, Any] = SCHEMA
    at = ""
    for step in path.split("."):
        inside = {key: (name, inner) for key, name, inner in below(schema, at)}
        if not inside:
            break  # a key of the knob's own, as a tag has
        at, schema = inside.get(step) or inside["*"]
    return at


def in_group(case: str, group: int) -> list[Knob]:
    return [each for each in KNOBS if (each.case, each.group) == (case, group)]


@functools.cache
def inputs() -> Inputs:
    return Inputs(locate(ROOT))


@functools.cache
def rendered(case: str, settings: tuple[str, ...] = ()) -> Snapshot:
    """Return a case as it would be rendered with more settings."""
    its = CASES[case]
    return rendering(inputs(), pipeline.render(inputs(), its.environment, (*its.settings, *settings)))


def broken(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """Return the rules that say what a change breaks."""
    wanted = frozenset(rule.id for rule in catalogue.transition_rules())
    settings = CheckSettings(wanted, {}, datetime.date(2026, 1, 15))
    found = transitions.check(before.environment, Sides(before, after), settings, "out").found
    return frozenset(finding.rule for finding in found)


def test_every_knob_has_a_change_or_says_why_it_needs_none() -> None:
    knobs = set(knobs_of(SCHEMA))
    turned = {defined(setting.partition("=")[0]) for each in KNOBS for setting in (*each.settings, *each.by)}

    assert sorted(turned - knobs) == []
    assert sorted(knobs - turned - UNUSED.keys()) == []
    assert UNUSED.keys() <= knobs - turned


def test_the_page_has_every_change_and_says_what_is_not_applied() -> None:
    page = (ROOT / "docs/transitions.md").read_text()

    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| pr-123 | ")]
    rows += [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| domain | ")]
    told = {(case, settings.replace("\\|", "|")): applied for case, settings, _, _, applied in rows}
    assert told == {
        (each.case, " ".join(f"`{one}`" for one in each.settings)): f"no: {each.unapplied}"
        if each.unapplied
        else "yes"
        for each in KNOBS
    }, "scripts/transitions.py writes docs/transitions.md"


@pytest.mark.slow
@pytest.mark.parametrize("change", KNOBS, ids=str)
def test_what_a_knob_breaks_is_said_before_in_both_directions(change: Knob) -> None:
    before, after = rendered(change.case), rendered(change.case, change.settings)

    assert before.files != after.files
    assert broken(before, after) == change.breaks
    assert broken(after, before) == change.back
    if change.by:
        between = rendered(change.case, change.by)
        assert broken(after, between) == broken(between, before) == frozenset()


@pytest.fixture
def standing(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    return deployments.up(request.param)


@pytest.mark.parametrize(
    ("standing", "group"),
    [pytest.param(*each, marks=on_emulator) for each in PLANS],
    indirect=["standing"],
    ids=[f"{case}-{group}" for case, group in PLANS],
)
def test_what_diff_says_of_knobs_is_what_terraform_plans(standing: Deployment, group: int, tmp_path: Path) -> None:
    case = standing.case.name
    changes = in_group(case, group)
    prepare_elsewhere(standing.emulator)
    settings = tuple(setting for each in changes for setting in each.settings)
    before, after = rendered(case), rendered(case, settings)
    folder = copied(standing, tmp_path, before, after)
    # As somebody else: what another environment asks for is not held against the policy of this one's deployer.
    variables = {**standing.variables, "AWS_ACCESS_KEY_ID": f"{case}-{group}"}

    if "provider.tf" in {path for path, text in after.files.items() if before.files.get(path) != text}:
        standing.terraform.init(folder, *standing.backend_options, env=variables)

    found = diff.compare(before, after)

    assert found is not None
    assert not found.notes
    absent = {each.type for each in excused.MISSING}
    plan = standing.terraform.plan_json(folder, "-refresh=false", env=variables)
    always = {each.address for each in excused.changes(plan) if excused.excused(each)}
    told = said(
        {
            change.address: change
            for change in found.changes
            if change.type not in absent and change.address not in always
        }
    )
    assert told == actions(plan), json.dumps(settings)
    if not any(each.breaks for each in changes):
        assert left_in_use(plan) == []


@pytest.fixture(scope="module")
def turned(
    request: pytest.FixtureRequest, deployments: Deployments
) -> Mapping[tuple[str, int], Future[list[str]]]:
    """What goes wrong with each group that is asked for: side by side, as most of an apply is waiting."""
    asked = {item.callspec.id for item in request.session.items if getattr(item, "originalname", "") == TURNING}
    seen: dict[tuple[str, int], Future[list[str]]] = {
        (case, group): Future() for case, group in PLANS if f"{case}-{group}" in asked
    }
    for case in sorted({case for case, _ in seen}):
        standing = deployments.up(case)
        prepare_elsewhere(standing.emulator)
        deployments.once("turn", case, functools.partial(turn_all, seen=seen))
    return seen


@on_demand
@pytest.mark.parametrize(
    ("case", "group"),
    [pytest.param(*each, marks=on_emulator) for each in PLANS],
    ids=[f"{case}-{group}" for case, group in PLANS],
)
def test_knobs_can_be_turned_and_turned_back(
    turned: Mapping[tuple[str, int], Future[list[str]]], case: str, group: int
) -> None:
    assert turned[case, group].result() == []


def turn_all(standing: Deployment, seen: Mapping[tuple[str, int], Future[list[str]]]) -> None:
    """Turn the knobs of a case, a group after the other, and say of each what went wrong with it."""
    for (case, group), told in seen.items():
        if case == standing.case.name:
            standing.user = f"{case}-{group}"
            try:
                told.set_result(turn(standing, [each for each in in_group(case, group) if not each.unapplied]))
            except Exception as error:  # the test says it, and the next group is tried from where this one began
                told.set_exception(error)
                with contextlib.suppress(AssertionError):
                    standing.change(())
    standing.user = ""


def turn(standing: Deployment, changes: Sequence[Knob]) -> list[str]:
    """Turn knobs, and turn them back; return what a plan after each apply would still change, and who may not."""
    there = tuple(setting for each in changes for setting in each.settings)
    by = tuple(setting for each in changes for setting in each.by)
    left = []
    for settings in (there, by, ()) if by else (there, ()):
        standing.change(settings, ["-refresh=false"])
        left += excused.unexpected(standing.changes())
    asked = calls.read(standing.emulator.calls, standing.user)
    return left + calls.denied(asked, *(standing.policy(*settings) for settings in (there, by, ())))


@on_demand
@pytest.mark.parametrize(
    "standing", [pytest.param(each, marks=on_emulator) for each in (PLAIN, OTHER)], indirect=True
)
def test_in_another_region_everything_is_made_anew(standing: Deployment, tmp_path: Path) -> None:
    before = rendered(standing.case.name)
    after = rendered(standing.case.name, ("aws_region=eu-central-1", "state.region=us-east-1"))
    folder = copied(standing, tmp_path, before, after)

    plan = standing.terraform.plan_json(folder, env=standing.variables)

    planned = [each for each in plan["resource_changes"] if each["mode"] == "managed"]
    there = {each["address"] for each in planned if each["type"] not in GLOBAL and each["type"].startswith("aws_")}
    anew = {each["address"] for each in planned if each["change"]["actions"] == ["create"]}
    assert len(there) > len(standing.values()) // 2
    assert sorted(there - anew) == []


@on_demand
@pytest.mark.parametrize("standing", [pytest.param(OTHER, marks=on_emulator)], indirect=True)
@pytest.mark.parametrize("change", [each for each in KNOBS if each.unplanned == STATE_ELSEWHERE], ids=str)
def test_terraform_asks_before_it_looks_for_the_state_elsewhere(
    standing: Deployment, change: Knob, tmp_path: Path
) -> None:
    folder = copied(standing, tmp_path, rendered(OTHER), rendered(OTHER, change.settings))
    prepare_elsewhere(standing.emulator)

    asked = standing.terraform.plan(folder, env=standing.variables)

    assert asked.exit_code == 1
    assert "Backend" in asked.output and "terraform init" in asked.output
    options = () if "state.backend=local" in change.settings else standing.backend_options
    how = "-reconfigure" if change.breaks else "-migrate-state"
    standing.terraform.init(folder, how, "-force-copy", *options, env=standing.variables)
    plan = standing.terraform.plan_json(folder, "-refresh=false", env=standing.variables)
    made = [each["address"] for each in plan["resource_changes"] if each["change"]["actions"] == ["create"]]
    if change.breaks:  # said before: nothing is known of what there is
        assert len(made) > len(standing.values()) // 2
    else:
        assert excused.unexpected(excused.changes(plan)) == []


@functools.cache
def prepare_elsewhere(emulator: Emulator) -> None:
    """Make what the table's knobs name, and what is not the environment's own."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("nodejs/index.mjs", "")
    s3, acm = (emulator.client(service, REGION) for service in ("s3", "acm"))
    for bucket in ("code-of-ours", "elsewhere"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="code-of-ours", Key="ingest.zip", Body=code.getvalue())
    emulator.client("lambda", REGION).publish_layer_version(LayerName="otel", Content={"ZipFile": code.getvalue()})
    emulator.client("kinesis", REGION).create_stream(StreamName="logs", ShardCount=1)
    emulator.client("route53", REGION).create_hosted_zone(Name="example.org", CallerReference="elsewhere")
    acm.request_certificate(DomainName=f"*.{ZONE}", ValidationMethod="DNS")


def copied(deployment: Deployment, to: Path, before: Snapshot, after: Snapshot) -> Path:
    """Return a copy of an environment with its state, and with the files of what it is to be."""
    folder = to / deployment.case.environment
    shutil.copytree(deployment.folder, folder, symlinks=True)
    for path in before.files.keys() - after.files.keys():
        (folder / path).unlink()
    for path, content in after.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    excused.write_override(folder)
    return folder


def left_in_use(plan: Mapping[str, Any]) -> list[str]:
    """Return what a plan destroys for good though something that stays has its ARN, as the plan itself has it."""
    changes: list[dict[str, Any]] = [each for each in plan["resource_changes"] if each["mode"] == "managed"]
    gone = {
        each["change"]["before"].get("arn"): each["address"]
        for each in changes
        if each["change"]["actions"] == ["delete"] and each["change"]["before"].get("arn")
    }
    return [
        f"{gone[arn]} is destroyed and {each['address']} has it"
        for each in changes
        if each["change"]["actions"] != ["delete"]
        for arn in texts(each["change"]["after"])
        if arn in gone
    ]


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from texts(part)
