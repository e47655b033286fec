"""What of a module's text is sensitive, and how it is covered up."""

from __future__ import annotations

import pytest

from generator import hcl, providers
from generator.hcl.module.secrecy import CONCEALED, Secrets, cover_all, cover_secrets, covered_line, without

SHARED = 'variable "t" {\n  sensitive = true\n  default   = "given"\n}\n'


def secrets(text: str) -> tuple[hcl.Source, Secrets]:
    module = hcl.load({"main.tf": text.encode()})
    return module.sources["main.tf"], Secrets(module, providers.lookup)


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ('"plain"', '"plain"'),
        ("var.t", "var.t"),
        ('"a-${var.t}"', f'"{CONCEALED}${{var.t}}"'),
        ('format("%s-x", var.t)', f"format({CONCEALED}, var.t)"),
        ('{ a = "x", b = var.t }', '{ a = "x", b = var.t }'),
        ('["x", upper(var.t)]', '["x", upper(var.t)]'),
        ('["x", replace(var.t, "y", "")]', f'["x", replace(var.t, {CONCEALED}, {CONCEALED})]'),
        ('nonsensitive("a-${var.t}")', 'nonsensitive("a-${var.t}")'),
        ('sensitive("x")', f"sensitive({CONCEALED})"),
        ("var.t == 12 ? 1 : 2", f"var.t == {CONCEALED} ? {CONCEALED} : {CONCEALED}"),
    ],
)
def test_what_is_one_value_with_something_sensitive_is_covered(expression: str, shown: str) -> None:
    source, found = secrets(f"{SHARED}locals {{\n  a = {expression}\n}}\n")

    text = cover_secrets(source.text, found.places["main.tf"])

    assert f"  a = {shown}\n" in text
    assert "given" not in text


def test_a_line_keeps_its_columns() -> None:
    source, found = secrets(f'{SHARED}locals {{\n  a = "abc-${{var.t}}" # said\n}}\n')

    assert covered_line(source, 6, found.places["main.tf"]) == '  a = "****${var.t}" # said'
    assert covered_line(source, 3, found.places["main.tf"]) == "  default   = *******"
    assert covered_line(source, 1, found.places["main.tf"]) == 'variable "t" {'


def test_a_line_of_a_file_that_can_not_be_parsed_shows_no_values() -> None:
    source, found = secrets('variable "t" {\n  default = "hunter2" 12\n  b = <<EOT\nhunter3\nEOT\n')

    shown = [covered_line(source, number, found.places["main.tf"]) for number in range(1, 5)]

    assert shown == ['variable "t" {', "  default = ********* **", "  b = <<EOT", "*******"]
    assert not any("hunter" in problem.message or "12" in problem.message for problem in source.diagnostics)


@pytest.mark.parametrize("text", ['a = 1 "hunter2"', "a = [1 34567]", 'a = {b "hunter2"}', '"hunter2" = 1'])
def test_no_message_repeats_a_value(text: str) -> None:
    source, _ = secrets(f"locals {{\n  {text}\n}}\n")

    assert source.diagnostics
    assert not any("hunter2" in one.message or "34567" in one.message for one in source.diagnostics)


def test_long_chains_of_locals_end() -> None:
    chain = "".join(f"  a{at} = local.a{at + 1}\n" for at in range(3_000))

    _, found = secrets(
        f'locals {{\n{chain}  a3000 = "hidden"\n}}\noutput "o" {{\n  sensitive = true\n  value = local.a0\n}}\n'
    )

    assert "hidden" in found.texts


def test_the_longest_text_goes_first() -> None:
    assert without("abcdef abcd", {"abcd", "abcdef"}) == f"{CONCEALED} {CONCEALED}"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('resource "aws_x" "y" {', 'resource "aws_x" "y" {'),
        ('  a = "b" # c', f"  a = {CONCEALED} # c"),
        ('  a = "b', f"  a = {CONCEALED}"),
        ("  a = 12", f"  a = {CONCEALED}"),
        ('  a = "b\\"c" d = "e"', f"  a = {CONCEALED} d = {CONCEALED}"),
        ("  a = <<-EOT\n    b\n  EOT\n  c = d", f"  a = <<-EOT\n{CONCEALED}\n  EOT\n  c = d"),
        ("  a = <<EOT\nb", f"  a = <<EOT\n{CONCEALED}"),
        ('x "y" { a = "b" }', f'x "y" {{ a = {CONCEALED} }}'),
    ],
)
def test_what_can_not_be_parsed_shows_no_values(line: str, shown: str) -> None:
    assert cover_all(line) == shown
