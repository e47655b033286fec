"""Held to a real terraform: what it evaluates, and what it takes for HCL."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from bundled_stack import configuration
from hcl.evaluation.expressions import (
    CONSOLE_DECLARATIONS,
    FILE_SETS,
    FILES,
    as_console_expression,
    console_cases,
    encoded,
    file_set,
)
from hcl.made_up import Maker, broken, made_up_call
from terraform_bench import Completed, Terraform

from generator.hcl import load
from generator.hcl.syntax.parser import parse

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MADE_UP, CALLS, BROKEN = 400, 600, 1_500
"""How many expressions and calls are made up, and how many files are broken."""


def ask(terraform: Terraform, folder: Path, expressions: list[str]) -> list[str]:
    """Return what terraform makes of each expression: its JSON, "ERR" or, where it can't say, "UNKNOWN"."""
    done = terraform.run(folder, "console", stdin=as_console_expression(expressions) + "\n")
    if done.exit_code == 0 and "known after" not in done.stdout:
        found: list[str] = json.loads(json.loads(done.stdout))
        return found
    if len(expressions) == 1:
        return ["UNKNOWN" if done.exit_code == 0 else "ERR"]
    half = len(expressions) // 2  # one that is unknown makes all unknown
    return ask(terraform, folder, expressions[:half]) + ask(terraform, folder, expressions[half:])


def test_the_table_of_expressions_is_what_terraform_says(terraform: Terraform, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONSOLE_DECLARATIONS)
    cases = console_cases()
    answers = ask(terraform, tmp_path, [expression for expression, _, _ in cases])
    said = {expression: answer for (expression, _, _), answer in zip(cases, answers, strict=True)}
    assert said == {expression: answer for expression, _, answer in cases}


def test_file_sets_are_what_terraform_says(terraform: Terraform, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).touch()
    answers = ask(terraform, tmp_path, [file_set(*asked) for asked, found in FILE_SETS.items() if found])
    assert [json.loads(answer) for answer in answers] == [found for found in FILE_SETS.values() if found]


