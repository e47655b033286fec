"""What stands in the emulator's account, by name: to see that nothing is left of an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from deploy.emulator import Emulator
from deploy.environments import REGION, ZONE


def _pages(service: str, operation: str, found: Callable[[dict[str, Any]], Iterable[str]]) -> Any:
    """Return a lister: what `found` takes from each page of an operation's answer."""

    def lister(emulator: Emulator) -> Iterator[str]:
        client = emulator.client(service, REGION)
        if not client.can_paginate(operation):
            yield from found(getattr(client, operation)())
            return
        for page in client.get_paginator(operation).paginate():
            yield from found(page)

    return lister


def _named(key: str, name: str) -> Callable[[dict[str, Any]], Iterable[str]]:
    return lambda page: [each[name] for each in page.get(key, [])]


def _rules(emulator: Emulator) -> Iterator[str]:
    client = emulator.client("events", REGION)
    for bus in client.list_event_buses()["EventBuses"]:
        for rule in client.list_rules(EventBusName=bus["Name"])["Rules"]:
            yield rule["Name"]


def _records(emulator: Emulator) -> Iterator[str]:
    client = emulator.client("route53", REGION)
    (zone,) = client.list_hosted_zones_by_name(DNSName=ZONE)["HostedZones"]
    for record in client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]:
        if record["Name"] != f"{ZONE}.":
            yield record["Name"]


def _alarms(page: dict[str, Any]) -> Iterable[str]:
    return [alarm["AlarmName"] for alarm in page["MetricAlarms"]]


_LISTERS: dict[str, Callable[[Emulator], Iterable[str]]] = {
    "alarm": _pages("cloudwatch", "describe_alarms", _alarms),
    "alias": _pages("kms", "list_aliases", _named("Aliases", "AliasName")),
    "archive": _pages("events", "list_archives", _named("Archives", "ArchiveName")),
    "certificate": _pages("acm", "list_certificates", _named("CertificateSummaryList", "DomainName")),
    "bus": _pages("events", "list_event_buses", _named("EventBuses", "Name")),
    "dashboard": _pages("cloudwatch", "list_dashboards", _named("DashboardEntries", "DashboardName")),
    "domain": _pages("apigateway", "get_domain_names", _named("items", "domainName")),
    "function": _pages("lambda", "list_functions", _named("Functions", "FunctionName")),
    "layer": _pages("lambda", "list_layers", _named("Layers", "LayerName")),
    "log group": _pages("logs", "describe_log_groups", _named("logGroups", "logGroupName")),
    "mapping": _pages("lambda", "list_event_source_mappings", _named("EventSourceMappings", "EventSourceArn")),
    "parameter": _pages("ssm", "describe_parameters", _named("Parameters", "Name")),
    "queue": _pages("sqs", "list_queues", lambda page: page.get("QueueUrls", [])),
    "record": _records,
    "REST API": _pages("apigateway", "get_rest_apis", _named("items", "name")),
    "role": _pages("iam", "list_roles", _named("Roles", "RoleName")),
    "rule": _rules,
    "table": _pages("dynamodb", "list_tables", lambda page: page["TableNames"]),
    "topic": _pages("sns", "list_topics", _named("Topics", "TopicArn")),
}


def standing(emulator: Emulator, *parts: str) -> set[str]:
    """Return what stands there and has one of `parts` in its name, such as "table event-platform-dev-events"."""
    return {
        f"{kind} {name}"
        for kind, names in _LISTERS.items()
        for name in names(emulator)
        if any(part in name for part in parts)
    }
