"""Which functions read which queues, and the times that have to fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.facts.links import certain, function_of, instances, number_of, queue_of
from generator.hcl import Instance, Module

DEFAULT_FUNCTION_TIMEOUT_SECONDS = 3
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"""

DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"""

_TIMES = 6
"""https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""


class Consumer(NamedTuple):
    """A function that reads a queue.

    Attributes:
        mapping: The event source mapping.
        queue: The queue.
        function: The function.
        visibility_seconds: The queue's visibility timeout.
        timeout_seconds: The function's timeout.
        window_seconds: How long Lambda waits for a batch to fill.
    """

    mapping: Instance
    queue: Instance
    function: Instance
    visibility_seconds: float
    timeout_seconds: float
    window_seconds: float

    @property
    def wanted_visibility_seconds(self) -> float:
        """The least visibility timeout that AWS recommends: six times the timeout, and the window."""
        return _TIMES * self.timeout_seconds + self.window_seconds


def queue_mappings(module: Module) -> Iterator[tuple[Instance, Instance]]:
    """Yield the event source mappings of queues of the module, and the queues."""
    for mapping in instances(module, "aws_lambda_event_source_mapping"):
        queue = queue_of(module, mapping["event_source_arn"])
        if queue is not None:
            yield mapping, queue


def consumers(module: Module) -> Iterator[Consumer]:
    """Yield the functions that read queues, where all of their times are known."""
    for mapping, queue in queue_mappings(module):
        function = function_of(module, mapping["function_name"])
        if function is None or not certain(mapping):
            continue
        visibility = number_of(queue["visibility_timeout_seconds"], DEFAULT_VISIBILITY_TIMEOUT_SECONDS)
        timeout = number_of(function["timeout"], DEFAULT_FUNCTION_TIMEOUT_SECONDS)
        window = number_of(mapping["maximum_batching_window_in_seconds"], 0)
        if visibility is not None and timeout is not None and window is not None:
            yield Consumer(mapping, queue, function, visibility, timeout, window)
