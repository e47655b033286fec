"""What a module declares, as those see it that look something up in it, or for what is wrong with it."""

from __future__ import annotations

from typing import Protocol

from generator.hcl.evaluation.name_lookup import Scope
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.declarations import (
    DeclarationContext,
    Local,
    Output,
    Provider,
    TerraformSettings,
    Variable,
)
from generator.hcl.module.views import Resource
from generator.hcl.syntax.source import Diagnostic
from generator.hcl.syntax.structure import Block
from generator.hcl.syntax.tree import Expression, Node, Source
from generator.model.module_files import ModuleFiles


class DeclaredModule(DeclarationContext, Protocol):
    """A module's declarations by name; see the package's documentation."""

    files: ModuleFiles
    sources: dict[str, Source]
    blocks: list[Block]
    variables: dict[str, Variable]
    locals: dict[str, Local]
    outputs: dict[str, Output]
    providers: list[Provider]
    checks: list[Block]
    duplicates: list[tuple[Node, Node, str]]

    @property
    def calls(self) -> list[Resource]:
        """The calls of modules."""
        ...

    @property
    def settings(self) -> TerraformSettings:
        """All `terraform` blocks together."""
        ...

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong so far beyond the syntax."""
        ...

    @property
    def is_called(self) -> bool:
        """Whether another module calls it."""
        ...

    def report_operand(self, error: EvaluationError, operand: Expression, scope: Scope) -> None:
        """Report an operand that can't be evaluated, where the other one decides."""
        ...

    def output_of(self, address: str, key: Raw, name: str) -> Raw:
        """Return an output of a module that is called, UNKNOWN where it is not known."""
        ...

    def resources(self, *types: str) -> list[Resource]:
        """Return the managed resources."""
        ...

    def data(self, *types: str) -> list[Resource]:
        """Return the data sources."""
        ...

    def ephemerals(self, *types: str) -> list[Resource]:
        """Return the ephemeral resources."""
        ...

    def resource(self, address: str) -> Resource | None:
        """Return what has an address."""
        ...

    def direct_dependencies(self, address: str) -> frozenset[str]:
        """Return the addresses of what something refers to itself."""
        ...

    def files_below(self, folder: str) -> list[str] | None:
        """Return the paths of all files below a folder, None where these can't be known."""
        ...

    @property
    def conceals(self) -> bool:
        """Whether nothing of what files hold is known."""
        ...
