from __future__ import annotations

import pytest

from generator.check.facts.api_routes import can_meet

STAGE = METHOD = PART = "\0"


@pytest.mark.parametrize(
    ("pattern", "request_", "meets"),
    [
        ("", "", True),
        ("", "*", True),
        ("*", f"{STAGE}/GET/orders", True),
        ("*/GET/orders", f"{STAGE}/GET/orders", True),
        ("prod/GET/orders", f"{STAGE}/GET/orders", True),
        ("prod/x/GET/orders", f"{STAGE}/GET/orders", False),
        ("*/PUT/orders", f"{STAGE}/GET/orders", False),
        ("*/PUT/orders", f"{STAGE}/{METHOD}/orders", True),
        ("*/G?T/orders", f"{STAGE}/GET/orders", True),
        ("*/GET/orders/1", f"{STAGE}/GET/orders/{PART}", True),
        ("*/GET/orders/1/items", f"{STAGE}/GET/orders/{PART}", False),
        ("*/GET/orders/1/items", f"{STAGE}/GET/*", True),
        ("*/orders", f"{STAGE}/GET/orders", True),
        ("*/order", f"{STAGE}/GET/orders", False),
        ("*" * 300 + "b", "a*" * 300, True),
        ("*a" * 300 + "/", f"{PART}a" * 300, False),
    ],
)
def test_pattern_meets_a_request_that_it_allows(pattern: str, request_: str, meets: bool) -> None:
    assert can_meet(pattern, request_) is meets
