"""The bundled stack under other settings: its files, its module, and what is said of it."""

from __future__ import annotations

import datetime
import re
from functools import cache

from generated_specs import shared

from generator import hcl
from generator.check import engine
from generator.check.catalogue import all_rules
from generator.environments import pipeline
from generator.errors import TfgenError
from generator.hcl import Module
from generator.spec.constraints import constraints

TODAY = datetime.date(2026, 1, 1)


@cache
def contents(environment: str, *settings: str) -> dict[str, str]:
    """Return an environment's `.tf` files by name."""
    rendered = pipeline.render(shared(), environment, settings)
    return {path: text.decode() for path, text in rendered.contents.items() if path.endswith(".tf")}


@cache
def module(environment: str, *settings: str) -> Module:
    """Return the module that an environment is."""
    return hcl.load(pipeline.render(shared(), environment, settings).contents)


def block(text: str, head: str) -> str:
    """Return the text of the block that `head` opens, without what aligns it."""
    start = text.index(head)
    return re.sub(" +", " ", text[start : text.index("\n}\n", start)])


def refusals(environment: str, *settings: str) -> list[str]:
    """Return what is wrong with the spec of an environment by itself."""
    try:
        pipeline.resolve(shared(), environment, settings)
    except TfgenError as error:
        return [str(each) for each in getattr(error, "problems", (error,))]
    return []


def said(environment: str, *settings: str) -> list[str]:
    """Return what is wrong with an environment: with its spec, or else by the schema's rules."""
    found = refusals(environment, *settings)
    if found:
        return found
    resolved = pipeline.resolve(shared(), environment, settings)
    return [str(each.error) for each in constraints([resolved], shared().schema, TODAY)]


def findings(environment: str, *settings: str) -> set[tuple[str, str]]:
    """Return what a check finds: the rule, and what it says."""
    found = module(environment, *settings)
    return {(rule.id, each.message) for rule in all_rules() for each in engine.run(rule, found, {}, TODAY)}
