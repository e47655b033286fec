"""TFG013 undeclared-reference: every resource, data source, local value and module referred to is declared."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.declared import may_be_lost
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Reference
from generator.naming import nearest

_WORDS = {"resource": "resource", "data": "data source", "ephemeral": "ephemeral resource", "module": "module"}


def check(module: Module) -> Iterator[Violation]:
    """Yield every reference to something that no block declares."""
    in_checks = {f"data.{'.'.join(block.labels)}" for each in module.checks for block in each.body.of_type("data")}
    for reference in module.references(*module.blocks):
        kind, address = reference.kind, reference.address
        name = address.rpartition(".")[2]
        if kind == "local":
            found = name in module.locals
        elif kind in _WORDS:
            found = address in in_checks or module.resource(address) is not None
        else:
            continue
        if not found and not may_be_lost(module, name):
            yield Violation(reference, f"{address} is not declared", _hint(module, reference))


def _hint(module: Module, reference: Reference) -> str:
    if reference.kind == "local":
        near = nearest(reference.address, [f"local.{name}" for name in module.locals])
    elif reference.kind == "module":
        near = nearest(reference.address, [f"module.{name}" for name in module.module_calls])
    else:
        of_kind = {"resource": module.resources, "data": module.data, "ephemeral": module.ephemerals}
        near = nearest(reference.address, [each.address for each in of_kind[reference.kind]()])
    if near:
        return f"did you mean {near}?"
    words = reference.address.split(".")
    if reference.kind == "local":
        return f"set {words[1]} in a locals block"
    labels = " ".join(f'"{word}"' for word in words[-2:]) if reference.kind != "module" else f'"{words[1]}"'
    return f"declare {reference.kind} {labels}"


RULE = Rule(
    id="TFG013",
    name="undeclared-reference",
    severity=Severity.ERROR,
    summary="Resources, data sources, locals and modules that are referred to are declared",
    reason="Terraform refuses the whole folder, at once.",
    source="https://developer.hashicorp.com/terraform/language/expressions/references",
    bad="""
resource "aws_lambda_layer_version_permission" "use" {
  layer_name     = "arn"
  version_number = 1
  statement_id   = "use"
  action         = "lambda:GetLayerVersion"
  principal      = data.aws_caller_identity.current.account_id # expect
}
""",
    good="""
data "aws_caller_identity" "current" {}

resource "aws_lambda_layer_version_permission" "use" {
  layer_name     = "arn"
  version_number = 1
  statement_id   = "use"
  action         = "lambda:GetLayerVersion"
  principal      = data.aws_caller_identity.current.account_id
}
""",
    check=check,
)
