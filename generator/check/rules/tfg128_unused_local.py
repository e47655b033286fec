"""TFG128 unused-local: every local value has a use."""

from collections.abc import Iterator

from generator.check.facts.usage import unused_addresses
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module, Node


def check(module: Module) -> Iterator[Violation]:
    """Yield the local values that nothing refers to."""
    declared: dict[str, Node] = {each.address: each.attribute for each in module.locals.values()}
    for address in unused_addresses(module, declared):
        local = module.locals[address.removeprefix("local.")]
        yield Violation(local, f"nothing uses {address}", "remove it, or use it", address)


RULE = Rule(
    id="TFG128",
    name="unused-local",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="Every local value is used",
    reason="It is left over from something that is gone, or was meant for something that has a literal instead.",
    source="https://developer.hashicorp.com/terraform/language/values/locals",
    bad="""locals {
  name_prefix = "events-dev" # expect
}
""",
    good="""locals {
  name_prefix = "events-dev"
}

output "name_prefix" {
  value = local.name_prefix
}
""",
    check=check,
)
