"""What tfgen.toml may cost, and what is said of one that can't be read."""

from __future__ import annotations

import pytest

from generator.check import configuration
from generator.errors import TfgenError


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "[" * 100_000, "tfgen.toml:1:1: is not read as TOML: it nests too deep"),
        ("a = " + "{a=" * 100_000, "tfgen.toml:1:1: is not read as TOML: it nests too deep"),
        ("a = " + "1" * 5_000, "tfgen.toml:1:1: a number has more digits than can be read"),
        ("\n" + ".".join("a" * 20_000) + " = 1", "tfgen.toml:2:1: a key of more than 64 parts"),
        ("[" + ".".join("a" * 20_000) + "]", "tfgen.toml:1:1: a key of more than 64 parts"),
        ("x = {" + " . ".join(["'a'", '"b.c"'] * 500) + " = 1}", "tfgen.toml:1:1: a key of more than 64 parts"),
        ("a = = 1", "tfgen.toml:1:5: is not TOML: Invalid value"),
    ],
    ids=lambda text: text[:20],
)
def test_what_cannot_be_read_is_one_error_at_its_place(text: str, problem: str) -> None:
    with pytest.raises(TfgenError) as caught:
        configuration.read(text.encode(), "tfgen.toml")

    assert str(caught.value) == problem


def test_long_dotted_texts_are_no_keys() -> None:
    text = "[check]\nbaseline = '" + ".".join("a" * 500) + "'\n# " + ".".join("a" * 500) + "\n"

    found = configuration.read(text.encode(), "tfgen.toml")

    assert found
    assert found.baseline.startswith("a.a.")


def test_a_dialect_stands_at_the_top() -> None:
    found = configuration.read(b'dialect = "opentofu 1.10"\n', "tfgen.toml")

    assert found is not None
    assert found.dialect == "opentofu 1.10"
    with pytest.raises(TfgenError, match="is terraform or opentofu"):
        configuration.read(b'dialect = "tofu"\n', "tfgen.toml")
