"""Our verdict on random values of random types against that of `terraform validate`, argument by argument.

    python tests/check/schema/value_differential.py SEED [TYPES]

prints what the provider refuses and we do not, what we refuse and the provider does not, and how many there are.
Values come from what arguments of that kind take in general, from what is known of the argument, and from that,
broken. Arguments whose answer has no place, as in blocks of a set, are left out.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[3]))

from terraform_bench import Terraform, set_up

from generator import hcl, providers
from generator.check.schema.argument_values import value_violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.hcl.module.module import text_literal
from generator.providers import BlockSchema, Type
from generator.providers.value_demands import Demand, values

RELEASE = providers.release("hashicorp/aws", "5.100.0")
"""The version that terraform is there to judge with."""

BLOCKS_A_TYPE = 3
_DEPTH = 3
_TEXTS = (
    *("", "x", "app-1", "App_Name", "a b", "tfgen ~", "true", "5", "0", "ALL", "None", "enabled", "a" * 300),
    *("arn:aws:iam::123456789012:role/app", "arn:aws:s3:::bucket", "arn:aws:iam::12:role/x", "arn:aws"),
    *("10.0.0.0/16", "10.0.0.0/33", "10.0.0.1", "999.1.1.1", "::/0", "123456789012", "12345"),
    *("2026-01-31T00:00:00Z", "2026-01-31", "https://example.com/x", "us-east-1", "a@b.example", "rate(1 day)"),
    *('{"Version": "2012-10-17", "Statement": []}', '{"a": 1,}', "[]", "not json"),
)
_NUMBERS = (-1, 0, 1, 2, 5, 7, 30, 60, 64, 100, 128, 300, 443, 1_000, 3_600, 65_536, 1_000_000)
_CONFLICTS = re.compile(
    r"Conflicting configuration|Invalid combination of|Missing required argument|Invalid Attribute C|"
    r"Missing Attribute Configuration"
)
_NOT_ASKED = re.compile(r"^(?:Missing required argument The argument|Unsupported|Incorrect attribute value type)")
"""What Terraform itself says; the provider is not asked about such a block."""
_GROUPS = re.compile(r"exclude each|only with|must be set")
_NOT_VALUES = re.compile(r"deprecated|Deprecated")


@dataclass
class Comparison:
    """What came of it: how many values both, the provider alone, or we alone refuse, and those of the latter two."""

    arguments: int = 0
    both: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    groups_both: int = 0
    groups_missed: list[str] = field(default_factory=list)
    groups_false: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        refused = self.both + len(self.missed)
        told = f"{self.both} of {refused} ({100 * self.both / max(refused, 1):.1f} %)"
        groups = self.groups_both + len(self.groups_missed)
        return (
            f"{self.arguments} arguments; of the values that the provider refuses {told} are told; {len(self.false)} are "
            f"told that it takes; of {groups} blocks with arguments that do not go together {self.groups_both} are told, "
            f"{len(self.groups_false)} are told that it takes"
        )


def make_blocks(seed: int, types: int) -> dict[str, str]:
    """Return random blocks of random types, by the file that each is in."""
    chance = random.Random(seed)
    names = chance.sample(RELEASE.type_names("resource"), types)
    found = {}
    for name in names:
        schema = RELEASE.lookup("resource", name)
        assert schema is not None
        for number in range(BLOCKS_A_TYPE):
            lines = list(_lines(chance, name, schema, ""))
            found[f"{name}.{number}.tf"] = "\n".join([f'resource "{name}" "r{number}" {{', *lines, "}", ""])
    return found


def _lines(chance: random.Random, name: str, block: BlockSchema, path: str, depth: int = 0) -> Iterator[str]:
    known = values("hashicorp/aws", name)
    for argument, each in sorted(block.attributes.items()):
        if (
            (each.required or (each.optional and chance.random() < 0.4))
            and not each.write_only
            and argument != "id"
        ):
            demands = [
                one for group in (known.demands.get(f"{path}{argument}", ()) if known else ()) for one in group
            ]
            yield f"{argument} = {_value(chance, each.type, demands)}"
    for inner, nested in sorted(block.blocks.items()):
        if inner == "timeouts" or (not nested.minimum and (depth >= _DEPTH or chance.random() < 0.6)):
            continue
        for _ in range(max(1, nested.minimum)):
            yield f"{inner} {{"
            yield from _lines(chance, name, nested.block, f"{path}{inner}.", depth + 1)
            yield "}"


def _value(chance: random.Random, type_: Type, demands: list[Demand]) -> str:
    if type_.kind == "object":
        return (
            f"{{ {', '.join(f'{name} = {_value(chance, part, [])}' for name, part in type_.attributes.items())} }}"
        )
    if type_.element is not None:
        inner = _value(chance, type_.element, demands)
        return f"{{ a = {inner} }}" if type_.kind == "map" else f"[{inner}]"
    if type_.kind == "bool":
        return chance.choice(["true", "false"])
    if type_.kind == "number":
        bounds = [int(float(each)) for one in demands if one.form == "range" for each in one.parts if each]
        near = [each + step for each in bounds for step in (-1, 0, 1)]
        return str(chance.choice(near) if near and chance.random() < 0.6 else chance.choice(_NUMBERS))
    words = [word for one in demands if one.form == "one_of" for word in one.parts]
    text = chance.choice(_TEXTS)
    if words and chance.random() < 0.7:
        text = chance.choice(words)
        if chance.random() < 0.4:
            text = chance.choice([text.lower(), text[1:], f"{text}X", text.replace("_", "-"), text.swapcase()])
    return text_literal(text)


def compare(terraform: Terraform, folder: Path, blocks: dict[str, str]) -> Comparison:
    """Write the blocks into an empty folder and let both judge."""
    for name, text in blocks.items():
        (folder / name).write_text(text)
    result = Comparison()
    choice = ProviderChoice((("hashicorp/aws", RELEASE.version),))
    ours: dict[str, dict[int, str]] = {name: {} for name in blocks}
    groups: dict[str, list[str]] = {name: [] for name in blocks}
    for each in value_violations(hcl.load({name: text.encode() for name, text in blocks.items()}), choice):
        if _GROUPS.search(each.message):
            groups[each.location.path].append(each.message)
        else:
            ours[each.location.path].setdefault(each.location.line, each.message)
    terraform.prepare(folder)
    theirs: dict[str, dict[int, str]] = {name: {} for name in blocks}
    unasked: set[str] = set()
    texts: dict[str, list[str]] = {name: [] for name in blocks}
    hidden: dict[str, set[int]] = {name: set() for name in blocks}
    for said in terraform.diagnostics(folder):
        text = f"{said.summary} {said.detail}"
        if _NOT_VALUES.search(text) or said.file not in blocks:
            continue
        texts[said.file].append(text)
        if _NOT_ASKED.search(text):
            unasked.add(said.file)
        if _CONFLICTS.search(text):
            hidden[said.file].add(said.line)
        else:
            line = _line(blocks[said.file], said.line, text)
            if line:
                theirs[said.file].setdefault(line, text)
    for name, text in blocks.items():
        if name in unasked:
            continue
        _judge(result, name, text.split("\n"), ours[name], theirs[name], hidden[name], groups[name], texts[name])
    return result


def _judge(  # noqa: PLR0917
    result: Comparison,
    name: str,
    lines: list[str],
    ours: dict[int, str],
    theirs: dict[int, str],
    hidden: set[int],
    groups: list[str],
    said: list[str],
) -> None:
    if hidden or groups:
        if hidden and groups:
            result.groups_both += 1
        elif hidden or not said:  # which arguments go together some providers ask only where all values are right
            (result.groups_missed if hidden else result.groups_false).append(f"{name}: {sorted(hidden)} {groups}")
    inside, depth = 0, 0
    for number, line in enumerate(lines, 1):
        # What is in a block that has no business there is not looked at by the provider.
        inside = inside or (depth + 1 if number in hidden and line.endswith("{") and number > 1 else 0)
        depth += line.endswith("{") - (line == "}")
        inside = inside if depth >= inside else 0
        if " = " not in line or number in hidden or inside:
            continue
        result.arguments += 1
        told, refused = number in ours, number in theirs
        result.both += told and refused
        if refused and not told:
            result.missed.append(f"{name}:{number}: {line[:80]}: {theirs[number][:150]}")
        value = line.partition(" = ")[2].strip('[]"')
        # A place may be some lines off: then what is said has the value in it.
        shown = [f" got {value} ", f"Value: {value} ", f"got: {value} "]
        if depth > 1:  # of what is in a set, neither the place nor the value may be told
            shown.append(f".{line.partition(' =')[0]} ")
        texts = [f"{text} ".replace("\n", " ") for text in said]
        if told and not refused and not any(each in text for text in texts for each in shown):
            result.false.append(f"{name}:{number}: {line[:80]}: {ours[number]}")


def _line(text: str, line: int, said: str) -> int:
    """Return the line of the argument that an answer is about, 0 where it can't be told."""
    paths = list(_paths(text))
    found = re.search(
        r'(?:expected(?: length of| value of)? |value for |Attribute |Path: |^)"?([a-z][\w.\[\]]*)', said
    )
    name = (
        ".".join(part for part in re.sub(r"\[\d+\]", "", found[1]).split(".") if not part.isdigit())
        if found
        else ""
    )
    leaf = name.rpartition(".")[2]
    if not leaf or paths[line - 1].rpartition(".")[2] == leaf:
        return line if paths[line - 1] else 0
    same = [at for at, path in enumerate(paths, 1) if path == name] if "." in name else []
    same = same or [at for at, path in enumerate(paths, 1) if path.rpartition(".")[2] == leaf]
    if len(same) == 1:
        return same[0]
    return line if not same and paths[line - 1] else 0


def _paths(text: str) -> Iterator[str]:
    """Yield the path of what stands on each line of a block; empty for what is no argument."""
    above: list[str] = []
    for line in text.split("\n"):
        if line.endswith(" {"):
            above += [] if line.startswith("resource") else [line.removesuffix(" {")]
            yield ""
        elif line == "}":
            del above[-1:]
            yield ""
        else:
            yield ".".join([*above, line.partition(" = ")[0]]) if " = " in line else ""


def main() -> None:
    """Compare, and print what is not the same."""
    seed, types = int(sys.argv[1]), int((sys.argv[2:] or ["60"])[0])
    with tempfile.TemporaryDirectory() as scratch:
        terraform = set_up(Path(scratch) / "terraform")
        folder = Path(scratch) / "cases"
        folder.mkdir()
        result = compare(terraform, folder, make_blocks(seed, types))
    for title, found in (("missed", result.missed), ("false", result.false)):
        print(title, *found, sep="\n  ")
    print("groups missed", *result.groups_missed, "groups false", *result.groups_false, sep="\n  ")
    print(result)


if __name__ == "__main__":
    main()
