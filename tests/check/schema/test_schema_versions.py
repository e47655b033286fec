"""Version constraints, as Terraform reads them."""

from __future__ import annotations

import pytest

from generator.check.schema.version_constraints import allows, allows_before


@pytest.mark.parametrize(
    ("constraint", "allowed"),
    [
        ("5.100.0", True),
        ("= 5.100.0", True),
        ("=5.99.0", False),
        ("!= 5.100.0", False),
        (">= 5.0", True),
        (">= 5.100", True),
        (">5.100.0", False),
        ("< 6.0.0", True),
        ("<= 5.99", False),
        ("~> 5.0", True),
        ("~> 5.100.0", True),
        ("~> 5.99.0", False),
        ("~> 4.0", False),
        ("~> 5", True),
        ("~> 4", True),
        ("~> 6", False),
        (">= 5.0, < 6.0", True),
        (">= 6.0, < 7.0", False),
        ("v5.100.0", True),
        ("~> 6.0.0-beta1", False),
        ("whatever", True),
        ("", True),
    ],
)
def test_constraints(constraint: str, allowed: bool) -> None:
    assert allows(constraint, "5.100.0") is allowed


@pytest.mark.parametrize(
    ("constraint", "allowed"),
    [
        ("~> 6.0", True),
        ("~> 6.28", True),
        ("~> 6.29", False),
        (">= 6.29.0", False),
        ("> 6.28.0", True),
        ("> 6.29.0", False),
        ("< 7.0.0", True),
        ("= 6.28.0", True),
        ("= 6.69.1", False),
        (">= 6.0, != 6.0.0", True),
        (">= 5.0, >= 6.30", False),
    ],
)
def test_a_constraint_allows_a_version_before_another(constraint: str, allowed: bool) -> None:
    assert allows_before(constraint, "6.29.0") == allowed
