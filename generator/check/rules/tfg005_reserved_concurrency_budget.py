"""TFG005 reserved-concurrency-budget: functions do not reserve more concurrency than the account can spare."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.facts.texts import number
from generator.check.rule import Option, Rule, Severity, Violation
from generator.hcl import Module, Resource, Unknown, Value


def check(module: Module, budget: int) -> Iterator[Violation]:
    """Yield every function that reserves some, if all that is known to be reserved is above the budget."""
    found = [(resource, *_reservation(resource)) for resource in module.resources("aws_lambda_function")]
    total = sum(units for _, units, _ in found)
    if total <= budget:
        return
    for resource, units, place in found:
        if units:
            share = f"{units} of the {total}" if units < total else f"all {total}"
            yield Violation(
                place,
                f"this reserves {share} concurrent executions of the folder, whose budget is {budget}",
                "the account has to keep 100 unreserved: reserve less",
                resource.address,
            )


def _reservation(resource: Resource) -> tuple[int, Value]:
    """Return how much the instances reserve that are known to be there, and where that is said."""
    values = [
        instance["reserved_concurrent_executions"]
        for instance in resource.instances
        if not isinstance(instance.key, Unknown)
    ]
    units = sum(max(0, int(number(value.value) or 0)) for value in values)
    return units, values[0] if values else resource.view["reserved_concurrent_executions"]


RULE = Rule(
    id="TFG005",
    name="reserved-concurrency-budget",
    severity=Severity.ERROR,
    summary="The concurrency that functions reserve adds up to no more than the budget",
    reason="Lambda refuses a reservation that leaves the account fewer than 100 unreserved executions.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    bad="""
resource "aws_lambda_function" "ingest" {
  function_name                  = "ingest"
  role                           = "arn:aws:iam::aws:role/ingest"
  reserved_concurrent_executions = 100 # expect
}

resource "aws_lambda_function" "store" {
  function_name                  = "store"
  role                           = "arn:aws:iam::aws:role/store"
  reserved_concurrent_executions = 75 # expect
}
""",
    good="""
resource "aws_lambda_function" "ingest" {
  function_name                  = "ingest"
  role                           = "arn:aws:iam::aws:role/ingest"
  reserved_concurrent_executions = 10
}

resource "aws_lambda_function" "store" {
  function_name                  = "store"
  role                           = "arn:aws:iam::aws:role/store"
  reserved_concurrent_executions = 5
}
""",
    check=check,
    options=(Option("budget", 100, "The most that all functions of a folder may reserve together"),),
)
