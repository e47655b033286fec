"""Indexes, a stream and further tables are entries of the spec."""

from __future__ import annotations

import re
from functools import partial

import pytest
import rendering
from generated_specs import shared
from rendering import block, findings

from generator.environments import pipeline
from generator.errors import TfgenError

contents = partial(rendering.contents, "prod")

SETTINGS = (
    "table.stream=new_image",
    "table.indexes.by_trace={key: trace_id, projection: all}",
    "table.indexes.by_shop={key: shop, shards: 3, shard_key: shop_shard, sort_key: event_type}",
    "tables.invoices={key: id, sort_key: made_at, ttl_attribute: gone_at}",
)


def test_an_index_has_its_keys_and_each_attribute_is_declared_once() -> None:
    table = block(contents(*SETTINGS)["dynamodb.tf"], '"aws_dynamodb_table" "events"')
    declared = re.findall(r'attribute \{\s+name = "(\w+)"', table)
    indexes = re.findall(r'name = "([\w-]+)"\s+hash_key = "(\w+)"\s+range_key = "(\w+)"', table)

    assert sorted(declared) == ["event_id", "event_type", "received_at", "shop_shard", "trace_id"]
    assert sorted(indexes) == [
        ("by-shop", "shop_shard", "event_type"),
        ("by-trace", "trace_id", "received_at"),
        ("by-type", "event_type", "received_at"),
    ]
    assert 'stream_view_type = "NEW_IMAGE"' in table


def test_each_index_has_alarms_and_the_first_keeps_its_own() -> None:
    alarm = block(contents(*SETTINGS)["monitoring.tf"], '"aws_cloudwatch_metric_alarm" "table_throttles"')

    for name in ("index-read", "index-by_trace-read", "index-by_shop-write"):
        assert f" {name} = {{" in alarm


def test_a_table_more_is_kept_as_the_first_one_is() -> None:
    files = contents(*SETTINGS)
    table = block(files["dynamodb.tf"], '"aws_dynamodb_table" "invoices"')

    assert "deletion_protection_enabled = var.table_deletion_protection" in table
    assert "point_in_time_recovery" in table and "server_side_encryption" in table
    assert 'hash_key = "id"' in table and 'range_key = "made_at"' in table and '"gone_at"' in table
    assert 'output "invoices_table_name"' in files["outputs.tf"]
    assert 'output "table_stream_arn"' in files["outputs.tf"]


def test_they_bring_no_finding() -> None:
    assert findings("prod", *SETTINGS) - findings("prod") == set()


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("table.indexes.by_trace={projection: all}", "table.indexes.by_trace.key is missing"),
        ("table.indexes.ByTrace={key: a}", '"ByTrace" does not match the pattern'),
        ("tables.events={key: a}", '"events" is a name that the stack itself uses'),
        ("tables.invoices={sort_key: a}", "tables.invoices.key is missing"),
        ("table.stream=all", 'is not one of "keys_only"'),
    ],
)
def test_what_is_wrong_is_said(setting: str, expected: str) -> None:
    with pytest.raises(TfgenError) as caught:
        pipeline.resolve(shared(), "prod", [setting])

    assert expected in "\n".join(caught.value.lines())
