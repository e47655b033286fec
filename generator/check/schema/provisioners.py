"""The provisioners that are part of Terraform, and how they connect, as schemas to hold blocks against.

Source: https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax and the pages beside it
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.check.schema.body import BodyChecker, Occurrence
from generator.check.schema.violation import SchemaViolation, suggestion
from generator.hcl import Block, BlockView, Literal, Resource
from generator.providers import AttributeSchema, BlockSchema, Type
from generator.providers.acceptance import TypeOf

_META_ARGUMENTS = frozenset({"when", "on_failure"})
_META_BLOCKS = frozenset({"connection"})
_ESCAPE = "_"

_SCHEMAS = {
    "local-exec": "command! string, interpreter list, working_dir string, environment map, quiet bool",
    "remote-exec": "inline list, script string, scripts list",
    "file": "source string, content string, destination! string",
    "connection": (
        "type string, user string, password string, host! string, port number, timeout string, "
        "script_path string, target_platform string, private_key string, certificate string, host_key string, "
        "agent bool, agent_identity string, proxy_scheme string, proxy_host string, proxy_port number, "
        "proxy_user_name string, proxy_user_password string, bastion_user string, bastion_host string, "
        "bastion_host_key string, bastion_port number, bastion_password string, bastion_private_key string, "
        "bastion_certificate string, https bool, insecure bool, use_ntlm bool, cacert string"
    ),
}
"""What each takes; `!` marks what must be given. Lists and maps are of strings."""
_ONE_OF = {"remote-exec": ("inline", "script", "scripts"), "file": ("source", "content")}
"""Arguments of which exactly one is to be given."""
_REMOVED = frozenset({"chef", "habitat", "puppet", "salt-masterless"})


def check_provisioners(resource: Resource, type_of: TypeOf) -> Iterator[SchemaViolation]:
    """Yield what is wrong with the provisioners of a resource, and with how they connect."""
    view = resource.view
    provisioners = [each for each in view.blocks("provisioner") if len(each.labels) == 1]
    if not provisioners or resource.body.json:
        return
    checker = BodyChecker(resource.address, type_of, False)
    for each in provisioners:
        name = each.labels[0]
        if name in _REMOVED:
            yield _at(each, f'Terraform no longer has the provisioner "{name}"', resource.address)
        elif name not in _SCHEMAS or name == "connection":
            hint = suggestion(name, _SCHEMAS) or "there are file, local-exec and remote-exec"
            yield _at(each, f'Terraform has no provisioner "{name}"', resource.address)._replace(hint=hint)
        elif not each.body.of_type(_ESCAPE):
            checker.check(_occurrence(each), _schema(name), "", _META_ARGUMENTS, _META_BLOCKS)
            yield from _exactly_one(each, name, resource.address)
    connections = [each for owner in (view, *provisioners) for each in owner.blocks("connection")]
    for each in connections:
        if not each.body.of_type(_ESCAPE):
            checker.check(_occurrence(each), _schema("connection"))
    for found in checker.found:
        yield found._replace(kind="meta-argument")


def _occurrence(view: BlockView) -> Occurrence:
    assert isinstance(view.node, Block)
    return Occurrence(view.node, view.body, [view])


def _exactly_one(view: BlockView, name: str, address: str) -> Iterator[SchemaViolation]:
    """Yield that a provisioner has none, or several, of what it is to have one of."""
    names = _ONE_OF.get(name, ())
    given = [each for each in names if each in view.attributes and not _is_null(view, each)]
    if names and len(given) != 1:
        yield _at(view, f"exactly one of {', '.join(names)} is to be given, this has {len(given)}", address)


def _is_null(view: BlockView, name: str) -> bool:
    expression = view.body.attributes[name].expression
    return isinstance(expression, Literal) and expression.value is None


@cache
def _schema(name: str) -> BlockSchema:
    attributes = {}
    for argument in _SCHEMAS[name].split(", "):
        word, kind = argument.split()
        type_ = Type(kind, Type("string")) if kind in ("list", "map") else Type(kind)
        make = AttributeSchema.required_of if word.endswith("!") else AttributeSchema.optional_of
        attributes[word.removesuffix("!")] = make(type_)
    return BlockSchema(attributes, {}, False)


def _at(view: BlockView, message: str, address: str) -> SchemaViolation:
    return SchemaViolation("meta-argument", message, view.location, view.end, "", address)
