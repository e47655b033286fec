"""Makes generator/aws/replacement.json: which attributes force a new resource, as the provider itself plans it.

    python scripts/replacement.py FOLDER

FOLDER is a configuration that `terraform init` has been at, which requires hashicorp/aws 5.100.0; it is left as it
was. `replacement.yaml` holds bodies of every resource type of the bundled stack. Each argument of a body is set,
changed and left out, and terraform is asked what it would do, in one plan for all: against a state that is made up
from what it would have created, without a refresh, so that no account and no network is needed.

What is written for a type:

- `replaces`: the arguments and blocks that force a new resource whenever they change.
- `sometimes`: those that do so in some cases, and in which.
- `kept`: those that stay as they are when they are no longer set.
- `new`: those that are only looked at when a resource is made, or differ in nothing; Terraform plans nothing.

All others are changed in place.
"""

from __future__ import annotations

import copy
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator import providers  # noqa: E402 - found by the path above

QUESTIONS = ROOT / "scripts" / "replacement.yaml"
TARGET = ROOT / "generator" / "aws" / "replacement.json"
DOCUMENTATION = "https://registry.terraform.io/providers/{source}/{version}/docs/resources/{name}"
HOST = "registry.terraform.io/"
STATE, PLAN = "terraform.tfstate", "made.tfplan"
PROVIDER = {
    "region": "us-east-1",
    "access_key": "none",
    "secret_key": "none",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
}
"""A provider that asks nobody anything while it plans."""

Body = dict[str, Any]
Ask = Callable[[Path, Sequence[str]], str]
"""Runs terraform in a folder and returns its standard output."""


class Transition(NamedTuple):
    """One change of a resource.

    Attributes:
        type: The resource type.
        path: The argument or block that changes, such as `alias.name`.
        kind: "changed", "set" or "left out"; or "change 0" and so on, of those that are given.
        before: The body before.
        after: The body after.
    """

    type: str
    path: str
    kind: str
    before: Body
    after: Body


class Answer(NamedTuple):
    """What Terraform plans for a transition: "replace", "update" or "nothing"; or that it refuses it."""

    transition: Transition
    plan: str
    said: str = ""


def transitions(type_: str, questions: Mapping[str, Any]) -> Iterator[Transition]:
    """Yield what is asked about a type."""
    changes = questions.get("changes", ())
    block, seen = _schema(type_), {*questions.get("one_value", ()), *(each["path"] for each in changes)}
    for body in questions.get("bodies", ()):
        for path in _paths(block, body):
            if path not in seen:
                seen.add(path)
                yield from _of_path(type_, path, body, questions.get("other", {}))
    for at, each in enumerate(changes):
        yield Transition(type_, each["path"], f"change {at}", each["before"], each["after"])


def _of_path(type_: str, path: str, body: Body, others: Mapping[str, Any]) -> Iterator[Transition]:
    name = path.rpartition(".")[2]
    without = copy.deepcopy(body)
    del _holder(without, path)[name]
    if path in others or not _is_block(type_, path):
        changed = copy.deepcopy(body)
        _holder(changed, path)[name] = others[path] if path in others else _other(_holder(body, path)[name])
        yield Transition(type_, path, "changed", body, changed)
    yield Transition(type_, path, "set", without, body)
    yield Transition(type_, path, "left out", body, without)


def _holder(body: Body, path: str) -> Body:
    """Return the block that holds what a path leads to; of several blocks the first that has the next step."""
    way = path.split(".")
    for name, following in itertools.pairwise(way):
        several = body[name] if isinstance(body[name], list) else [body[name]]
        body = next((each for each in several if following in each), several[0])
    return body


def _paths(block: providers.BlockSchema, body: Body, prefix: str = "") -> Iterator[str]:
    """Yield the paths of all arguments and blocks of a body; of several blocks those that one of them has."""
    for name, value in body.items():
        yield f"{prefix}{name}"
        if name in block.blocks:
            inner: Body = {}
            for each in value if isinstance(value, list) else [value]:
                inner = each | inner
            yield from _paths(block.blocks[name].block, inner, f"{prefix}{name}.")


def _other(value: Any) -> Any:
    """Return a value that differs from one, and is as valid."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return [_other(value[0]), *value[1:]]
    if isinstance(value, dict):
        return {key: _other(each) for key, each in value.items()}
    return _other_text(value)


def _other_text(value: str) -> str:
    if value.startswith("{"):
        return json.dumps(json.loads(value) | {"Id": "b"})
    return value.replace("a.", "b.", 1) if value.startswith("a.") else value + "b"


def _schema(type_: str) -> providers.BlockSchema:
    block = _asked(type_).lookup("resource", type_)
    assert block, type_
    return block


def _asked(type_: str) -> providers.Release:
    """Return the version of a type's provider that is asked: the oldest that we carry."""
    source = providers.source_of("resource", type_) or ""
    return providers.release(source, providers.releases(source)[0])


