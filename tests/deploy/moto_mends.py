"""What moto, where its server runs for tests, does as AWS does, and does not by itself (5.2.5).

Without these, an apply on it would not show what it is tried for: a change of a queue would take its policy away, a
change of a table's key would not be one.
"""

from __future__ import annotations

import json
from typing import Any

from moto.apigateway.models import APIGatewayBackend
from moto.backup import urls as backup_urls
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler
from moto.events.responses import EventsHandler
from moto.sqs.models import Queue

NO_BASE_PATH = "(none)"
"""https://docs.aws.amazon.com/apigateway/latest/api/API_CreateBasePathMapping.html"""
RECOVERY_POINTS = "{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/$"
_set_attributes = Queue._set_attributes
_update_table = DynamoHandler.update_table
_update_base_path_mapping = APIGatewayBackend.update_base_path_mapping


def mend() -> None:
    """Have moto do these in its own place."""
    Queue._set_attributes = set_attributes
    DynamoHandler.update_table = update_table
    APIGatewayBackend.update_base_path_mapping = update_base_path_mapping
    EventsHandler.update_event_bus = update_event_bus
    BackupResponse.list_recovery_points_by_backup_vault = list_recovery_points
    backup_urls.url_paths[RECOVERY_POINTS] = BackupResponse.dispatch


def set_attributes(queue: Any, attributes: dict[str, Any], now: float | None = None) -> None:
    """Set attributes of a queue; its policy stays where another is not given."""
    policy = getattr(queue, "_policy_json", None)
    _set_attributes(queue, attributes, now)
    if policy and "Policy" not in attributes:
        queue._policy_json = policy


def update_table(handler: Any) -> Any:
    """Change a table, and the key that it is encrypted with."""
    answer = _update_table(handler)
    given = handler.body.get("SSESpecification")
    if given:
        table = handler.dynamodb_backend.get_table(handler.body["TableName"])
        key = table._get_default_encryption_key(handler.current_account, handler.region)
        table.sse_specification = {"KMSMasterKeyId": key, **given}
    return answer


def update_base_path_mapping(backend: Any, domain_name: str, base_path: str, patch_operations: Any) -> Any:
    """Change a mapping; an empty base path is none."""
    operations = [{**each, "value": each.get("value") or NO_BASE_PATH} for each in patch_operations]
    return _update_base_path_mapping(backend, domain_name, base_path, operations)


def update_event_bus(handler: Any) -> tuple[str, dict[str, Any]]:
    """Change a bus: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html."""
    bus = handler.events_backend.describe_event_bus(handler._get_param("Name"))
    bus.description = handler._get_param("Description")
    bus.kms_key_identifier = handler._get_param("KmsKeyIdentifier")
    bus.dead_letter_config = handler._get_param("DeadLetterConfig")
    return json.dumps({"Arn": bus.arn, "Name": bus.name}), handler.response_headers


def list_recovery_points(handler: Any) -> ActionResult:
    """Say that a vault holds no backups, as none are made here; `force_destroy` asks for them."""
    return ActionResult(result={"RecoveryPoints": []})
