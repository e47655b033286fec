"""YAML, as Terraform writes it: by a descendant of libyaml, texts and keys in double quotes, or as they are.

Source:
    https://github.com/zclconf/go-cty-yaml (`converter_marshal.go`)
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from generator.hcl.evaluation.types import text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw

_WIDTH = 80
"""Longer texts are folded."""


def yamlencode(value: Raw) -> str:
    """`yamlencode(value)`."""
    dumper = getattr(yaml, "CDumper", None)
    if dumper is None:
        raise NotEvaluated
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(value),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    text: str = yaml.emit(events, Dumper=dumper, allow_unicode=True, width=_WIDTH)
    ended = not isinstance(value, (str, list, dict))
    return text.removesuffix("...\n") + ("...\n" if ended else "")


def _events(value: Raw) -> Iterator[yaml.Event]:
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, True, flow_style=not value)
        for key, part in sorted(value.items()):
            yield from _events(key)
            yield from _events(part)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=not value)
        for part in value:
            yield from _events(part)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, str):
        yield yaml.ScalarEvent(None, None, (False, True), value, style="|" if "\n" in value else '"')
    else:
        yield yaml.ScalarEvent(None, None, (True, False), "null" if value is None else text_of(value))
