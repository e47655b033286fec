"""A module: what its files declare, and what that is worth."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from generator import bounds
from generator.hcl.evaluation.budget import Budget, OutOfBudget
from generator.hcl.evaluation.evaluator import Evaluator
from generator.hcl.evaluation.functions import reads_file
from generator.hcl.evaluation.name_lookup import NoNames, Scope
from generator.hcl.evaluation.operations import EvaluationError, MissingFile
from generator.hcl.evaluation.references import references_below
from generator.hcl.evaluation.type_constraints import ConstraintProblem, read_type
from generator.hcl.evaluation.types import ConversionError, Type, convert
from generator.hcl.evaluation.values import UNKNOWN, FunctionFailure, NotEvaluated, Raw, Refusal, TooLarge, Unknown
from generator.hcl.lazy import on_demand
from generator.hcl.module.declarations import Local, Output, Provider, TerraformSettings, Variable
from generator.hcl.module.loading import ModuleText, is_configuration
from generator.hcl.module.name_resolution import ModuleNames
from generator.hcl.module.value import Value
from generator.hcl.module.views import Instance, Resource
from generator.hcl.syntax.source import Diagnostic
from generator.hcl.syntax.structure import Attribute, Block
from generator.hcl.syntax.tree import Expression, Node, Reference, Traversal, walk
from generator.model.module_files import GivenFiles, ModuleFiles

_NO_SCOPE: Scope = {}
_D = TypeVar("_D", Variable, Output, "ModuleCall")


def load(files: Mapping[str, bytes], *, tfvars: Mapping[str, bytes] | None = None) -> Module:
    """Return the module that these files make up.

    Args:
        files: By name, relative to the module's folder. Of files below it, and of those that Terraform does not
            read, an empty content means that only the name is known.
        tfvars: More files of variable values, as by `-var-file`; later ones win.
    """
    return Module(files, ModuleText(files, tfvars or {}))


class Module:
    """A module; see the package's documentation for what it offers."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        loaded: ModuleText,
        evaluator: Callable[[Module], Evaluator] | None = None,
        caller: Caller | None = None,
        conceals: bool = False,
    ) -> None:
        self.files = files if isinstance(files, ModuleFiles) else GivenFiles(files)
        self.sources, self._loaded = loaded.sources, loaded
        self.caller = caller
        self.conceals = conceals or bool(caller and caller.conceals)
        self.blocks = loaded.blocks
        self.given, self.all_given = loaded.given, loaded.all_given
        self.variables: dict[str, Variable] = {}
        self.locals: dict[str, Local] = {}
        self.outputs: dict[str, Output] = {}
        self.module_calls: dict[str, ModuleCall] = {}
        self.providers: list[Provider] = []
        self.moved: list[Block] = []
        self.imports: list[Block] = []
        self.checks: list[Block] = []
        self.removed: list[Block] = []
        self.duplicates: list[tuple[Node, Node, str]] = []
        self._resources: dict[str, list[Resource]] = {"resource": [], "data": [], "ephemeral": []}
        self._of_type: dict[tuple[str, str], list[Resource]] = {}
        self.answers: dict[Any, Any] = {}  # what others have worked out about it; goes when the module goes
        self._by_address: dict[str, Resource] = {}
        self._references: dict[Node, list[Reference]] = {}
        self._settings: TerraformSettings | None = None
        self._problems: dict[tuple[str, int, str], Diagnostic] = {}
        self.budget = Budget()
        # An evaluator of its own keeps apart what files hold, which that of a module below does not.
        self._conceals_below = self.conceals or evaluator is not None
        self._evaluator = evaluator(self) if evaluator else Evaluator(ModuleNames(self), self.budget)
        self._variable_values: dict[str, Raw] = {}
        self._variable_types: dict[str, Type] = {}
        self._local_values: dict[str, Raw] = {}
        self._dependencies: dict[str, frozenset[str]] = {}
        self._direct: dict[str, frozenset[str]] = {}
        self._marks: dict[tuple[str, str], bool] = {}
        self._below: dict[str, Module | None] = {}
        self._diagnostics: list[Diagnostic] | None = None
        self._exhausted = False
        self._concealed: Module | None = None
        self._reads_files: bool | None = None
        for block in loaded.blocks:
            self._declare(block)
        for name, attribute in self.given.items():
            if name in self.variables:
                self.variables[name].given = attribute.expression

    def _declare(self, block: Block) -> None:
        kind = block.type
        if kind in self._resources:
            self._declare_resource(kind, block)
        elif kind == "variable":
            self._keep(self.variables, block, Variable(self, block))
        elif kind == "output":
            self._keep(self.outputs, block, Output(self, block))
        elif kind == "module":
            call = ModuleCall(self, block)
            self._keep(self.module_calls, block, call)
            self._by_address.setdefault(call.address, call)
        elif kind == "locals":
            self._declare_locals(block)
        elif kind == "provider":
            self.providers.append(Provider(self, block))
        elif kind == "check":
            self.checks.append(block)
            for inner in block.body.of_type("data"):
                if len(inner.labels) == 2:  # noqa: PLR2004
                    self._declare_resource("data", inner)
        elif kind in ("moved", "import", "removed"):
            {"moved": self.moved, "import": self.imports, "removed": self.removed}[kind].append(block)

    def _declare_locals(self, block: Block) -> None:
        for attribute in block.body.attributes.values():
            first = self.locals.setdefault(attribute.name, Local(self, attribute))
            if first.attribute is not attribute:
                self.duplicates.append((attribute, first.attribute, f'local value "{attribute.name}"'))

    def _declare_resource(self, kind: str, block: Block) -> None:
        resource = Resource(self, kind, block)
        self._resources[kind].append(resource)
        self._of_type.setdefault((kind, resource.type), []).append(resource)
        first = self._by_address.setdefault(resource.address, resource)
        if first is not resource:
            self.duplicates.append((block, first.block, resource.address))

    def _keep(self, into: dict[str, _D], block: Block, declared: _D) -> None:
        name = block.labels[0]
        if name in into:
            first = into[name].block
            self.duplicates.append((block, first, f'{block.type} "{name}"'))
        else:
            into[name] = declared

    @property
    def is_called(self) -> bool:
        """Whether it is seen as another module calls it."""
        return self.caller is not None

    @property
    def settings(self) -> TerraformSettings:
        """All `terraform` blocks together."""
        if self._settings is None:
            self._settings = TerraformSettings(self, [block for block in self.blocks if block.type == "terraform"])
        return self._settings

    @property
    def calls(self) -> list[Resource]:
        """The calls of modules."""
        return list(self.module_calls.values())

    def resources(self, *types: str) -> list[Resource]:
        """Return the managed resources of these types, of all types without any."""
        return self._of("resource", types)

    def data(self, *types: str) -> list[Resource]:
        """Return the data sources of these types, of all types without any."""
        return self._of("data", types)

    def ephemerals(self, *types: str) -> list[Resource]:
        """Return the ephemeral resources of these types, of all types without any."""
        return self._of("ephemeral", types)

    def _of(self, kind: str, types: tuple[str, ...]) -> list[Resource]:
        if not types:
            return list(self._resources[kind])
        found = [self._of_type[kind, one] for one in dict.fromkeys(types) if (kind, one) in self._of_type]
        if len(found) > 1:
            return [resource for resource in self._resources[kind] if resource.type in types]
        return list(found[0]) if found else []

    def resource(self, address: str) -> Resource | None:
        """Return the resource, data source, ephemeral resource or module call of an address."""
        return self._by_address.get(address)

    def exists(self, path: str) -> bool:
        """Whether the module is known to have a file; "." and "${path.module}" evaluated are its folder."""
        return posixpath.normpath(path) in self.files

    def exists_below(self, folder: str) -> bool:
        """Whether the module is known to have files below a folder."""
        return self.files.holds(posixpath.normpath(folder))

    def files_below(self, folder: str) -> list[str] | None:
        """Return the paths of all files below a folder, sorted; None where these can't be known."""
        path = posixpath.normpath(folder)
        if path == ".." or path.startswith(("../", "/")):
            return None
        return self.files.below(path)

    def module_at(self, folder: str) -> Module | None:
        """Return the module in another folder, below this one or in the same repository.

        None where its files can't be known.
        """
        path = posixpath.normpath(folder)
        if path not in self._below:
            depth = self.caller.depth if self.caller else 0
            files = self.files.module(path) if path != "." and depth < bounds.MODULE_DEPTH.limit else None
            found = {name: files[name] for name in files if is_configuration(name)} if files is not None else {}
            loaded = ModuleText(found, {})
            self._below[path] = Module(files, loaded, conceals=self._conceals_below) if files is not None else None
        return self._below[path]

    def with_values(self, caller: Caller) -> Module:
        """Return the module as it is where a call gives its variables their values."""
        return Module(self.files, self._loaded, caller=caller, conceals=self.conceals)

    @property
    def reads_files(self) -> bool:
        """Whether it, or a module that it calls or is called by, has values that are made of what files hold."""
        if self._reads_files is None:
            self._reads_files = self.caller.reads_files if self.caller else self._takes_texts()
        return self._reads_files

    def _takes_texts(self) -> bool:
        waiting, seen = [("", self)], {""}
        for path, module in waiting:  # which grows
            if any(reads_file(each.name) for one in module.sources.values() for each in one.calls):
                return True
            for call in module.module_calls.values():
                folder = posixpath.normpath(posixpath.join(path, call.folder)) if call.folder else ""
                called = self.module_at(folder) if folder not in seen else None
                if called:
                    waiting.append((folder, called))
                seen.add(folder)
        return False

    def concealed(self) -> Module:
        """Return the module as it is where nothing is known of what files hold, but for their names."""
        if self.conceals:
            return self
        if self._concealed is None:
            caller = self.caller.concealed() if self.caller else None
            self._concealed = Module(self.files, self._loaded, caller=caller, conceals=True)
        return self._concealed

    def output_of(self, address: str, key: Raw, name: str) -> Raw:
        """Return an output of a module that is called, UNKNOWN where it is not known, or not to be shown."""
        call = self.module_calls.get(address.removeprefix("module."))
        for instance in call.with_key(key) if call else ():
            module = call.instance_module(instance) if call else None
            output = module.outputs.get(name) if module else None
            value = output.value if output and not output.sensitive else None
            if value and value.expression and not (value.unknown or value.sensitive):
                return value.value
        return UNKNOWN

    def references(self, *nodes: Node) -> list[Reference]:
        """Return the direct references in blocks, bodies, attributes or expressions, in the order of the text."""
        if len(nodes) != 1 or not isinstance(nodes[0], Block):
            return references_below(nodes)
        if nodes[0] not in self._references:
            self._references[nodes[0]] = references_below(nodes)
        return self._references[nodes[0]]

    def dependencies(self, address: str) -> frozenset[str]:
        """Return the addresses of all that something refers to, directly or through others."""
        if address not in self._dependencies:
            self._dependencies[address] = self._closure(address)
        return self._dependencies[address]

    def _closure(self, address: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [address]
        while waiting:
            for one in self.direct_dependencies(waiting.pop()):
                if one not in found:
                    found.add(one)
                    waiting.append(one)
        return frozenset(found)

    def direct_dependencies(self, address: str) -> frozenset[str]:
        """Return the addresses of what the block or local value of an address refers to itself."""
        if address not in self._direct:
            kind, _, name = address.partition(".")
            node: Node | None = None
            if kind == "local":
                node = self.locals[name].attribute if name in self.locals else None
            elif kind == "output":
                node = self.outputs[name].block if name in self.outputs else None
            elif address in self._by_address:
                node = self._by_address[address].block
            kinds = ("var", "local", "resource", "data", "ephemeral", "module")
            self._direct[address] = frozenset(
                one.address for one in (self.references(node) if node else []) if one.kind in kinds
            )
        return self._direct[address]

    def evaluate(self, expression: Expression, scope: Scope | None = None) -> Value:
        """Return what an expression is worth, in the scope of an instance or a block if one is given."""
        return Value(self, self.compute(expression, scope or _NO_SCOPE), expression, expression)

    def compute(self, expression: Expression, scope: Scope) -> Raw:
        """Return an expression's value as Python has it; what can't be evaluated is unknown, with a diagnostic."""
        try:
            value = self._evaluator.evaluate(expression, scope)
            if isinstance(value, (list, dict)):
                self.budget.measure([value], each=1)
            return value
        except EvaluationError as error:
            self._report_evaluation(error, expression, scope)
        except (TooLarge, OutOfBudget, FunctionFailure) as reason:
            self._report_not_evaluated(reason, expression)
        except NotEvaluated:
            pass
        except RecursionError:
            self.report("depth", "this leads through too many other values to be evaluated", expression)
        return self._evaluator.opaque(expression)

    def report_operand(self, error: EvaluationError, operand: Expression, scope: Scope) -> None:
        """Report an operand that can't be evaluated, and need not be: before 1.12 Terraform refuses it."""
        self._report_evaluation(error, operand, scope, "operand")

    def _report_evaluation(
        self, error: EvaluationError, expression: Expression, scope: Scope, code: str = "evaluation"
    ) -> None:
        """Report what can't be evaluated: a warning only, where a caller's values for variables may mend it."""
        references = references_below([expression])
        inputs = {one.address for one in references}.union(*(self.dependencies(one.address) for one in references))
        defaults = not self.caller and any(one.startswith("var.") and one[4:] not in self.given for one in inputs)
        bound = any(isinstance(node, Traversal) and node.root in scope for node in walk(expression))
        severity = "warning" if defaults or bound else "error"
        if isinstance(error, MissingFile) and severity == "warning":
            return  # another value may name another file
        shown, node = self._message(error, expression), error.node or expression
        self.report(code, shown, node, severity=severity, covered=str(error))

    def _message(self, refusal: Refusal, node: Node) -> str:
        """Return a refusal's message, with those values that the configuration itself says, unless in secret."""
        secret = self.is_secret(node)
        return refusal.text(lambda value: not secret and any(value in one.text for one in self.sources.values()))

    def is_secret(self, node: Node) -> bool:
        """Whether an expression is sensitive, or stands in a variable or output that is."""
        if isinstance(node, Expression) and self.sensitive(node):
            return True
        declared: list[Variable | Output] = [*self.variables.values(), *self.outputs.values()]
        around = (
            one.block for one in declared if one.block.source is node.source and (one.sensitive or one.ephemeral)
        )
        return any(block.start <= node.start < block.stop for block in around)

    def _report_not_evaluated(
        self, reason: TooLarge | OutOfBudget | FunctionFailure, expression: Expression
    ) -> None:
        """Say that an expression was not evaluated, and why; of a budget that is used up, just once."""
        message = str(reason) if isinstance(reason, FunctionFailure) else reason.bound.message
        if isinstance(reason, OutOfBudget):
            if self._exhausted:
                return
            self._exhausted = True
        self.report("bounds", message, expression, severity="note")

    def report(  # noqa: PLR0917
        self, code: str, message: str, node: Node, hint: str = "", severity: str = "error", covered: str = ""
    ) -> None:
        """Add a diagnostic, once; see `Diagnostic`."""
        key = (node.source.path, node.start, message)
        if key not in self._problems:
            end = node.header_end if isinstance(node, Block) else node.end
            self._problems[key] = Diagnostic(severity, code, message, node.location, end, hint, covered)

    @property
    def problems(self) -> list[Diagnostic]:
        """What was found so far beyond the syntax."""
        return list(self._problems.values())

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All that is wrong, in the order of the files and lines; everything is evaluated for it."""
        if self._diagnostics is None:
            self._diagnostics = on_demand("generator.hcl.module.diagnosis", "diagnose")(self)
        return self._diagnostics

    def sensitive(self, expression: Expression) -> bool:
        """Whether variables, locals, functions or what is assigned to a resource mark a value as sensitive."""
        return self._has_mark(expression, "sensitive")

    def ephemeral(self, expression: Expression) -> bool:
        """Whether variables, locals or ephemeral resources mark a value as ephemeral."""
        return self._has_mark(expression, "ephemeral")

    def names_folder(self, expression: Expression) -> bool:
        """Whether a value says where the module is, which in another module means another place."""
        return self._has_mark(expression, "path")

    def _has_mark(self, expression: Expression, mark: str) -> bool:
        found: bool = on_demand("generator.hcl.module.marks", "is_marked")(self, expression, mark, self._marks)
        return found

    def variable(self, name: str) -> Raw:
        """Return a variable's value, unknown where there is none."""
        if name not in self._variable_values:
            self._variable_values[name] = UNKNOWN  # for a default that refers to itself
            declared = self.variables.get(name)
            if declared:
                self._variable_values[name] = self._variable(declared)
        return self._variable_values[name]

    def _variable(self, declared: Variable) -> Raw:
        nothing = Unknown(Reference("var", declared.address, (), declared.block))
        attribute = declared.block.body.attributes.get("default")
        value = None
        if self.caller is not None:
            value = self.caller.argument(declared.name)
            if value is not None or (self.caller.gives(declared.name) and declared.nullable):
                return self._as_declared(declared, value)
        elif declared.given:
            value = self._convert(declared, declared.given)
            if value is not None or declared.nullable:
                return value
        if attribute is None:
            return nothing
        return self._convert(declared, attribute.expression)

    def _as_declared(self, declared: Variable, value: Raw) -> Raw:
        """Return a value that a call gives, as the variable has it; unknown where it can't be had so."""
        try:
            return convert(value, self.variable_type(declared.name))
        except (ConversionError, NotEvaluated, RecursionError):
            return UNKNOWN

    def _convert(self, declared: Variable, node: Expression) -> Raw:
        try:
            value = Evaluator(NoNames(), self.budget).evaluate(node, _NO_SCOPE)
            return convert(value, self.variable_type(declared.name))
        except EvaluationError as error:
            self.report("evaluation", self._message(error, node), error.node or node, covered=str(error))
        except ConversionError as error:
            words = f"this is no value for {declared.address}: "
            self.report("type", words + self._message(error, node), node, covered=words + str(error))
        except (NotEvaluated, RecursionError):
            pass
        return UNKNOWN

    def supposing(self, variables: Mapping[str, Raw]) -> Module:
        """Return the module as it would be if variables, declared or not, had these values."""
        other = Module(self.files, self._loaded, caller=self.caller, conceals=self.conceals)
        other._variable_values.update(variables)
        return other

    def variable_type(self, name: str) -> Type:
        """Return what a variable is constrained to."""
        if name not in self._variable_types:
            attribute = self.variables[name].block.body.attributes.get("type")
            found: Type = "any"
            if attribute:
                try:
                    found = read_type(attribute.expression, lambda node: self.compute(node, _NO_SCOPE))
                except ConstraintProblem as problem:
                    self.report("type", problem.message, problem.node)
            self._variable_types[name] = found
        return self._variable_types[name]

    def local(self, name: str) -> Raw:
        """Return a local value; those that it needs are evaluated before, so that long chains do not nest."""
        if name not in self._local_values:
            for needed in self._locals_before(name):
                if needed not in self._local_values:
                    self._local_values[needed] = UNKNOWN  # for one that leads back to itself
                    declared = self.locals.get(needed)
                    if declared:
                        self._local_values[needed] = self.compute(declared.attribute.expression, _NO_SCOPE)
        return self._local_values[name]

    def _locals_before(self, name: str) -> list[str]:
        """Return the locals that one needs, those that others need first, and itself."""
        order: dict[str, None] = {}
        entered = {name}
        path = [(name, iter(self._locals_in(name)))]
        while path:
            current, below = path[-1]
            for inner in below:
                if inner not in entered and inner not in self._local_values:
                    entered.add(inner)
                    path.append((inner, iter(self._locals_in(inner))))
                    break
            else:
                order[current] = None
                path.pop()
        return list(order)

    def _locals_in(self, name: str) -> list[str]:
        return [one[6:] for one in self.direct_dependencies(f"local.{name}") if one.startswith("local.")]

    def read_json(self, value: Raw) -> Raw:
        """Return what a text says as JSON, with Unknowns in it where it is not known; UNKNOWN if it is no JSON."""
        try:
            return on_demand("generator.hcl.evaluation.partial_json", "read")(value)
        except RecursionError:
            return UNKNOWN

    def quote_index(self, text: str) -> str:
        """Return a text as an index of an address has it."""
        return text_literal(text)


class ModuleCall(Resource):
    """A call of a module: its `view["source"]`, `view["version"]`, and the variables that it sets.

    Attributes:
        caller: The module that it stands in.
    """

    __slots__ = ("_instance_modules", "caller")

    def __init__(self, module: Module, block: Block) -> None:
        super().__init__(module, "module", block)
        self.caller = module
        self._instance_modules: dict[int, Module | None] = {}

    @property
    def folder(self) -> str:
        """The folder of the module that it calls, from that of the caller; empty where it is from elsewhere."""
        source = self.view["source"].value
        local = isinstance(source, str) and source.startswith(("./", "../"))
        return posixpath.normpath(source) if local else ""

    @property
    def called(self) -> Module | None:
        """The module that it calls, with no values given; one of no files where there is no such folder.

        None where its source is neither below the caller's folder nor in the same repository.
        """
        return self.caller.module_at(self.folder) if self.folder else None

    def instance_module(self, instance: Instance) -> Module | None:
        """Return the module that it calls, with the values that an instance of it gives."""
        if id(instance) not in self._instance_modules:
            called = self.called
            self._instance_modules[id(instance)] = (
                called.with_values(Caller(self.caller, instance)) if called else None
            )
        return self._instance_modules[id(instance)]


class Caller:
    """What a module is called by: it gives the variables their values."""

    __slots__ = ("_instance", "_module", "depth")

    def __init__(self, module: Module, instance: Instance) -> None:
        self._module, self._instance = module, instance
        self.depth: int = module.caller.depth + 1 if module.caller else 1

    @property
    def conceals(self) -> bool:
        """Whether nothing of what files hold is known to it."""
        return self._module.conceals

    @property
    def reads_files(self) -> bool:
        """See `Module.reads_files`."""
        return self._module.reads_files

    def concealed(self) -> Caller:
        """Return the same with nothing known of what files hold: not which instance of the call it is, perhaps."""
        module, address, key = self._module.concealed(), self._instance.resource.address, self._instance.key
        call = module.resource(address) or self._instance.resource
        known = call.with_key(key)
        return Caller(module, known[0] if known else Instance(call, UNKNOWN, call.view.scope))

    def _attribute(self, name: str) -> Attribute | None:
        bodies = [self._instance.body, *(block.body for block in self._instance.body.of_type("_"))]
        return next((body.attributes[name] for body in bodies if name in body.attributes), None)

    def gives(self, name: str) -> bool:
        """Whether it sets a variable."""
        return self._attribute(name) is not None

    def argument(self, name: str) -> Raw:
        """Return what it gives for a variable, None where that is nothing.

        Unknown is what means something in the caller alone, and what no message may show.
        """
        attribute = self._attribute(name)
        if attribute is None:
            return None
        node = attribute.expression
        if self._module.is_secret(node) or self._module.ephemeral(node) or self._module.names_folder(node):
            return UNKNOWN
        if name in self._instance.body.attributes:
            return _without_names(self._instance.configuration(name))
        return _without_names(self._module.compute(node, self._instance.scope))


def _without_names(value: Raw) -> Raw:
    """Return a value in which what is unknown is not known to be anything of another module."""
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return type(value)((key, _without_names(part)) for key, part in value.items())
    return type(value)(map(_without_names, value)) if isinstance(value, list) else value


def text_literal(text: str) -> str:
    """Return a text in double quotes, with escapes where they are needed."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'
