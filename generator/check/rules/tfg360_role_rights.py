"""TFG360 role-rights: a role may do what AWS does in its name."""

from collections.abc import Iterator

from generator.aws.needs import KEY_ACTIONS, NEEDS, Need
from generator.check.facts.clauses import values_of
from generator.check.facts.links import certain, instances
from generator.check.facts.rights import key_of, may, of_role, role_for, role_may_use, targets_at, type_elsewhere
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module, Value


def check(module: Module) -> Iterator[Violation]:
    """Yield what needs a right that its role is known to lack."""
    for need in NEEDS:
        for instance in instances(module, need.type):
            role = role_for(module, instance, need) if certain(instance) else None
            if role is None:
                continue
            for place, target in _targets(module, instance, need):
                type_ = target.resource.type if isinstance(target, Instance) else target
                known = target if isinstance(target, Instance) else None
                wanted = need.actions.get(type_, ())
                lacking = [one for one in wanted if may(of_role(module, role), one, known) is False]
                if lacking:
                    about = f" on {known.address}" if known else ""
                    message = f"{role.address} may not do {', '.join(lacking)}{about}"
                    yield Violation(place, message, "allow it in a policy of the role", instance.address)
                elif known is not None:
                    yield from _key(module, role, place, known, wanted)


def _key(
    module: Module, role: Instance, place: Value | Instance, target: Instance, actions: tuple[str, ...]
) -> Iterator[Violation]:
    """Yield that a role may not use the key of what it reads or writes."""
    key = key_of(module, target)
    wanted = dict.fromkeys(one for action in actions for one in KEY_ACTIONS.get(action, ())) if key else {}
    lacking = [one for one in wanted if key and role_may_use(module, role, one, key) is False]
    if key and lacking:
        message = f"{role.address} may not do {', '.join(lacking)} on {key.address}, the key of {target.address}"
        yield Violation(place, message, "allow it in a policy of the role, or in the key's", role.address)


def _targets(module: Module, instance: Instance, need: Need) -> Iterator[tuple[Value | Instance, Instance | str]]:
    """Yield what has to be allowed: a resource of the module, or the type of one that another account may have."""
    if "" in need.actions:
        subnets = instance.path(need.target, "subnet_ids").value
        if isinstance(subnets, list) and subnets and all(one.certain for one in instance.blocks(need.target)):
            yield instance, ""
        return
    yield from targets_at(module, instance, need.target)
    for value in values_of(instance, need.target):
        type_ = type_elsewhere(value)
        if type_:
            yield value, type_


RULE = Rule(
    id="TFG360",
    name="role-rights",
    severity=Severity.ERROR,
    summary="The role of a function, mapping, pipe or schedule may do what AWS does in its name",
    reason="Lambda checks some rights when a mapping, a destination or a function in a VPC is made; others are "
    "missed at the first event.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    bad="""resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:ReceiveMessage", Resource = aws_sqs_queue.orders.arn }]
  })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn # expect
  function_name    = aws_lambda_function.worker.arn
}
""",
    good="""resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.worker.arn
}
""",
    check=check,
)
