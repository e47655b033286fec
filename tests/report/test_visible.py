"""Text in which nothing hides."""

from __future__ import annotations

import json

import pytest
from hostile_text import HOSTILE, hidden
from hypothesis import given
from hypothesis import strategies as st

from generator.report.visible import visible


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_can_not_be_seen_is_written_out_as_json_would(text: str) -> None:
    shown = visible(text)

    assert hidden(shown) == []
    assert json.loads(f'"{shown}"') == text


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_a_json_document_means_the_same(document: object) -> None:
    shown = visible(json.dumps(document, ensure_ascii=False, indent=2))

    assert hidden(shown) == []
    assert json.loads(shown) == document


def test_what_is_kept_stays() -> None:
    assert visible("a\tb\nc\r") == "a\tb\nc\\u000d"
    assert visible("a\tb", kept="") == "a\\u0009b"
