"""Random values of random types: what we refuse the provider refuses, and most of what it refuses we do."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_bench import Terraform
from value_differential import compare, make_blocks

SEED, TYPES = 20_261, 80


@pytest.mark.slow
def test_our_verdict_on_values_is_the_providers(terraform: Terraform, tmp_path: Path) -> None:
    result = compare(terraform, tmp_path, make_blocks(SEED, TYPES))

    assert result.false == []
    assert result.groups_false == []
    assert result.arguments > 500
    assert result.both > 0.93 * (result.both + len(result.missed)), result


def test_the_same_seed_makes_the_same_blocks() -> None:
    assert make_blocks(SEED, 5) == make_blocks(SEED, 5)
