"""Random blocks of several hundred types: our verdict is that of `terraform validate`, or we know why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from schema_bodies import MUTATIONS, make_cases
from schema_differential import compare
from terraform_bench import Terraform

SEED, COUNT = 20_261, 800


@pytest.mark.slow
def test_our_verdict_is_terraforms_block_by_block(terraform: Terraform, tmp_path: Path) -> None:
    cases = make_cases(SEED, COUNT)

    result = compare(terraform, tmp_path, cases)

    assert not [str(each) for each in result.disagreements if not each.reason]
    assert len(result.disagreements) <= COUNT / 100
    assert len({(case.kind, case.type) for case in cases}) == COUNT
    assert result.refused > COUNT / 3
    assert {"wrong-type", "unknown-argument", "unknown-block", "block-or-map", "computed"} <= result.kinds.keys()


def test_the_same_seed_makes_the_same_blocks_broken_in_every_way() -> None:
    cases = make_cases(SEED, COUNT)

    assert cases == make_cases(SEED, COUNT)
    broken = {name for case in cases for name in case.mutations}
    assert broken == {mutate.__name__.removeprefix("_") for mutate in MUTATIONS}
    assert sum(not case.mutations for case in cases) > COUNT / 10
