"""What holds for any two configurations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sides import compared, rendering

from generator import diff
from generator.diff.subjects import of_instance
from generator.diff.trees import BlockTree
from generator.hcl.evaluation.symbols import write_value
from generator.hcl.module import symbolic
from generator.model.change import Action, AttributeChange, Change, EnvironmentChanges

NAMES = st.sampled_from(["a", "b", "c", "d"])
TYPES = st.sampled_from(["thing_one", "thing_two"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
SCALARS = st.one_of(st.integers(-5, 5), st.booleans(), TEXTS)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(["k", "l m", "n"]), SCALARS, max_size=3),
    st.tuples(st.just("reference"), TYPES, NAMES, TEXTS),
)
ATTRIBUTES = st.dictionaries(st.sampled_from(["p", "q", "r", "s"]), VALUES, max_size=4)
RESOURCES = st.tuples(ATTRIBUTES, st.dictionaries(st.sampled_from(["inner", "other"]), ATTRIBUTES, max_size=2))
MODELS = st.dictionaries(st.tuples(TYPES, NAMES), RESOURCES, max_size=5)
"""A configuration: by type and name of resources, their attributes and the attributes of their blocks."""

Model = dict[tuple[str, str], tuple[dict[str, Any], dict[str, dict[str, Any]]]]
Flat = dict[str, dict[str, str]]
"""By address, the value of each attribute by the way to it."""


def hcl(value: Any) -> str:
    """Return a value as HCL."""
    if isinstance(value, tuple):
        _, type_, name, text = value
        return f'"${{{type_}.{name}.id}}{write_value(text)[1:]}'
    return write_value(value)


def text(model: Model, order: random.Random | None = None) -> str:
    """Return a model as HCL, in another order and with comments where one is given."""
    blocks = []
    for (type_, name), (attributes, inner) in model.items():
        lines = [f"  {key} = {hcl(value)}" for key, value in attributes.items()]
        for block, inside in inner.items():
            body = "".join(f"    {key} = {hcl(value)}\n" for key, value in inside.items())
            lines.append(f"  {block} {{\n{body}  }}")
        if order:
            order.shuffle(lines)
            lines = [f"{line}  # {order.random()}" if "{\n" not in line else line for line in lines]
        blocks.append(f'resource "{type_}" "{name}" {{\n' + "\n".join(lines) + "\n}\n")
    if order:
        order.shuffle(blocks)
    return ("\n\n" if order else "\n").join(blocks)


@settings(max_examples=100)
@given(MODELS, st.randoms(use_true_random=False))
def test_a_configuration_does_not_differ_from_itself(model: Model, order: random.Random) -> None:
    assert compared(text(model), text(model)) is None
    found = compared(text(model), text(model, order))
    assert found is None or not found.affected
    assert diff.same_meaning(rendering(text(model)), rendering(text(model, order)))


OPPOSITE = {Action.ADDED: Action.REMOVED, Action.REMOVED: Action.ADDED}


@settings(max_examples=100)
@given(MODELS, MODELS)
def test_the_way_back_is_the_opposite(one: Model, other: Model) -> None:
    there, back = (changed(compared(*pair)) for pair in ((text(one), text(other)), (text(other), text(one))))

    assert {each.previous or each.address: opposite(each) for each in there} == {
        each.address: (each.action, each.previous, [(a.path, a.old, a.new) for a in sorted(each.attributes)])
        for each in back
    }


def opposite(change: Change) -> tuple[Action, str, list[tuple[str, str | None, str | None]]]:
    attributes = [(each.path, each.new, each.old) for each in sorted(change.attributes)]
    was = change.address if change.action is Action.RENAMED else ""
    return OPPOSITE.get(change.action, change.action), was, attributes


def changed(found: EnvironmentChanges | None) -> list[Change]:
    """Return changes without what only follows from others, which is no difference of the configurations."""
    written_otherwise = [
        each._replace(attributes=tuple(one for one in each.attributes if not one.because))
        for each in (found.changes if found else ())
    ]
    return [each for each in written_otherwise if each.attributes or each.action is not Action.CHANGED]


@settings(max_examples=100)
@given(MODELS, MODELS)
def test_the_old_with_the_changes_is_the_new(one: Model, other: Model) -> None:
    found = changed(compared(text(one), text(other)))

    assert with_changes(flat(text(one)), found) == flat(text(other))


def with_changes(old: Flat, found: list[Change]) -> Flat:
    """Return what a configuration is with changes, by nothing but what they say."""
    ways = {each.previous: each.address for each in found if each.action is Action.RENAMED}
    renamed = {
        ways.get(address, address): {path: _renamed(value, ways) for path, value in values.items()}
        for address, values in old.items()
    }
    for each in found:
        if each.action is Action.REMOVED:
            del renamed[each.address]
        elif each.action is Action.ADDED:
            assert each.after is not None
            renamed |= flat(each.after.text)
        for attribute in each.attributes:
            _set(renamed[each.address], attribute)
    return renamed


def _renamed(value: str, ways: dict[str, str]) -> str:
    swapped = value
    for number, origin in enumerate(ways):
        swapped = swapped.replace(f"${{{origin}.id}}", f"${{\0{number}.id}}")
    for number, target in enumerate(ways.values()):
        swapped = swapped.replace(f"\0{number}.", f"{target}.")
    return swapped


def _set(values: dict[str, str], one: AttributeChange) -> None:
    for key in [key for key in values if _is_in(key, one.path)]:
        del values[key]
    holder = one.path.rpartition("[" if one.path.endswith('"]') else ".")[0]
    if one.new is not None:
        values.update(_members(one.path, one.new))
        values.pop(holder, None)
    elif holder and one.after is not None and not any(_is_in(key, holder) for key in values):
        values[holder] = "{}"  # what holds nothing any more is still there


def _is_in(key: str, path: str) -> bool:
    return key == path or key.startswith((f"{path}.", f"{path}["))


def _members(path: str, value: str) -> dict[str, str]:
    """Return a value by the ways to the members, if it is an object."""
    module = symbolic.load({"main.tf": f'output "o" {{\n  value = {value}\n}}'.encode()}, lambda *_: False)
    return dict(_parts(path, module.outputs["o"].value.value))


def _parts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, member in value.items():
            yield f"{path}{_step(key)}", write_value(member)
    else:
        yield path, write_value(value)


def _step(key: str) -> str:
    return f".{key}" if key.isidentifier() else f'["{key}"]'


def flat(configuration: str) -> Flat:
    """Return what a configuration says, as an own reading of it."""
    module = symbolic.load({"main.tf": configuration.encode()}, lambda *_: False)
    return {
        resource.address: dict(_values(of_instance(resource.instances[0]).tree)) for resource in module.resources()
    }


def _values(tree: BlockTree, way: str = "") -> Iterator[tuple[str, str]]:
    for name, leaf in tree.attributes.items():
        yield from _parts(f"{way}{name}", leaf.value)
    for name, blocks in tree.blocks.items():
        for at, block in enumerate(blocks):
            inside = list(_values(block, f"{way}{name}[{at}]."))
            yield from inside or [(f"{way}{name}[{at}]", "{}")]
