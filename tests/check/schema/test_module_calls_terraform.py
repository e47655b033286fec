"""What we say of calls of local modules, held to a real terraform: one mistake at a time, by its lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terraform_bench import Terraform

from generator import hcl
from generator.check.rules import tfg142_module_call, tfg310_language_block
from generator.check.schema.provider_versions import AS_REQUIRED
from generator.files.module_folder import ModuleFolder

CALLED = """\
variable "name" { type = string }
variable "delays" {
  type    = list(number)
  default = []
}
variable "limits" {
  type    = object({ count = number, word = optional(string) })
  default = null
}
variable "nullable" {
  type     = string
  nullable = false
  default  = "x"
}
output "arn" { value = "arn:${var.name}" }
output "all" { value = { a = 1 } }
"""
DECLARED = """\
variable "texts" { type = list(string) }
variable "limits" { type = object({ count = number }) }
variable "any" {}
variable "null" {
  type    = string
  default = null
}
"""
CALLS = {
    "right": 'name = "a"',
    "unknown": 'name = "a"\n  nmae = "a"',
    "missing": "",
    "missing and unknown": 'nmae = "a"',
    "number": "name = 5",
    "list": 'name = ["a"]',
    "null": "name = var.null",
    "null where it may not be": 'name = "a"\n  nullable = null',
    "text for a list": 'name = "a"\n  delays = "5"',
    "texts in a list": 'name = "a"\n  delays = ["5", 6]',
    "words in a list": 'name = "a"\n  delays = ["five"]',
    "map for a list": 'name = "a"\n  delays = {}',
    "object": 'name = "a"\n  limits = { count = "5", more = true }',
    "object that lacks something": 'name = "a"\n  limits = { word = "a" }',
    "wrong attribute": 'name = "a"\n  limits = { count = "a" }',
    "variable": "name = var.any\n  delays = var.any",
    "variable of a type": "name = var.texts",
    "variable in a list": 'name = "a"\n  delays = [var.texts]',
    "attribute of a variable": "name = var.limits.count",
    "variables that fit": 'name = "a"\n  delays = var.texts\n  limits = var.limits',
    "text with a list in it": 'name = "${var.texts}"',
    "block": 'name = "a"\n  limits {\n    count = 1\n  }',
    "unknown block": 'name = "a"\n  more {}',
    "escape": 'name = "a"\n  _ {}',
    "lifecycle": 'name = "a"\n  lifecycle {}',
}
READS = {
    "one": ("", "module.m.arn"),
    "no output": ("", "module.m.url"),
    "whole": ("", "module.m"),
    "part": ("", "module.m.all.a"),
    "without index": ("count = 2", "module.m.arn"),
    "with index": ("count = 2", "module.m[0].arn"),
    "no output of one": ("count = 2", "module.m[0].url"),
    "no output of all": ("count = 2", "module.m[*].url"),
    "all": ("count = 2", "module.m[*].arn"),
    "by key": ('for_each = toset(["a"])', 'module.m["a"].arn'),
    "no output by key": ('for_each = toset(["a"])', 'module.m["a"].url'),
    "all by key": ('for_each = toset(["a"])', "[for each in module.m : each.arn]"),
}
CASES = {name: f'module "m" {{\n  source = "./called"\n  {call}\n}}\n' for name, call in CALLS.items()} | {
    f"read {name}": f'module "m" {{\n  source = "./called"\n  name = "a"\n  {how}\n}}\nlocals {{\n  x = {read}\n}}\n'
    for name, (how, read) in READS.items()
}


@pytest.mark.slow
@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_call_is_refused_where_terraform_refuses_it(terraform: Terraform, tmp_path: Path, text: str) -> None:
    (tmp_path / "called").mkdir()
    (tmp_path / "called" / "main.tf").write_text(CALLED)
    (tmp_path / "main.tf").write_text(text)
    (tmp_path / "variables.tf").write_text(DECLARED)

    module = hcl.load(ModuleFolder(tmp_path, "."))
    found = [*tfg142_module_call.check(module, AS_REQUIRED), *tfg310_language_block.check(module)]
    ours = {one.place.location.line for one in found}

    terraform.run(tmp_path, "get", "-no-color").check(0, 1)
    answer = json.loads(terraform.run(tmp_path, "validate", "-json").stdout)
    said = [each for each in answer["diagnostics"] if each["severity"] == "error"]
    assert ours == {each["range"]["start"]["line"] for each in said}, said
