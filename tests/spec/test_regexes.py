import pytest

from generator.spec.regexes import PatternError, compile_pattern


def test_a_pattern_matches_whole_texts_and_has_names() -> None:
    pattern = compile_pattern("pr-(?P<number>[0-9]+)")
    found = pattern.fullmatch("pr-12")

    assert found
    assert found.groupdict() == {"number": "12"}
    assert list(pattern.groupindex) == ["number"]
    assert pattern.fullmatch("pr-12x") is None


@pytest.mark.parametrize("text", ["(", r"(a)\1", "(?=a)"])
def test_what_can_not_be_matched_in_linear_time_is_none(text: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(text)
