"""TFG135 duplicate-address: everything is declared once, and set once."""

from collections.abc import Iterator

from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Node


def check(module: Module) -> Iterator[Violation]:
    """Yield the second and later declarations of an address or a name, and arguments that a block has already."""
    for source in module.sources.values():
        for problem in source.diagnostics:
            if problem.code == "duplicate":
                yield Violation(problem, problem.message, "remove one")
    duplicates = list(module.duplicates)
    providers: dict[str, Node] = {}
    for provider in module.providers:
        earlier = providers.setdefault(provider.address, provider.block)
        if earlier is not provider.block:
            duplicates.append((provider.block, earlier, f"provider {provider.address}"))
    for node, first, what in duplicates:
        place = first.location
        yield Violation(node, f"{what} is already declared at {place.path}:{place.line}", "rename or remove one")


RULE = Rule(
    id="TFG135",
    name="duplicate-address",
    severity=Severity.ERROR,
    summary="No two blocks of a module have the same address, and no argument is set twice",
    reason="Terraform reads all files of a folder as one module, and stops at what is declared or set again.",
    source="https://developer.hashicorp.com/terraform/language/resources/syntax",
    bad="""resource "aws_sqs_queue" "events" {
  name = "events"
}

resource "aws_sqs_queue" "events" { # expect
  name = "more-events"
}
""",
    good="""resource "aws_sqs_queue" "events" {
  name = "events"
}

resource "aws_sqs_queue" "more_events" {
  name = "more-events"
}
""",
    check=check,
)
