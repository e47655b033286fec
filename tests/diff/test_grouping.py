"""Changes of several environments, each told once."""

from __future__ import annotations

from sides import queue

from generator import diff
from generator.diff import Snapshot
from generator.model.change import EnvironmentChanges


def changes(environment: str, before: str, after: str, *names: str) -> EnvironmentChanges:
    sides = [Snapshot(environment, {"main.tf": text.encode()}, names=names) for text in (before, after)]
    found = diff.compare(*sides)
    assert found is not None
    return found


def test_the_same_change_is_one_whatever_the_environments_are_called() -> None:
    found = [
        changes(name, queue(f'  name = "app-{name}"'), queue(f'  name = "app-{name}-{suffix}"'), name, suffix)
        for name, suffix in (("dev", "dev"), ("pr-1", "pr-1"), ("prod", "live"))
    ]

    (one,) = diff.group(found)

    assert one.environments == ("dev", "pr-1", "prod")
    assert one.change.attributes[0].new == '"app-dev-dev"'


def test_what_differs_by_more_than_the_name_is_told_apart_and_most_shared_first() -> None:
    found = [
        changes(name, queue("  delay_seconds = 1"), queue("  delay_seconds = 2"), name) for name in ("b", "a", "c")
    ]
    found.append(changes("prod", queue("  delay_seconds = 5"), queue("  delay_seconds = 2"), "prod"))

    groups = diff.group(found)

    assert [(one.environments, one.change.attributes[0].old) for one in groups] == [
        (("a", "b", "c"), "1"),
        (("prod",), "5"),
    ]


def test_a_name_counts_as_a_word_alone() -> None:
    found = [
        changes("dev", queue('  name = "x"'), queue('  name = "device"'), "dev"),
        changes("pro", queue('  name = "x"'), queue('  name = "proice"'), "pro"),
    ]

    assert len(diff.group(found)) == 2


def test_where_something_stands_does_not_matter() -> None:
    found = [
        changes("a", queue("  delay_seconds = 1"), queue("  delay_seconds = 2"), "a"),
        changes("b", "\n\n" + queue("  delay_seconds = 1"), "\n\n" + queue("  delay_seconds = 2"), "b"),
    ]

    assert len(diff.group(found)) == 1


def test_nothing_makes_no_groups() -> None:
    assert diff.group([]) == ()
