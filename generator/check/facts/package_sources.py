"""Where the packages of functions and layers come from: files of the folder, archives, commands."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.facts.memo import memoize
from generator.check.facts.texts import said_by
from generator.check.rule import Violation
from generator.hcl import Instance, Module, Resource, Value
from generator.hcl.evaluation.references import calls_below
from generator.hcl.module.local_references import references_through_locals
from generator.hcl.module.name_resolution import CALLED
from generator.hcl.syntax.tree import Call

_FILES = ("local_file", "local_sensitive_file")
_COMMANDS = ("null_resource", "terraform_data")
_MAKERS = (*_FILES, *_COMMANDS, "external", "http", "aws_s3_object", "docker_container", "shell_script")
"""Types of resources and data sources that put files into the folder, or may."""

_READERS = frozenset({"file", "filebase64", "filebase64sha256", "filebase64sha512", "filemd5", "filesha1"}) | {
    "filesha256",
    "filesha512",
}


class Packages:
    """What a module has, and makes, in the way of files."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.archives = [*module.data("archive_file"), *module.resources("archive_file")]
        self.archived = _paths(self.archives, "output_path")
        self.written = _paths(module.resources(*_FILES), "filename")
        self._written_below = {folder for path in self.written for folder in _folders(path)}
        self._users: dict[str, set[str]] | None = None
        self._commands: str | None = None

    def lacks(self, path: str) -> bool:
        """Whether a file is neither in the folder nor in an archive_file; not so of files elsewhere."""
        if self._is_elsewhere(path):
            return False
        path = posixpath.normpath(path)
        return path not in self.archived and path not in self.written and not self.module.exists(path)

    def lacks_source(self, path: str) -> bool:
        """Whether there is no such folder, nor anything that says that it is made."""
        if self._is_elsewhere(path) or self.module.exists_below(posixpath.normpath(path)):
            return False
        return posixpath.normpath(path) not in self._written_below

    def _is_elsewhere(self, path: str) -> bool:
        """Whether a path is not in the module's folder: out of it, or where Terraform runs."""
        return _is_outside(posixpath.normpath(path)) or (self.module.is_called and not path.startswith(CALLED))

    def users(self, archive: Resource) -> set[str]:
        """Return the types of the resources that take an archive as their package."""
        if self._users is None:
            self._users = self._all_users()
        names = [archive.address, *(f"/{path}" for path in _paths([archive], "output_path"))]
        return set().union(*(self._users.get(name, ()) for name in names))

    def _all_users(self) -> dict[str, set[str]]:
        """Return the types of what takes packages, by the addresses referred to and, behind a slash, the paths."""
        found: dict[str, set[str]] = {}
        for resource in self.module.resources("aws_lambda_function", "aws_lambda_layer_version"):
            references = references_through_locals(self.module, resource.block)
            paths = [_path(instance["filename"]) for instance in resource.instances]
            for name in (*(one.address for one in references), *(f"/{path}" for path in paths if path)):
                found.setdefault(name, set()).add(resource.type)
        return found

    def made_by_command(self, path: str) -> bool:
        """Whether a command in the module is known to name the file."""
        if self._commands is None:
            self._commands = "\0".join(
                str(provisioner["command"].value)
                for resource in self.module.resources(*_COMMANDS)
                for provisioner in resource.view.blocks("provisioner")
            )
        return posixpath.basename(path) in self._commands


@memoize
def packages_of(module: Module) -> Packages:
    """Return what a module has in the way of files."""
    return Packages(module)


def missing_packages(packages: Packages, resource: Resource) -> Iterator[Violation]:
    """Yield where a function or a layer names a package that is not there and not made."""
    for instance in resource.instances:
        filename = instance["filename"]
        path = filename.value
        if isinstance(path, str) and packages.lacks(path) and not packages.made_by_command(path):
            shown = posixpath.normpath(path)
            said = f"the package {shown}{said_by(filename)} is neither in the folder nor made by an archive_file"
            yield Violation(filename, said, _HINT, instance.address)
        yield from _missing_reads(packages, instance, instance["source_code_hash"])


def _missing_reads(packages: Packages, instance: Instance, value: Value) -> Iterator[Violation]:
    """Yield what a hash reads that is not there, in the expression itself or in a local value behind it."""
    for function, path in _read_by(packages.module, instance, value):
        if packages.lacks(path):
            shown = posixpath.normpath(path)
            said = f"{function} reads {shown}, which is neither in the folder nor made by an archive_file"
            yield Violation(value, said, _HINT, instance.address)


def _read_by(module: Module, instance: Instance, value: Value) -> Iterator[tuple[str, str]]:
    if value.expression is None:
        return
    nodes = [(value.expression, True)]
    for reference in references_through_locals(module, value.expression):
        if reference.kind == "local" and reference.address[6:] in module.locals:
            nodes.append((module.locals[reference.address[6:]].attribute.expression, False))
    for node, own in nodes:
        for call in calls_below(node):
            if call.name in _READERS:
                path = _argument(module, call, instance if own else None)
                if path is not None:
                    yield call.name, path


def _argument(module: Module, call: Call, instance: Instance | None) -> str | None:
    if not call.arguments:
        return None
    value = module.evaluate(call.arguments[0], instance.scope if instance else None).value
    return value if isinstance(value, str) else None


class MissingSource(NamedTuple):
    """An archive whose source is not there.

    Attributes:
        archive: The archive.
        violation: What is to be said of it.
    """

    archive: Resource
    violation: Violation


def missing_sources(packages: Packages) -> Iterator[MissingSource]:
    """Yield the archives whose source is known not to be there, and not known to be made by anything."""
    for archive in packages.archives:
        for instance in archive.instances:
            folder, file = instance["source_dir"], instance["source_file"]
            if isinstance(folder.value, str) and packages.lacks_source(folder.value):
                place, said = folder, f"there is no folder {folder.value}{said_by(folder)} to make the archive of"
            elif isinstance(file.value, str) and packages.lacks(file.value):
                place, said = file, f"there is no file {file.value}{said_by(file)} to make the archive of"
            else:
                continue
            if not _is_made_first(packages.module, archive):
                yield MissingSource(archive, Violation(place, said, "", instance.address))


def _is_made_first(module: Module, archive: Resource) -> bool:
    """Whether an archive waits for something that may make its source."""
    waits_for = (module.resource(address) for address in module.dependencies(archive.address))
    return any(one.kind == "module" or one.type in _MAKERS for one in waits_for if one)


def _paths(resources: list[Resource], name: str) -> set[str]:
    found = {_path(instance[name]) for resource in resources for instance in resource.instances}
    return {path for path in found if path}


def _folders(path: str) -> Iterator[str]:
    """Yield the folders that a path leads through."""
    for at, character in enumerate(path):
        if character == "/" and at:
            yield path[:at]


def _path(value: Value) -> str:
    return posixpath.normpath(value.value) if isinstance(value.value, str) and value.value else ""


def _is_outside(path: str) -> bool:
    """Whether a path leads out of the folder, where nobody looked."""
    return path.startswith(("/", "../", "~")) or path == ".."


_HINT = "make it with a data archive_file from a folder beside the configuration, and refer to its output_path"
