"""A module of a text, for tests of facts."""

import textwrap

from generator import hcl
from generator.hcl import Instance, Module, Value


def module_of(text: str) -> Module:
    return hcl.load({"main.tf": textwrap.dedent(text).encode()})


def instance(module: Module, address: str) -> Instance:
    resource = module.resource(address)
    assert resource, address
    return resource.instances[0]


def value_of(expression: str, rest: str = "") -> Value:
    module = module_of(f"locals {{\n  it = {expression}\n}}\n{textwrap.dedent(rest)}")
    return module.evaluate(module.locals["it"].attribute.expression)
