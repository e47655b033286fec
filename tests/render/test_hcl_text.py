"""What templates wrote is formatted and parsed as a whole, though blocks that were done before are not done again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import TfgenError
from generator.hcl.formatting.format import format_hcl
from generator.hcl.syntax.parser import parse
from generator.render.hcl_text import formatted

CUTS = st.sampled_from(
    ["\n}\n\n", "a {\n", "}\n", "\n", "b = <<A\nt\n", "A\n", "/*", "*/", "c = f(\n", ")\n", "d = {\n", "\ufeff",
     "long = 1 # one\n", "e = 2 # two\n", "g = [\n1]\n", 'h = "${\n', '}"\n']
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(CUTS, max_size=12).map("".join), min_size=1, max_size=4).map("".join))
def test_a_text_of_many_blocks_is_formatted_as_a_whole(text: str) -> None:
    try:
        result = formatted(text, "a.tf")
    except TfgenError:
        try:
            whole = format_hcl(text)
        except TfgenError:
            return
        source, _ = parse("a.tf", whole.encode())
        assert source.diagnostics
    else:
        assert result == format_hcl(text)
        source, _ = parse("a.tf", result.encode())
        assert [problem for problem in source.diagnostics if problem.code == "syntax"] == []
