"""The grammar of schedules."""

from __future__ import annotations

import pytest

from generator.aws.schedules import fault


@pytest.mark.parametrize(
    "schedule",
    [
        "rate(1 hour)",
        "rate(12 hours)",
        "cron(15 10 ? * 6L 2022-2025)",
        "cron(0/10 * ? * MON-FRI *)",
        "cron(0 8 1 * ? *)",
    ],
)
def test_what_the_guide_shows_is_right(schedule: str) -> None:
    assert fault(schedule) == ""


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("rate(1 hours)", "write hour"),
        ("rate(0 minutes)", "a number and a unit"),
        ("rate(5 weeks)", "minutes, hours or days"),
        ("cron(0 8 * * *)", "not 5"),
        ("cron(0 8 * * * *)", "is ?"),
        ("cron(0 24 ? * * *)", "24 is no hours"),
        ("cron(0 8 ? FOO * *)", "FOO is no month"),
        ("cron(0/0 8 ? * * *)", "0/0 is no minutes"),
        ("at(2030-01-01T00:00:00)", "cron"),
        ("", "cron"),
    ],
)
def test_what_aws_refuses_is_said(schedule: str, said: str) -> None:
    assert said in fault(schedule)


def test_the_scheduler_takes_a_time_and_any_unit() -> None:
    assert fault("at(2030-01-01T00:00:00)", scheduler=True) == ""
    assert fault("rate(1 minutes)", scheduler=True) == ""
    assert "at takes a time" in fault("at(tomorrow)", scheduler=True)
