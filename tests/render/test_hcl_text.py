"""What templates wrote is formatted and parsed as a whole, though blocks that were done before are not done again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import TfgenError
from generator.hcl.formatting.format import format_hcl
from generator.hcl.syntax.parser import parse
from generator.location import Location
from generator.render.hcl_text import lay_out_text
from generator.render.placement import place
from generator.render.rendering import Print
from generator.render.sourcemap import print_marker

CUTS = st.sampled_from(
    ["\n}\n\n", "a {\n", "}\n", "\n", "b = <<A\nt\n", "A\n", "/*", "*/", "c = f(\n", ")\n", "d = {\n", "\ufeff",
     "long = 1 # one\n", "e = 2 # two\n", "g = [\n1]\n", 'h = "${\n', '}"\n']
)  # fmt: skip


VALUES = st.sampled_from(
    ["a", "A\n}\n\nb", "*/", "${x}", "", "}", "EOT", 1, True, 1.0, None, 0.0, -0.0, ["a"], {"a": 1}, {}, "\ufeff"]
)
PRINTED = st.sampled_from(
    ["p = ", 'q = "${v}-', "# ", 'r "', "\n", "<<EOT\n", "EOT\n", '"', "s.", "/* ", " */", "\n}\n\n", "k {\n"]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(CUTS, max_size=12).map("".join), min_size=1, max_size=4).map("".join))
def test_a_text_of_many_blocks_is_formatted_as_a_whole(text: str) -> None:
    done = lay_out_text(text, (), "a.tf")
    if done.errors:
        try:
            whole = format_hcl(text)
        except TfgenError:
            return
        source, _ = parse("a.tf", whole.encode())
        assert source.diagnostics
    else:
        assert done.text == format_hcl(text)
        source, _ = parse("a.tf", done.text.encode())
        assert [problem for problem in source.diagnostics if problem.code == "syntax"] == []


@settings(deadline=None, max_examples=500)
@given(st.lists(st.one_of(CUTS, PRINTED, VALUES.map(lambda value: (value,))), max_size=20))
def test_a_text_of_many_blocks_is_placed_as_a_whole(parts: list[object]) -> None:
    prints: list[Print] = []
    text = ""
    for part in parts:
        if isinstance(part, tuple):
            text += print_marker(len(prints))
            prints.append(Print(part[0], (), Location("templates/a.tf.j2")))
        else:
            text += str(part)
    whole = place(text, prints)
    done = lay_out_text(text, prints, "a.tf")
    assert done.placed.text == whole.text
    assert list(done.placed.forms) == list(whole.forms)
    assert list(done.placed.problems) == list(whole.problems)
    if done.text:
        assert done.text == format_hcl(whole.text)


def test_values_that_are_equal_in_python_only_are_told_apart() -> None:
    def written(value: object) -> str:
        text = f'a "b" {{\n  c = {print_marker(0)}\n}}\n\n'
        return lay_out_text(text, [Print(value, (), Location("templates/a.tf.j2"))], "a.tf").text

    texts = [written(value) for value in (1, True, 1.0, "1", "true", None, "null", 0.0, -0.0, [1], [True], ["1"])]
    assert [text.splitlines()[1] for text in texts] == [
        f"  c = {form}"
        for form in (
            "1",
            "true",
            "1.0",
            '"1"',
            '"true"',
            "null",
            '"null"',
            "0.0",
            "-0.0",
            "[1]",
            "[true]",
            '["1"]',
        )
    ]
