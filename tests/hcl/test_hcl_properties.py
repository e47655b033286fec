"""What holds for any text: an answer, in time, the same each time."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random
from unicodedata import normalize

from hcl.made_up import Maker, broken
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import hcl
from generator.hcl import UNKNOWN, Unknown, walk
from generator.hcl.evaluation.budget import Budget
from generator.hcl.evaluation.evaluator import Evaluator
from generator.hcl.evaluation.functions import FUNCTIONS, call
from generator.hcl.evaluation.name_lookup import NoNames
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import ListValue, MapValue, NotEvaluated, SetValue
from generator.hcl.syntax.parser import parse

EXAMPLES = 150
TEXT = """variable "v" {
  type    = map(object({ a = optional(string, "x") }))
  default = { k = { a = "1" } }
}
locals {
  l = [for k, v in var.v : "${k}-${v.a}" if k != "z"]
  h = <<-EOT
    %{ for x in local.l ~}
    ${x}
    %{ endfor ~}
  EOT
}
resource "t" "n" {
  for_each = var.v
  name     = "n-${each.key}" # why
  rule {
    port = local.l[0] == "" ? 1 : 2 * 3
  }
  dynamic "rule" {
    for_each = [1]
    content {
      port = rule.value
    }
  }
}
output "o" {
  value = { for k, x in t.n : k => x.name... }
}
"""


def use(loaded: hcl.Module) -> None:
    """Touch all that a rule may."""
    for diagnostic in loaded.diagnostics:
        assert diagnostic.location.line >= 1
        assert diagnostic.location.column >= 1
    for resource in [*loaded.resources(), *loaded.data()]:
        loaded.dependencies(resource.address)
        for instance in resource.instances:
            assert instance.address.startswith(resource.address)
            for name in instance.attributes:
                value = instance[name]
                assert [value.absent, value.known, value.unknown].count(True) == 1
                assert isinstance(value.sensitive, bool)
                value.json()
            for view in instance.all_blocks():
                assert view.location.line >= 1
    for output in loaded.outputs.values():
        assert output.value.end >= output.value.location or output.value.absent


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    use(hcl.load({"a.tf": text.encode("utf-8", "replace"), "b.tf.json": text.encode("utf-8", "replace")}))


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.binary(max_size=60), st.sampled_from(["a.tf", "a.tf.json", "terraform.tfvars", "a.auto.tfvars.json"]))
def test_any_bytes_have_an_answer(content: bytes, name: str) -> None:
    use(hcl.load({name: content, "main.tf": TEXT.encode()}))


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32))
def test_any_break_of_a_file_has_an_answer_that_says_where(seed: int) -> None:
    text = broken(TEXT, Random(seed))
    first = hcl.load({"a.tf": text.encode("utf-8", "replace")})
    use(first)
    again = hcl.load({"a.tf": text.encode("utf-8", "replace")})
    assert [one[:5] for one in first.diagnostics] == [one[:5] for one in again.diagnostics]


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32))
def test_made_up_expressions_are_read_and_nodes_lie_within_each_other(seed: int) -> None:
    text = f"a = {Maker(Random(seed)).expression()}\nb = {Maker(Random(seed)).heredoc()}c = 1\n"
    source, body = parse("a.tf", text.encode())
    assert source.diagnostics == []
    assert list(body.attributes) == ["a", "b", "c"]
    for node in walk(body):
        assert 0 <= node.start <= node.stop <= len(text)
        for child in node.children():
            assert node.start <= child.start <= child.stop <= node.stop


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_in_a_quoted_string_reads_back(text: str) -> None:
    escaped = "".join(
        {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, character)
        for character in text.replace("${", "$${").replace("%{", "%%{")
    )
    loaded = hcl.load({"a.tf": f'locals {{\n  a = "{escaped}"\n}}\n'.encode()})
    assert loaded.diagnostics == []
    assert loaded.locals["a"].value.value == normalize("NFC", text)


ARGUMENTS: list[object] = [
    None, UNKNOWN, True, 0, -1, 1.5, 10**200, "", "abc", "1.5", "%s", "%" + "9" * 5000 + "d", "%.*f", "[", "(a+)+", "e\u0301",
    "10.0.0.0/8", "::/0", "1.2.3.4/99", "9999-12-31T23:59:59Z", "99999999999999999h", "YYYY'", '[1,{"a":NaN}]', "a,b\n1",
    "\x00", "/(/", [], [None], [UNKNOWN], [[1], ["a"]], {}, {"a": None}, {"a": UNKNOWN}, ListValue(["a"]),
    SetValue([1, 2]), MapValue({"a": "x"}), "9" * 400, "a" * 3000, [True, "false"],
]  # fmt: skip


@settings(deadline=None, max_examples=20 * EXAMPLES)
@given(st.data(), st.sampled_from(sorted(FUNCTIONS)))
def test_functions_take_anything(data: st.DataObject, name: str) -> None:
    function = FUNCTIONS[name]
    count = data.draw(st.integers(function.least, min(function.most, function.least + 2)))
    arguments = data.draw(st.lists(st.sampled_from(ARGUMENTS), min_size=count, max_size=count))
    with suppress(EvaluationError, NotEvaluated):
        result = call(name, arguments, Evaluator(NoNames(), Budget()))
        assert result is None or isinstance(result, str | bool | int | float | list | dict | Unknown)


def test_values_that_nest_through_locals_are_survived() -> None:
    nested = "\n".join(f"  a{n} = [local.a{n - 1}]" for n in range(1, 3000))
    uses = "  b = jsonencode(local.a2999)\n  c = local.a2999 == local.a2998\n  d = toset([local.a2999])\n"
    loaded = hcl.load(
        {"a.tf": f"locals {{\n  a0 = []\n{nested}\n{uses}  e = true ? local.a2999 : []\n}}\n".encode()}
    )
    assert loaded.locals["a2999"].value.known
    assert {one.code for one in loaded.diagnostics} <= {"depth"}
    for name in "bcde":
        value = loaded.locals[name].value
        assert value.unknown or value.value is False
        value.json()


def test_time_grows_no_faster_than_the_text() -> None:
    def seconds(copies: int) -> float:
        text = "".join(TEXT.replace('"n"', f'"n{at}"').replace('"o"', f'"o{at}"') for at in range(copies))
        best = 60.0
        for _ in range(3):
            started = time.process_time()
            parse("a.tf", text.encode())
            best = min(best, time.process_time() - started)
        return best

    assert seconds(400) < 25 * seconds(40)
