"""TFG107 queue-dead-letter: messages that can't be handled end up in a dead-letter queue."""

from collections.abc import Iterator

from generator.check.facts.links import instances, linked_instance
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Module, Node, Reference

_DEAD_LETTER_WORDS = ("dlq", "dead", "failed", "failure", "undeliver", "redrive")
"""A queue with one of these in its address or name is taken for a dead-letter queue of somebody else."""

_ATTRIBUTES = frozenset({"redrive_policy", "redrive_allow_policy"})
_BLOCKS = frozenset({"dead_letter_config", "on_failure", "destination_config", "dead_letter_queue"})


def check(module: Module) -> Iterator[Violation]:
    """Yield the queues that neither have a dead-letter queue nor are one."""
    queues = list(instances(module, "aws_sqs_queue"))
    if not queues:
        return
    collecting = _dead_letter_addresses(module).union(_with_policy_apart(module))
    for queue in queues:
        policy = queue["redrive_policy"]
        missing = policy.absent or policy.value in ("", "{}")
        if missing and queue.resource.address not in collecting and not _is_named_so(queue):
            message = "what this queue's consumer can't handle comes back until it expires, and is lost"
            yield Violation(queue, message, "set a redrive_policy with a deadLetterTargetArn", queue.address)


def _is_named_so(queue: Instance) -> bool:
    name = queue["name"].value
    text = f"{queue.resource.name} {name if isinstance(name, str) else getattr(name, 'parts', '')}".lower()
    return any(word in text for word in _DEAD_LETTER_WORDS)


def _with_policy_apart(module: Module) -> Iterator[str]:
    for policy in instances(module, "aws_sqs_queue_redrive_policy"):
        queue = linked_instance(module, policy["queue_url"], "aws_sqs_queue")
        if queue is not None:
            yield queue.resource.address


def _dead_letter_addresses(module: Module) -> set[str]:
    """Return the queues that others name as theirs for dead letters, or that say so themselves."""
    found: set[str] = set()
    for resource in module.resources():
        body = resource.body
        nodes: list[Node] = [body.attributes[name] for name in _ATTRIBUTES & body.attributes.keys()]
        nodes += [block for block in body.blocks if _BLOCKS & {block.type, *block.labels}]
        if nodes:
            found |= _queues(module, module.references(*nodes))
        if "redrive_allow_policy" in body.attributes and resource.type == "aws_sqs_queue":
            found.add(resource.address)
    for block in module.resources("aws_cloudwatch_event_target", "aws_scheduler_schedule"):
        for inner in block.body.blocks:
            found |= _queues(module, module.references(*inner.body.of_type("dead_letter_config")))
    return found


def _queues(module: Module, references: list[Reference]) -> set[str]:
    found = set()
    for reference in references:
        addresses = {reference.address}
        if reference.kind == "local":
            addresses |= module.dependencies(reference.address)
        found |= {address for address in addresses if address.startswith("aws_sqs_queue.")}
    return found


RULE = Rule(
    id="TFG107",
    name="queue-dead-letter",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="A queue has a dead-letter queue, or is one",
    reason="A message that always fails is tried until its retention ends, holds up the others, and then is gone "
    "without a trace.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    bad="""resource "aws_sqs_queue" "events" { # expect
  name = "events"
}
""",
    good="""resource "aws_sqs_queue" "events" {
  name = "events"
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.rest.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "rest" {
  name = "rest"
}
""",
    check=check,
)