def _is_block(type_: str, path: str) -> bool:
    block = _schema(type_)
    *way, name = path.split(".")
    for each in way:
        block = block.blocks[each].block
    return name in block.blocks


def settable(block: providers.BlockSchema, prefix: str = "") -> Iterator[str]:
    """Yield the paths of all arguments that a type takes, and of its blocks."""
    for name, attribute in block.attributes.items():
        if attribute.settable and (prefix or name not in ("id", "tags_all")):
            yield f"{prefix}{name}"
    for name, nested in block.blocks.items():
        if name != "timeouts":
            yield f"{prefix}{name}"
            yield from settable(nested.block, f"{prefix}{name}.")


def ask(folder: Path, asked: Sequence[Transition], terraform: Ask) -> list[Answer]:
    """Return what terraform says about transitions.

    Args:
        folder: An initialised folder with nothing but a provider configured; it is written into.
        asked: The transitions.
        terraform: Runs terraform there.
    """
    befores = {_key(each): (each.type, each.before) for each in asked}
    numbers = {key: at for at, key in enumerate(befores)}
    created, refused = _plan(folder, dict(enumerate(befores.values())), terraform)
    versions = _schema_versions(folder, terraform)
    told = [created.get(numbers[_key(each)]) for each in asked]
    states = [
        _state_of(each.type, f"r{at}", change, versions[each.type])
        for at, (each, change) in enumerate(zip(asked, told, strict=True))
        if change
    ]
    state = {"version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "made-up", "resources": states}
    (folder / STATE).write_text(json.dumps(state), encoding="utf-8")
    afters = {at: (each.type, each.after) for at, each in enumerate(asked) if told[at]}
    planned, also_refused = _plan(folder, afters, terraform)
    (folder / STATE).unlink()
    return [
        Answer(each, _told(each, planned[at]))
        if at in planned
        else Answer(each, "refused", also_refused.get(at) or refused[numbers[_key(each)]])
        for at, each in enumerate(asked)
    ]


def _key(each: Transition) -> str:
    return f"{each.type} {json.dumps(each.before)}"


def _told(asked: Transition, change: Mapping[str, Any]) -> str:
    """Return what is planned; an update of something else, which the made-up state leads to, does not count."""
    if change["actions"] == ["delete", "create"]:
        return "replace"
    name = asked.path.partition(".")[0]
    same = change["before"].get(name) == change["after"].get(name)
    return "nothing" if same and not _anything(change["after_unknown"].get(name)) else "update"


def _anything(unknown: Any) -> bool:
    """Return whether anything is marked as unknown."""
    if isinstance(unknown, dict):
        return any(map(_anything, unknown.values()))
    return any(map(_anything, unknown)) if isinstance(unknown, list) else unknown is True


def _schema_versions(folder: Path, terraform: Ask) -> dict[str, int]:
    document = json.loads(terraform(folder, ("providers", "schema", "-json")))
    return {
        name: schema["version"]
        for provider in document["provider_schemas"].values()
        for name, schema in provider.get("resource_schemas", {}).items()
    }


def _plan(
    folder: Path, bodies: Mapping[int, tuple[str, Body]], terraform: Ask
) -> tuple[dict[int, Mapping[str, Any]], dict[int, str]]:
    """Return the planned changes of bodies, and what is refused, by their numbers."""
    for at, (type_, body) in bodies.items():
        text = json.dumps({"resource": {type_: {f"r{at}": body}}})
        (folder / f"r{at}.tf.json").write_text(text, encoding="utf-8")
    refused: dict[int, str] = {}
    while errors := _make_plan(folder, terraform):
        refused |= errors
        for at in errors:
            (folder / f"r{at}.tf.json").unlink()
    document = json.loads(terraform(folder, ("show", "-json", PLAN)))
    changes = {int(each["name"][1:]): each["change"] for each in document["resource_changes"]}
    for file in folder.glob("r*.tf.json"):
        file.unlink()
    return {at: changes[at] for at in bodies if at not in refused}, refused


def _make_plan(folder: Path, terraform: Ask) -> dict[int, str]:
    """Make a plan, and return what is refused: what is invalid at first, then what can not be planned."""
    told = terraform(folder, ("plan", "-json", "-input=false", "-refresh=false", f"-out={PLAN}"))
    return _errors([json.loads(line).get("diagnostic", {}) for line in told.splitlines()])


def _errors(diagnostics: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Return what terraform refuses, by number.

    Raises:
        SystemExit: It refuses everything.
    """
    found = {}
    for each in diagnostics:
        if each.get("severity") != "error":
            continue
        address = each.get("address", "").partition(".")[2]
        number = (each.get("range", {}).get("filename", "") or address).partition(".")[0].removeprefix("r")
        if not number.isdigit():
            raise SystemExit(f"{each['summary']}: {each.get('detail')}")
        found[int(number)] = f"{each['summary']}: {each.get('detail', '')}".replace("\n", " ")
    return found


def _state_of(type_: str, name: str, change: Mapping[str, Any], version: int) -> dict[str, Any]:
    """Return a resource of a state: what was planned, with something made up in place of what is not known yet."""
    attributes = _known(_schema(type_), change["after"], change["after_unknown"])
    return {
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider": f'provider["{HOST}{providers.source_of("resource", type_)}"]',
        "instances": [{"schema_version": version, "attributes": attributes, "sensitive_attributes": []}],
    }


def _known(block: providers.BlockSchema, after: Mapping[str, Any], unknown: Mapping[str, Any]) -> Body:
    """Return planned values, with something made up of the right type in place of what is not known."""
    values = dict(after)
    for name, mark in unknown.items():
        if name in block.attributes and mark is True:
            attribute = block.attributes[name]
            bare = attribute.optional and name != "id"
            values[name] = None if bare else _made_up(name, str(attribute.type))
        elif name in block.blocks and isinstance(mark, list):
            inner = block.blocks[name].block
            several = values.get(name) or [{}] * len(mark)
            values[name] = [_known(inner, *each) for each in zip(several, mark, strict=True)]
        elif mark is True:
            values[name] = []
    return values


def _made_up(name: str, type_: str) -> Any:
    if type_.startswith(("list", "set")):
        return []
    if type_.startswith("map"):
        return {}
    return {"number": 1, "bool": False}.get(type_, "arn:aws:x:us-east-1:123456789012:x" if "arn" in name else "x")


def summarised(type_: str, questions: Mapping[str, Any], answers: Sequence[Answer]) -> dict[str, Any]:
    """Return what is written about a type.

    Raises:
        SystemExit: Something was not told.
    """
    if "documented" in questions:
        return {"source": questions["documented"], "replaces": questions["replaces"]}
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for each in answers:
        told[each.transition.path][each.transition.kind] = each.plan
    found: dict[str, Any] = {"source": _page(type_), "replaces": [], "sometimes": {}, "kept": [], "unnoticed": []}
    conditions = questions.get("sometimes", {})
    for path, plans in sorted(told.items()):
        seen = set(plans.values()) - {"refused"}
        if "replace" in seen and "update" in seen:
            found["sometimes"][path] = conditions.get(path, "?")
        elif "replace" in seen:
            found["replaces"].append(path)
        elif seen == {"nothing"}:
            found["unnoticed"].append(path)
        if plans.get("left out") == "nothing" and seen != {"nothing"}:
            found["kept"].append(path)
    return {key: value for key, value in found.items() if value}


def untold(type_: str, questions: Mapping[str, Any], answers: Sequence[Answer]) -> list[str]:
    """Return what nobody told about a type, with the reason."""
    if "documented" in questions:
        return []
    told = {each.transition.path for each in answers if each.plan != "refused"}
    told |= {path.rpartition(".")[0] for path in told}
    left = sorted({*settable(_schema(type_))} - told - {*questions.get("one_value", ())})
    said = {each.transition.path: each.said for each in answers if each.said}
    return [f"{type_}.{path}: {said.get(path, 'not asked')}" for path in left]


def _page(type_: str) -> str:
    release = _asked(type_)
    return DOCUMENTATION.format(source=release.source, version=release.version, name=type_.partition("_")[2])


def derived(folder: Path, questions: Mapping[str, Any], terraform: Ask) -> tuple[dict[str, Any], list[str]]:
    """Return what is written, by type, and what nobody told.

    Args:
        folder: An initialised folder; it is written into.
        questions: What to ask about each type.
        terraform: Runs terraform in a folder.
    """
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": PROVIDER}}), encoding="utf-8")
    asked = [each for type_, its in questions.items() for each in transitions(type_, its)]
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in ask(folder, asked, terraform):
        answers[answer.transition.type].append(answer)
    types = {type_: summarised(type_, its, answers[type_]) for type_, its in questions.items()}
    left = [line for type_, its in questions.items() for line in untold(type_, its, answers[type_])]
    return types, left


def written(types: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the data file: a line for each list."""
    parts = []
    for type_, found in sorted(types.items()):
        lines = [f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items()]
        parts.append(f"  {json.dumps(type_)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Write the data file, or print what would be in it of the types that are named; and say what is not told."""
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    wanted = {type_: questions[type_] for type_ in sys.argv[2:] or questions}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "asked"
        shutil.copytree(sys.argv[1], folder, symlinks=True)
        types, left = derived(folder, wanted, _run)
    if sys.argv[2:]:
        print(written(types), end="")
    else:
        TARGET.write_text(written(types), encoding="utf-8")
        print(f"{TARGET.relative_to(ROOT)}: {len(types)} types")
    sys.exit("\n".join(left) or 0)


def _run(folder: Path, arguments: Sequence[str]) -> str:
    done = subprocess.run(["terraform", *arguments], cwd=folder, check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    main()