@pytest.mark.parametrize("seed", [1])
def test_made_up_expressions_are_evaluated_as_terraform_does(
    terraform: Terraform, tmp_path: Path, seed: int
) -> None:
    maker = Maker(Random(seed))
    heredocs = [maker.heredoc() for _ in range(MADE_UP // 4)]
    declarations = CONSOLE_DECLARATIONS + "".join(
        f"locals {{\n  h{number} = {heredoc}}}\n" for number, heredoc in enumerate(heredocs)
    )
    (tmp_path / "main.tf").write_text(declarations)
    expressions = [maker.expression() for _ in range(MADE_UP)]
    expressions += [f"local.h{number}" for number in range(len(heredocs))]
    theirs = ask(terraform, tmp_path, expressions)
    ours = [encoded(expression, declarations) for expression in expressions]
    assert _different(expressions, theirs, ours) == []
    unknown = sum(one == "UNKNOWN" != other for one, other in zip(ours, theirs, strict=True))
    assert unknown < len(expressions) // 20


def test_made_up_calls_are_evaluated_as_terraform_does(terraform: Terraform, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CONSOLE_DECLARATIONS)
    random = Random(1)
    expressions = list(dict.fromkeys(made_up_call(random) for _ in range(CALLS)))
    theirs = ask(terraform, tmp_path, expressions)
    ours = [encoded(expression, CONSOLE_DECLARATIONS) for expression in expressions]
    assert _different(expressions, theirs, ours) == []
    unknown = sum(one == "UNKNOWN" != other for one, other in zip(ours, theirs, strict=True))
    assert unknown < len(expressions) // 20


def _different(expressions: list[str], theirs: list[str], ours: list[str]) -> list[tuple[str, str, str]]:
    """Return what differs, but for what we leave unknown."""
    return [
        (expression, their, our)
        for expression, their, our in zip(expressions, theirs, ours, strict=True)
        if "UNKNOWN" not in (our, their) and not _same(expression, their, our)
    ]


def _same(expression: str, their: str, our: str) -> bool:
    if "ERR" in (our, their):
        # The branch that a conditional does not choose may fail, and have a type that does not fit all the same;
        # from Terraform 1.12 on, nor need what is on the right of && and || be looked at.
        return our == their or (their == "ERR" and any(sign in expression for sign in ("?", "&&", "||")))
    return our == their or bool(json.loads(our) == json.loads(their))  # 512 bits round where a float does not


@pytest.mark.parametrize("seed", [1])
def test_broken_files_are_refused_where_terraform_does(terraform: Terraform, tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    texts = [*configuration("dev").values()]
    texts = [text for text in texts if len(text) < 8_000]
    maker = Maker(random)
    texts += [
        f"a = {maker.expression(4)}\nb = {maker.heredoc()}c {{\n  d = {maker.expression()}\n}}\n" for _ in texts
    ]
    mutants = [broken(random.choice(texts), random) for _ in range(BROKEN)]
    for number, text in enumerate(mutants):
        (tmp_path / f"m{number:05}.tf").write_bytes(text.encode())
    done = terraform.run(tmp_path, "fmt", "-check", "-write=false", "-list=false", "-no-color")
    theirs = refused(done)
    ours = {
        number: parse("m.tf", text.encode())[0].diagnostics[0].location.line
        for number, text in enumerate(mutants)
        if parse("m.tf", text.encode())[0].diagnostics
    }
    assert {mutants[number] for number in theirs.keys() ^ ours.keys()} == set()
    near = [number for number in theirs if abs(theirs[number] - ours[number]) <= 1]
    assert len(near) > len(theirs) * 0.9  # what is never closed we report where it opens


def refused(done: Completed) -> dict[int, int]:
    """Return the files that terraform can't read, by number, with the line of the first problem."""
    found: dict[int, int] = {}
    for number, line in re.findall(r"on m(\d{5})\.tf line (\d+)", done.output):
        found.setdefault(int(number), int(line))
    return found


OBJECT = 'variable "a" {\n  type = object({ x = string, y = map(object({ v = string })), l = list(object({ x = string })) })\n}\n'
MODULES = {
    "fine": 'locals {\n  a = 1\n}\noutput "o" {\n  value = local.a\n}\n',
    "unknown function": 'output "o" {\n  value = uper("a")\n}\n',
    "too many arguments": 'output "o" {\n  value = upper("a", "b")\n}\n',
    "too few arguments": 'output "o" {\n  value = replace("a")\n}\n',
    "removed function": 'output "o" {\n  value = list("a")\n}\n',
    "provider function": 'output "o" {\n  value = core::upper("a")\n}\n',
    "wrong argument": 'output "o" {\n  value = upper(["a"])\n}\n',
    "index out of range": 'output "o" {\n  value = [1][3]\n}\n',
    "no such attribute": 'output "o" {\n  value = { a = 1 }.b\n}\n',
    "bare key": 'output "o" {\n  value = { a.b = 1 }\n}\n',
    "bare keys of providers": "locals {\n  a = { (path.module) = 1 }\n}\n",
    "circle of locals": "locals {\n  a = local.b\n  b = local.a\n}\n",
    "circle of resources": 'resource "terraform_data" "a" {\n  input = terraform_data.b.id\n}\n'
    'resource "terraform_data" "b" {\n  input = terraform_data.a.id\n}\n',
    "self in a provisioner": 'resource "terraform_data" "a" {\n  provisioner "local-exec" {\n'
    '    command = "echo ${terraform_data.a.id}"\n  }\n}\n',
    "local twice": "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n",
    "variable twice": 'variable "a" {}\nvariable "a" {}\n',
    "output twice": 'output "a" {\n  value = 1\n}\noutput "a" {\n  value = 1\n}\n',
    "resource twice": 'resource "terraform_data" "a" {}\nresource "terraform_data" "a" {}\n',
    "data and resource of one name": 'resource "terraform_data" "a" {}\nlocals {\n  a = terraform_data.a.id\n}\n',
    "argument outside": "a = 1\n",
    "unknown block": 'resorce "a" "b" {}\n',
    "too few labels": 'resource "terraform_data" {}\n',
    "too many labels": 'variable "a" "b" {}\n',
    "count and for_each": 'resource "terraform_data" "a" {\n  count    = 1\n  for_each = {}\n}\n',
    "bad type": 'variable "a" {\n  type = strin\n}\n',
    "optional outside": 'variable "a" {\n  type = optional(string)\n}\n',
    "bad default": 'variable "a" {\n  type    = list(number)\n  default = ["x"]\n}\n',
    "missing attribute": 'variable "a" {\n  type    = object({ x = string })\n  default = {}\n}\n',
    "optional attribute": 'variable "a" {\n  type    = object({ x = optional(string) })\n  default = {}\n}\n',
    "converted default": 'variable "a" {\n  type    = number\n  default = "5"\n}\n',
    "reference in a default": 'variable "a" {\n  default = path.module\n}\n',
    "conditional of two types": 'output "o" {\n  value = true ? [1] : { a = 1 }\n}\n',
    "conditional unified": 'output "o" {\n  value = true ? { a = 1 } : { b = "x" }\n}\n',
    "null in a template": 'output "o" {\n  value = "a${null}"\n}\n',
    "attribute twice": 'output "o" {\n  value = 1\n  value = 2\n}\n',
    "dynamic": 'resource "terraform_data" "a" {\n  input = [for x in [1] : x]\n}\n',
    "list for a provider": "terraform {\n  required_providers {\n    x = [y]\n  }\n}\n",
    "number for a provider": "terraform {\n  required_providers {\n    x = 1\n  }\n}\n",
    "lone name": 'output "o" {\n  value = False\n}\n',
    "lone names that are bound": 'output "o" {\n  value = { for k, v in { a = 1 } : k => [for x in [v] : x] }\n}\n',
    "lone name beside a bound one": 'output "o" {\n  value = [for x in [1] : y]\n}\n',
    "lone root": 'output "o" {\n  value = var\n}\n',
    "words that are no names": 'resource "terraform_data" "a" {\n  lifecycle {\n    ignore_changes = [input]\n  }\n'
    '  provisioner "local-exec" {\n    when = destroy\n    on_failure = continue\n    command = "a"\n  }\n}\n',
    "each of nothing": 'resource "terraform_data" "a" {\n  input = each.value\n}\n',
    "count of nothing": 'resource "terraform_data" "a" {\n  for_each = toset(["a"])\n  input = count.index\n}\n',
    "each in a local": "locals {\n  a = each.key\n}\n",
    "each that is bound": 'output "o" {\n  value = [for each in [{ v = 1 }] : each.v]\n}\n',
    "each of a resource": 'resource "terraform_data" "a" {\n  for_each = toset(["a"])\n  input = each.value\n}\n',
    "for_each over a list": 'resource "terraform_data" "a" {\n  for_each = ["a"]\n}\n',
    "for_each over a local list": 'locals {\n  a = ["a"]\n}\nresource "terraform_data" "a" {\n  for_each = local.a\n}\n',
    "for_each over a map": 'resource "terraform_data" "a" {\n  for_each = { a = 1 }\n}\n',
    "bare list": 'variable "a" {\n  type = list\n}\n',
    "bare list within": 'variable "a" {\n  type = object({ x = list })\n}\n',
    "bare map within": 'variable "a" {\n  type = list(map)\n}\n',
    "quoted type": 'variable "a" {\n  type = "string"\n}\n',
    "quoted collection": 'variable "a" {\n  type = "list"\n}\n',
    "reserved name": 'variable "lifecycle" {}\n',
    "attribute that the type has": OBJECT + 'output "o" {\n  value = var.a.x\n}\n',
    "attribute that the type lacks": OBJECT + 'output "o" {\n  value = var.a.z\n}\n',
    "attribute further on": OBJECT + 'output "o" {\n  value = var.a.y["k"].w\n}\n',
    "attribute of a list": OBJECT + 'output "o" {\n  value = var.a.l.w\n}\n',
    "attribute of a text": OBJECT + 'output "o" {\n  value = var.a.x.w\n}\n',
    "attribute of each": OBJECT + 'output "o" {\n  value = var.a.l[*].x\n}\n',
    "attribute tried": OBJECT + 'output "o" {\n  value = try(var.a.z, 1)\n}\n',
    "file that is not there": 'output "o" {\n  value = file("${path.module}/x.txt")\n}\n',
    "template that is not there": 'output "o" {\n  value = templatefile("./x.txt", {})\n}\n',
    "file tried": 'output "o" {\n  value = try(file("./x.txt"), "")\n}\n',
    "template of a text": 'output "o" {\n  value = templatestring("a", {})\n}\n',
}
"""Modules that need no provider, by what is tried in them."""


def test_modules_are_refused_where_terraform_does(terraform: Terraform, tmp_path: Path) -> None:
    theirs, ours = {}, {}
    for number, (name, text) in enumerate(MODULES.items()):
        folder = tmp_path / f"m{number}"
        folder.mkdir()
        (folder / "main.tf").write_text(text)
        answer = json.loads(terraform.run(folder, "validate", "-json").stdout)
        theirs[name] = answer["error_count"] > 0
        ours[name] = any(one.severity == "error" for one in load({"main.tf": text.encode()}).diagnostics)
    assert ours == theirs
    assert sum(theirs.values()) > len(MODULES) // 2
