import pytest

from generator.check import baseline
from generator.errors import TfgenError
from generator.location import Location
from generator.model.finding import Finding, Severity


def finding(message: str) -> Finding:
    return Finding(
        "TFG001",
        "name",
        Severity.ERROR,
        Location("a.tf", 1, 1),
        Location("a.tf", 1, 2),
        message,
        "",
        "",
        message,
        "",
        ".",
    )


def test_what_was_written_is_known_and_what_comes_is_new() -> None:
    content = baseline.write([finding("one"), finding("two")]).encode()

    known = baseline.read(content, "base.json")

    assert [one.message for one in baseline.new([finding("two"), finding("three")], known)] == ["three"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"version": 99}', b"\xff"])
def test_what_is_no_baseline_is_an_error_that_names_the_file(content: bytes) -> None:
    with pytest.raises(TfgenError, match=r"base\.json"):
        baseline.read(content, "base.json")
