"""TFG115 function-log-group: the module declares the log group that each of its functions writes to."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.facts.memo import memoize
from generator.check.facts.partial_texts import identity
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module, Unknown
from generator.hcl.evaluation.values import Raw

_FOLDER = "/aws/lambda/"


def check(module: Module) -> Iterator[Violation]:
    """Yield the functions for which the module has no log group; where it may have one, nothing."""
    functions = list(instances(module, "aws_lambda_function"))
    if not functions:
        return
    groups = list(instances(module, "aws_cloudwatch_log_group"))
    names = {identity(group["name"].value) for group in groups}
    if None in names or any(not group["name_prefix"].absent for group in groups):
        return  # it may be any function's
    for function in functions:
        wanted = _group_name(function)
        if wanted is not None and wanted not in names and not _is_tied(module, function):
            message = "no log group here is this function's, so that Lambda makes one that keeps logs for ever"
            hint = f'declare an aws_cloudwatch_log_group "{_FOLDER}" + its name, with a retention'
            yield Violation(function, message, hint, function.address)


def _group_name(function: Instance) -> str | None:
    """Return the identity of the log group that a function writes to, None where that can't be told."""
    configured = function.path("logging_config", "log_group").value
    if configured is not None:
        return identity(configured)
    name = identity(function["function_name"].value)
    return None if name is None else _FOLDER + name


def _is_tied(module: Module, function: Instance) -> bool:
    """Whether a log group and the function, or its role's policy, refer to each other, or a module may make it."""
    if any(address.startswith("aws_cloudwatch_log_group.") for address in function.resource.depends_on):
        return True
    if _is_of_other_stack(function.path("logging_config", "log_group").value):
        return True
    return function.resource.address in _tied_by_others(module) or _has_logging_module(module)


@memoize
def _tied_by_others(module: Module) -> frozenset[str]:
    """Return what log groups and calls of modules refer to."""
    others = [*module.resources("aws_cloudwatch_log_group"), *module.module_calls.values()]
    return frozenset().union(*(module.direct_dependencies(one.address) for one in others))


@memoize
def _has_logging_module(module: Module) -> bool:
    return any("log" in call.name for call in module.module_calls.values())


def _is_of_other_stack(group: Raw) -> bool:
    return isinstance(group, Unknown) and not group.parts


RULE = Rule(
    id="TFG115",
    name="function-log-group",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Every Lambda function has a log group in its module",
    reason="A log group that Lambda makes itself has no retention and no tags, stays behind when the function is "
    "destroyed, and then stands in the way of one that Terraform wants to make.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
    bad="""resource "aws_lambda_function" "process" { # expect
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
}
""",
    good="""resource "aws_lambda_function" "process" {
  function_name = "process"
  role          = "arn:aws:iam::111122223333:role/process"
}

resource "aws_cloudwatch_log_group" "process" {
  name              = "/aws/lambda/process"
  retention_in_days = 14
}
""",
    check=check,
)
