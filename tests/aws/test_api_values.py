"""What AWS's APIs say of values."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.aws.api_values import ApiValue, api_values

SCRIPT = Path(__file__).parents[2] / "scripts/api_values.py"


@pytest.mark.parametrize(
    ("about", "value", "refused"),
    [
        (ApiValue(most=3), "abcd", True),
        (ApiValue(most=3), "äöü", False),
        (ApiValue(least=2), "a", True),
        (ApiValue(words=("A", "B")), "C", True),
        (ApiValue(words=("A", "B")), "A", False),
        (ApiValue(pattern="[a-z]+"), "aB", True),
        (ApiValue(pattern="[a-z]+"), "ab\n", True),
        (ApiValue(pattern="[\\w.]+", plain=True), "a-b", False),
        (ApiValue(pattern="[\\w.]+", plain=True), "ä", True),
        (ApiValue(pattern="[\\x{0009}\\x{0020}-\\x{00FF}]+"), "ä", False),
        (ApiValue(pattern="[\\p{L}]+"), "ä", False),
        (ApiValue(pattern="[\\p{L}]+"), "1", True),
        (ApiValue(number=True, most=3), 4, True),
        (ApiValue(number=True, most=3), 3, False),
        (ApiValue(most=3), ["abcd"], False),
        (ApiValue(number=True, most=3), "4", False),
    ],
)
def test_a_value_is_refused_out_of_what_is_said_of_it(about: ApiValue, value: object, refused: bool) -> None:
    assert bool(about.refusal(value)) is refused


def test_every_pattern_can_be_read() -> None:
    found = [about for types in api_values().values() for about in types.values() if about.pattern]

    assert len(found) > 100
    for about in found:
        about.refusal("\x7f" * (about.least or 1))


@pytest.mark.slow
def test_the_table_is_that_of_the_botocore_that_is_installed() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
