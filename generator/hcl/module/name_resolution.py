"""What names stand for in a module: variables, locals, and the attributes of resources as configured."""

from __future__ import annotations

import posixpath

from generator import bounds
from generator.hcl.evaluation.name_lookup import Scope
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.references import RESOURCE_KINDS, head
from generator.hcl.evaluation.values import UNKNOWN, Raw, Unknown
from generator.hcl.module.marks import has_mark
from generator.hcl.module.module_protocol import DeclaredModule
from generator.hcl.module.views import Resource
from generator.hcl.syntax.tree import Expression, Key, Reference, Step, Traversal

CALLED = "./."
"""The folder of a module that another one calls: `././x` is in it, `./x` in the folder that Terraform runs in."""


class ModuleNames:
    """The names of one module."""

    __slots__ = ("_module",)

    def __init__(self, module: DeclaredModule) -> None:
        self._module = module

    def look_up(self, traversal: Traversal, scope: Scope) -> tuple[Raw, int]:
        """See `Names.look_up`; what is not declared is unknown."""
        kind, address, taken = head(traversal)
        if kind == "var":
            return self._module.variable(address[4:]), taken
        if kind == "local":
            return self._module.local(address[6:]), taken
        if kind in RESOURCE_KINDS:
            resource = self._module.resource(address)
            reference = Reference(kind, address, (), traversal)
            return (self._whole(resource, reference) if resource else Unknown(reference)), taken
        if kind == "path":
            called = self._module.is_called
            return ({"module": CALLED if called else ".", "root": UNKNOWN if called else ".", "cwd": UNKNOWN}, 0)
        return (Unknown(Reference(kind, address, (), traversal)) if kind else UNKNOWN), taken

    def _whole(self, resource: Resource, reference: Reference) -> Raw:
        """Return a resource: one that is unknown but for what is configured, or a list or map of these."""
        body = resource.body.attributes
        if "count" not in body and "for_each" not in body:
            return Unknown(reference)
        keys = [instance.key for instance in resource.instances]
        if len(keys) > bounds.LISTED_INSTANCES.limit or any(isinstance(key, Unknown) for key in keys):
            return Unknown(reference)
        parts = [Unknown(reference._replace(rest=(Key(key),))) for key in keys]
        return parts if "count" in body else dict(zip(keys, parts, strict=True))

    def attribute(self, owner: Unknown, step: Step) -> Raw:
        """See `Names.attribute`: an attribute as it is configured, or unknown with its reference."""
        reference = owner.reference
        if reference is None:
            return UNKNOWN
        further = Unknown(reference._replace(rest=(*reference.rest, step)))
        if reference.kind == "module" and isinstance(step, str):
            return self._output(reference, step, further)
        if (
            isinstance(step, Key)
            or reference.kind not in RESOURCE_KINDS
            or step in ("count", "for_each", "provider")
        ):
            return further
        resource = self._module.resource(reference.address)
        key = reference.rest[0].value if reference.rest and isinstance(reference.rest[0], Key) else None
        lost = len(reference.rest) > 1 or (reference.rest and key is None)
        if resource is None or resource.body.json or lost:
            return further
        for instance in resource.with_key(key):
            if step in instance.body.attributes:
                value = instance.configuration(step)
                # What is unknown there is more use as what it is itself, unless it is nothing in particular.
                return further if value is None or value is UNKNOWN else value
        return further

    def _output(self, reference: Reference, name: str, further: Unknown) -> Raw:
        """Return an output of a module that is called, where it is known as a whole."""
        key = reference.rest[0].value if reference.rest and isinstance(reference.rest[0], Key) else None
        if len(reference.rest) > 1 or (reference.rest and key is None):
            return further
        value = self._module.output_of(reference.address, key, name)
        return further if value is UNKNOWN else value

    def file(self, name: str) -> bytes | None:
        """See `Names.file`; an empty one may only stand for a name. A module that conceals files knows none."""
        path = posixpath.normpath(name)
        return None if self._module.conceals or _is_private(path) else self._module.files.get(path) or None

    def lacks(self, name: str) -> bool:
        """See `Names.lacks`.

        Of what is not below the folder nothing is known. A path that does not begin with that of the module is
        below the folder that Terraform runs in, which is another one for a module that others call.
        """
        path = posixpath.normpath(name)
        elsewhere = path in (".", "..") or path.startswith(("../", "/", "~"))
        own = name.startswith(CALLED) or not self._module.is_called
        return own and not elsewhere and not _is_private(path) and path not in self._module.files

    def files_below(self, folder: str) -> list[str] | None:
        """See `Names.files_below`."""
        found = self._module.files_below(folder)
        return None if found is None else [path for path in found if not _is_private(path)]

    def has_mark(self, node: Expression, mark: str) -> bool | None:
        """See `Names.has_mark`."""
        return has_mark(self._module, node, mark)

    def skip(self, error: EvaluationError, operand: Expression, scope: Scope) -> None:
        """See `Names.skip`."""
        self._module.report_operand(error, operand, scope)


def _is_private(path: str) -> bool:
    """Whether a path leads to what git keeps, credentials among it, which is nothing of the module's."""
    return ".git" in path.casefold().split("/")
