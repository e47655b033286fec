"""Configurations as they get when somebody edits them: whatever is in them, a diff says something, and never fails."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sides import rendering

from generator import diff
from generator.model.change import Review
from generator.report import diff_json, diff_text

FOLDER = Path(__file__).parents[2] / "out" / "dev"
FILES = {path.name: path.read_bytes() for path in FOLDER.glob("*.tf")}
PIECES = [
    "{",
    "}",
    '"',
    "${",
    "%{ if ",
    "\n",
    " = ",
    "[",
    "]",
    "<<EOT\n",
    "null",
    "-1",
    "each.key",
    "\0",
    "é",
    "/*",
    "==",
]


def mangled(content: bytes, order: random.Random) -> bytes:
    """Return a file with some words and lines replaced, taken out or put in."""
    lines = content.decode().split("\n")
    for _ in range(order.randint(1, 3)):
        at = order.randrange(len(lines))
        line = lines[at]
        words = line.split(" ")
        where = order.randrange(len(words))
        words[where] = order.choice([*PIECES, "", words[where] * 2, words[where][:-1]])
        lines[at] = order.choice(
            [" ".join(words), "", line + order.choice(PIECES), lines[order.randrange(len(lines))]]
        )
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(FILES)))
def test_mangled_files_are_compared_or_told(order: random.Random, name: str) -> None:
    after = {**FILES, name: mangled(FILES[name], order)}

    found = diff.compare(rendering(FILES), rendering(after))

    assert (found is None) == (after == FILES)
    if found:
        review = Review("disk", ("dev",), (found,), diff.group([found]))
        assert diff_text.report(review) + diff_json.report(review)
        assert found.affected == (not diff.same_meaning(rendering(FILES), rendering(after)))
