"""TFG020 flat-outputs: whatever a nested output holds, and what an API's tests need, is an output of its own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module
from generator.hcl.evaluation.values import Raw

_OF_AN_API = {
    "an endpoint": ("endpoint",),
    "a URL": ("url",),
    "the region": ("region",),
    "the tracing flag": ("x_ray", "xray"),
}
"""What the tests of an API need to know of it, and how outputs that say so are named."""


def check(module: Module) -> Iterator[Violation]:
    """Yield nested outputs with leaves that are nowhere else, and the first API with outputs missing."""
    nested = {name: list(_leaves(output.value.value)) for name, output in module.outputs.items()}
    flat = {name for name, leaves in nested.items() if not leaves}
    for name, leaves in nested.items():
        missing = [leaf for leaf in dict.fromkeys(leaves) if leaf not in flat]
        if missing:
            yield Violation(
                module.outputs[name],
                f"output {name} nests what is no output of its own: {', '.join(missing)}",
                "add an output of the same name for each",
                f"output.{name}",
            )
    said = [name.lower() for name in flat]
    lacking = [
        what for what, words in _OF_AN_API.items() if not any(word in name for name in said for word in words)
    ]
    apis = [api for api in module.resources("aws_api_gateway_rest_api") if api.instances]
    if apis and lacking:
        yield Violation(
            apis[0],
            f"of the API there is no output of {', '.join(lacking)}",
            "name outputs so that they say it: api_endpoint, event_post_url, region, x_ray_enabled",
            apis[0].address,
        )


def _leaves(value: Raw) -> Iterator[str]:
    """Yield the keys within a nested value that hold no further ones."""
    if isinstance(value, dict):
        for key, inner in value.items():
            below = list(_leaves(inner))
            yield from below or ([key] if key else [])
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)


RULE = Rule(
    id="TFG020",
    name="flat-outputs",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="What nested outputs hold, and an API's endpoint, URL, region and tracing flag, is flat too",
    reason="Pipelines read outputs as one level of keys and values, and tests find nothing else.",
    source="seed failure 20",
    bad="""
output "integration_test_config" { # expect
  value = {
    api_endpoint   = "https://api.example.com"
    event_post_url = "https://api.example.com/events"
  }
}
""",
    good="""
output "api_endpoint" {
  value = "https://api.example.com"
}

output "event_post_url" {
  value = "https://api.example.com/events"
}

output "integration_test_config" {
  value = {
    api_endpoint   = "https://api.example.com"
    event_post_url = "https://api.example.com/events"
  }
}
""",
    check=check,
)
