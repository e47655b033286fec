"""TFG013 undeclared-reference: every resource, data source, local value and module referred to is declared."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.missing_declarations import MISNAMED, missing_references
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Reference, Traversal
from generator.hcl.evaluation.references import head
from generator.hcl.syntax.tree import Step
from generator.naming import Spellings

_LONG = frozenset({"data", "ephemeral", "resource", "action"})
"""Roots that a type and a name follow."""

_NEVER = frozenset({"var", "each", "count", "path", "terraform", "self", "tofu", "key_provider", "method"})
"""What is declared elsewhere, or nowhere."""


def check(module: Module) -> Iterator[Violation]:
    """Yield every reference to something that no block declares."""
    known: dict[str, Spellings] = {}
    for reference in missing_references(module, _Declarations(module)):
        if reference.kind not in known:
            known[reference.kind] = Spellings(_addresses(module, reference.kind))
        hint = _hint(reference, known[reference.kind])
        yield Violation(reference, f"{reference.address} is not declared", hint)


class _Declarations:
    """Tells whether what a traversal leads to is declared."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._others = set(_actions(module)) | {
            f"data.{'.'.join(block.labels)}" for each in module.checks for block in each.body.of_type("data")
        }
        self._known: dict[tuple[str, Step, Step], bool] = {}

    def __call__(self, one: Traversal) -> bool:
        root, steps = one.root, one.steps
        if root in _NEVER or not steps:
            return True
        if root == "local":
            return steps[0] in self._module.locals
        key = (root, steps[0], steps[1] if root in _LONG and len(steps) > 1 else "")
        if key not in self._known:
            address = head(one)[1]
            self._known[key] = not address or address in self._others or self._module.resource(address) is not None
        return self._known[key]


def _actions(module: Module) -> list[str]:
    return [f"action.{'.'.join(block.labels)}" for block in module.blocks if block.type == "action"]


def _addresses(module: Module, kind: str) -> list[str]:
    """Return the addresses of all that is declared of a kind."""
    if kind == "local":
        return [f"local.{name}" for name in module.locals]
    if kind == "action":
        return _actions(module)
    if kind == "module":
        return [f"module.{name}" for name in module.module_calls]
    of_kind = {"resource": module.resources, "data": module.data, "ephemeral": module.ephemerals}
    return [each.address for each in of_kind[kind]()]


def _hint(reference: Reference, known: Spellings) -> str:
    root, _, rest = reference.address.partition(".")
    if root in MISNAMED:
        return f"write {MISNAMED[root]}.{rest}"
    near = known.nearest(reference.address)
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
