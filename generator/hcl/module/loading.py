"""A folder's files to its top-level blocks and the values given to its variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.hcl.lazy import on_demand
from generator.hcl.module import override_files
from generator.hcl.syntax.parser import parse
from generator.hcl.syntax.structure import Attribute, Block, Body
from generator.hcl.syntax.tree import Source

_LABELS = {
    "terraform": 0, "locals": 0, "moved": 0, "import": 0, "removed": 0, "provider": 1, "variable": 1, "output": 1,
    "module": 1, "check": 1, "resource": 2, "data": 2, "ephemeral": 2, "action": 2, "language": 0,
}  # fmt: skip
_LATER = frozenset({"list", "policy", "cloud"})
"""Blocks of Terraforms to come, or of other kinds of files, which are left alone."""


ParsedFiles = dict[tuple[str, bytes, bool], tuple[Source, Body]]
"""Files by name and content, and whether they hold variable values: what was parsed once need not be again."""


class ModuleText:
    """What the files say.

    Attributes:
        sources: The parsed files, by name.
        blocks: The top-level blocks, overrides laid over.
        given: The values given to variables, by name; later files win.
        all_given: Those of all files.
    """

    __slots__ = ("_parsed", "all_given", "blocks", "given", "sources")

    def __init__(
        self, files: Mapping[str, bytes], tfvars: Mapping[str, bytes], parsed: ParsedFiles | None = None
    ) -> None:
        self._parsed = {} if parsed is None else parsed
        self.sources: dict[str, Source] = {}
        self.given: dict[str, Attribute] = {}
        self.all_given: list[Attribute] = []
        names = sorted(name for name in files if is_configuration(name) and _twin(name) not in files)
        normal = [name for name in names if not override_files.is_override(name)]
        blocks = self._blocks(files, normal)
        over = self._blocks(files, [name for name in names if override_files.is_override(name)])
        self.blocks = override_files.apply(blocks, over) if over else blocks
        for name in _in_order_of_terraform(files):
            self._read_values(name, files[name])
        for name, content in tfvars.items():
            self._read_values(name, content)

    def _read(self, name: str, content: bytes, values_only: bool = False) -> Body:
        key = (name, content, values_only)
        if key not in self._parsed:
            if name.endswith(".json"):
                self._parsed[key] = on_demand("generator.hcl.syntax.json_syntax", "parse_json")(
                    name, content, values_only
                )
            else:
                self._parsed[key] = parse(name, content)
        source, body = self._parsed[key]
        self.sources[name] = source
        assert isinstance(body, Body)
        return body

    def _blocks(self, files: Mapping[str, bytes], names: Iterable[str]) -> list[Block]:
        found = []
        for name in names:
            body = self._read(name, files[name])
            for attribute in body.attributes.values():
                stop = attribute.start + len(attribute.name)
                message = f'an argument "{attribute.name}" can\'t stand outside of blocks'
                body.source.report(message, attribute.start, stop, code="structure")
            found += [block for block in body.blocks if _well_formed(block)]
        return found

    def _read_values(self, name: str, content: bytes) -> None:
        body = self._read(name, content, values_only=True)
        for block in body.blocks:
            hint = f"{block.type} = {{ ... }} gives a value"
            message = "files of variable values have no blocks"
            body.source.report(message, block.start, block.header_stop, code="structure", hint=hint)
        self.given |= body.attributes
        self.all_given += body.attributes.values()


def read_file(name: str, content: bytes, parsed: ParsedFiles, values_only: bool = False) -> tuple[Source, Body]:
    """Return what a file says, parsed unless it was before; what is wrong with it is in the source.

    Args:
        name: Its name, which tells its syntax.
        content: What it holds.
        parsed: What was parsed before; it is added to that.
        values_only: Whether it is a file of variable values.
    """
    key = (name, content, values_only)
    if key not in parsed:
        if name.endswith(".json"):
            parsed[key] = on_demand("generator.hcl.syntax.json_syntax", "parse_json")(name, content, values_only)
        else:
            parsed[key] = parse(name, content)
    found = parsed[key] = parsed.pop(key)  # what is asked for last stands last
    return found


def is_configuration(name: str) -> bool:
    """Whether Terraform reads a file as configuration: in the folder itself, and not hidden or a backup."""
    if "/" in name or name.startswith((".", "#")) or name.endswith("~"):
        return False
    return name.endswith((".tf", ".tf.json", ".tofu", ".tofu.json"))


def _twin(name: str) -> str:
    """Return the file that OpenTofu reads in place of one.

    Source: https://opentofu.org/docs/language/files/
    """
    return re.sub(r"\.tf(\.json)?$", r".tofu\1", name) if name.endswith((".tf", ".tf.json")) else ""


def _in_order_of_terraform(files: Mapping[str, bytes]) -> list[str]:
    """Return the files of variable values that Terraform reads by itself; the last one wins."""
    first = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in files]
    automatic = (".auto.tfvars", ".auto.tfvars.json")
    return first + sorted(name for name in files if "/" not in name and name.endswith(automatic))


def _well_formed(block: Block) -> bool:
    """Whether a top-level block is of a type there is, with its number of labels; what is not is reported."""
    wanted = _LABELS.get(block.type)
    stop = block.start + len(block.header)
    if wanted is None:
        if block.type not in _LATER:
            near = on_demand("difflib", "get_close_matches")(block.type, _LABELS, 1)
            hint = f"did you mean {near[0]}?" if near else ""
            message = f'there are no blocks of type "{block.type}" here'
            block.source.report(message, block.start, stop, code="structure", hint=hint)
        return False
    if len(block.labels) != wanted:
        kinds = ("no label", "one label, a name", "two labels, a type and a name")
        message = f"a {block.type} block has {kinds[wanted]}, this has {len(block.labels)}"
        block.source.report(message, block.start, stop, code="structure")
        return False
    return True
