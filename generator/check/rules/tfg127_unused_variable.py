"""TFG127 unused-variable: every variable has a use."""

from collections.abc import Iterator

from generator.check.facts.usage import unused_addresses
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module, Node


def check(module: Module) -> Iterator[Violation]:
    """Yield the variables that only their own validation refers to, or nothing."""
    declared: dict[str, Node] = {each.address: each.block for each in module.variables.values()}
    for address in unused_addresses(module, declared):
        variable = module.variables[address.removeprefix("var.")]
        yield Violation(variable, f"nothing uses {address}", "remove it, or use it", address)


RULE = Rule(
    id="TFG127",
    name="unused-variable",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="Every variable is used",
    reason="Whoever sets it believes that it does something. Often it is one that a resource has a literal for "
    "by mistake.",
    source="https://developer.hashicorp.com/terraform/language/values/variables",
    bad="""variable "table_name" { # expect
  type = string
}
""",
    good="""variable "table_name" {
  type = string
}

output "table_name" {
  value = var.table_name
}
""",
    check=check,
)
