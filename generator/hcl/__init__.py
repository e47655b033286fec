"""HCL text to a syntax tree with positions, and that to an evaluated module. Knows no provider and no file system.

    module = hcl.load({"main.tf": b"...", "terraform.tfvars": b"...", "lambda-src/x/index.mjs": b""})

`load` never raises for what the files hold. What is wrong with them is in `module.diagnostics`; everything
else stays usable. Files are named relative to the module's folder; of those that are neither `.tf`, `.tf.json`,
nor variable values, only the names matter (`module.exists`) and what `file()` and its like read of them.

**Module**
    files, sources                    the names given; the parsed `Source` of each configuration file, by name
    diagnostics                       all of them, in order, each a `Diagnostic`; everything is evaluated for it
    resources(*types), data(*types), ephemerals(*types)      lists of `Resource`: one a block, all without types
    resource(address)                 one of them: "aws_sqs_queue.q", "data.aws_region.current", or None
    variables, locals, outputs        by name: `Variable`, `Local`, `Output`
    providers, module_calls, settings `Provider`s, `ModuleCall`s by name, `TerraformSettings` (terraform blocks)
    moved, imports, checks, removed   lists of `Block`
    references(*nodes)                the direct `Reference`s below blocks, bodies, attributes or expressions
    dependencies(address)             closure over references and depends_on: addresses of resources, data sources,
                                      ephemerals, "module.m", "var.v" and "local.l"
    evaluate(expression, scope=None)  a `Value`; scopes come from instances and views (`instance.scope`)
    files_below(folder), module_at(folder)           paths of files below, the `Module` there; None if not known
    supposing({"x": 1})                the module as it would be if variables had other values
    sensitive(expression), ephemeral(expression)     whether variables, locals or functions mark it so

**Resource** (and `ModuleCall`): kind ("resource", "data", "ephemeral", "module"), type, name, address, block,
body, location, end, view, provider (as set, "aws.use1", or by the type's prefix, "aws"), depends_on (addresses),
lifecycle (a `BlockView` or None), count and for_each (`Value`).
    instances                         expanded by a known count or for_each: none where that is known to be empty,
                                      one with the key UNKNOWN where it is not known
    called                            of a ModuleCall: the `Module` that it calls, where that is in a folder below
**Instance** and **BlockView**: address (of an instance), key, type, labels, body, location, end, scope;
    view["name"]                      a `Value`, absent where there is no such attribute
    view.blocks("type")               `BlockView`s, dynamic blocks expanded. One made by a dynamic block with an
                                      unknown for_each is one view with `certain` False: any number may come of it
    view.attributes, view.block_types names in order of appearance; dynamic blocks count as what they make
    view.path("a", "b", "c")          the Value of attribute c in the first block b of the first block a
Only a schema tells blocks from objects in `.tf.json` files (`body.json`) and where an argument lists blocks
(`ingress = [{…}]`): there an attribute is given by both `[]` and `blocks`.

**Value**: exactly one of `absent`, `known`, `unknown` is true. `absent`: not set, or null, which Terraform takes
as not set (`expression` is None only where it is not set). `known`: nothing in `value` is unknown. `unknown`: at
least a part is: `value` is an `Unknown`, or a list or dict that holds some.
    value                             str, int, float, bool, None, list or dict (sets are sorted lists)
    location, end                     of the expression; of the block's header where absent
    expression, reference             the syntax; the `Reference` that it is, if it is nothing but one
    sensitive, ephemeral              marks, by variables, locals and functions
    items()                           for a list or tuple, a Value each
    json()                            what the JSON text says, Unknowns where parts are unknown; UNKNOWN if no JSON
**Unknown**: `reference` (of which resource's attribute it is), `parts` (a template: texts and Unknowns), `encoded`
(what jsonencode got). Test with `isinstance(x, Unknown)` or `is_unknown(x)`; UNKNOWN has none of these.
An attribute of another resource that is configured there is followed to its value.

**Syntax**: every node has `location`, `end` and offsets `start`, `stop` into `source.text`; `walk(node)` yields
it and all below. `Body(attributes, blocks, json)`, `Attribute(name, expression)`, `Block(type, labels, body,
header_stop)`; expressions `Literal`, `Template`, `Traversal`, … in `syntax`. `source.comments` are
`Comment(start, stop)` in order; `source.comments_above(node)` gives the comments on the lines right above.

**Reference**: kind ("var", "local", "resource", "data", "ephemeral", "module", "each", "count", "path",
"terraform", "self"), address ("var.x", "aws_sqs_queue.q", "data.aws_region.current"), rest: the steps after it,
attribute names as str, indexes as `Key(value)` (UNKNOWN where not literal, `SPLAT` for a splat); location, end.
"""

from typing import TYPE_CHECKING, Any

from generator.hcl.lazy import on_demand

if TYPE_CHECKING:
    from generator.hcl.evaluation.values import COVER, UNKNOWN, Unknown, is_unknown
    from generator.hcl.module.module import Module, ModuleCall, load
    from generator.hcl.module.value import Value
    from generator.hcl.module.views import BlockView, Instance, Resource
    from generator.hcl.syntax.source import Comment, Diagnostic
    from generator.hcl.syntax.structure import Attribute, Block, Body
    from generator.hcl.syntax.tree import (
        SPLAT,
        Expression,
        Key,
        Literal,
        Node,
        Reference,
        Source,
        Template,
        Traversal,
        walk,
    )

__all__ = [
    "COVER",
    "SPLAT",
    "UNKNOWN",
    "Attribute",
    "Block",
    "BlockView",
    "Body",
    "Comment",
    "Diagnostic",
    "Expression",
    "Instance",
    "Key",
    "Literal",
    "Module",
    "ModuleCall",
    "Node",
    "Reference",
    "Resource",
    "Source",
    "Template",
    "Traversal",
    "Unknown",
    "Value",
    "is_unknown",
    "load",
    "walk",
]

_HOMES = {
    "evaluation.values": ("COVER", "UNKNOWN", "Unknown", "is_unknown"),
    "module.module": ("Module", "ModuleCall", "load"),
    "module.value": ("Value",),
    "module.views": ("BlockView", "Instance", "Resource"),
    "syntax.source": ("Comment", "Diagnostic"),
    "syntax.structure": ("Attribute", "Block", "Body"),
}
"""Where the names are; the others are in `syntax.tree`."""


def __getattr__(name: str) -> Any:
    """Import what is asked for: a render formats and parses, and does not wait for the evaluator."""
    if name not in __all__:
        raise AttributeError(f"module 'generator.hcl' has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "syntax.tree")
    value = globals()[name] = on_demand(f"generator.hcl.{home}", name)
    return value
