"""What a spec inherits: which file wins, how values merge, and what null takes away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec_project import complaints, resolved, schema_of, values

from generator.spec.inheritance import DisorderError, linearize, merge
from generator.spec.spec_tree import SET, nodes_of, plain

KEYS = st.sampled_from("abc")
LEAVES = st.one_of(st.integers(0, 3), st.lists(st.integers(0, 3), max_size=2))
# In TREES a key's name says whether it holds a map, as a schema would.
TREES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=3),
    lambda below: st.builds(
        lambda maps, leaves: {**maps, **leaves},
        st.dictionaries(st.sampled_from("MNO"), below, max_size=2),
        st.dictionaries(KEYS, LEAVES, max_size=2),
    ),
    max_leaves=6,
)


def merged(*layers: Any) -> Any:
    node = nodes_of(layers[0], SET)
    for layer in layers[1:]:
        node = merge(node, nodes_of(layer, SET))
    return plain(node)


@given(TREES)
def test_merging_nothing_changes_nothing(tree: Any) -> None:
    assert merged({}, tree) == tree
    assert merged(tree, {}) == tree
    assert merged(tree, tree) == tree


@given(TREES, TREES, TREES)
def test_merging_is_associative(one: Any, two: Any, three: Any) -> None:
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@given(TREES, TREES)
def test_what_lies_on_top_wins(under: Any, over: Any) -> None:
    result = merged(under, over)

    assert set(result) == set(under) | set(over)
    for key, value in over.items():
        if not isinstance(value, dict):
            assert result[key] == value
    for key in under.keys() - over.keys():
        assert result[key] == under[key]


@given(TREES, KEYS)
def test_null_takes_away_what_was_there(under: Any, key: str) -> None:
    assert merged(under, {key: None}) == {name: value for name, value in under.items() if name != key}


def test_merging_leaves_its_parts_alone() -> None:
    under, over = nodes_of({"a": {"b": 1}}, SET), nodes_of({"a": {"c": 2}}, SET)
    merge(under, over)

    assert (plain(under), plain(over)) == ({"a": {"b": 1}}, {"a": {"c": 2}})


@pytest.mark.parametrize(
    ("parents", "order"),
    [
        ({"z": []}, "z"),
        ({"z": ["x", "y"], "x": [], "y": []}, "xyz"),
        ({"z": ["x", "y"], "x": ["b"], "y": ["b"], "b": []}, "bxyz"),
        ({"z": ["a", "q"], "q": ["b", "a"], "a": [], "b": []}, "baqz"),
        ({"z": ["x", "b"], "x": [], "b": []}, "xbz"),
    ],
)
def test_every_file_wins_over_what_it_extends_and_later_ones_over_earlier(
    parents: dict[str, list[str]], order: str
) -> None:
    assert "".join(linearize("z", parents.__getitem__)) == order


@settings(deadline=None)
@given(st.data())
def test_an_order_keeps_every_promise_or_there_is_none(data: st.DataObject) -> None:
    parents: dict[str, list[str]] = {}
    for index in range(6):
        earlier = [str(each) for each in range(index)]
        parents[str(index)] = (
            data.draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
        )
    try:
        order = linearize("5", parents.__getitem__)
    except DisorderError:
        return
    place = {name: index for index, name in enumerate(order)}
    assert order[-1] == "5"
    assert len(place) == len(order)
    for name in order:
        for earlier_one, later_one in zip(parents[name], parents[name][1:], strict=False):
            assert place[earlier_one] < place[later_one]
        assert all(place[parent] < place[name] for parent in parents[name])


def test_maps_merge_lists_replace_and_own_values_win() -> None:
    specs = {
        "base.yaml": "abstract: true\na: {x: 1, q: 2}\nl: [1, 2]\nk: base\n",
        "more.yml": "abstract: true\na: {q: 3, z: 4}\nk: more\n",
        "dev.yaml": "extends: [base, more.yml]\nl: [3]\na: {x: 9}\n",
    }

    assert values(specs) == {"a": {"x": 9, "q": 3, "z": 4}, "l": [3], "k": "more"}


def test_a_common_ancestor_does_not_undo_what_a_nearer_one_says() -> None:
    specs = {
        "base.yaml": "abstract: true\na: 1\nb: 1\n",
        "x.yaml": "abstract: true\nextends: base\na: 2\n",
        "q.yaml": "abstract: true\nextends: environments/base.yaml\nb: 2\n",
        "dev.yaml": "extends: [x, q]\n",
    }

    assert values(specs) == {"a": 2, "b": 2}


def test_null_goes_back_to_the_default_at_any_depth() -> None:
    schema = schema_of(
        {
            "a": {"type": "integer", "default": 7},
            "m": {"type": "object", "additionalProperties": {"type": "integer"}, "default": {}},
        }
    )
    specs = {
        "base.yaml": "abstract: true\na: 1\nm: {x: 1, q: 2}\n",
        "dev.yaml": "extends: base\na: null\nm: {x: ~}\n",
        "qa.yaml": "extends: dev\na: 3\nm: null\n",
    }

    assert values(specs, schema=schema) == {"a": 7, "m": {"q": 2}}
    assert values(specs, "qa", schema) == {"a": 3, "m": {}}


def test_a_map_after_a_null_starts_afresh() -> None:
    specs = {
        "base.yaml": "abstract: true\na: {x: 1}\n",
        "mid.yaml": "abstract: true\nextends: base\na: null\n",
        "dev.yaml": "extends: mid\na: {q: 2}\n",
    }

    assert values(specs) == {"a": {"q": 2}}


def test_null_stays_null_in_a_list() -> None:
    assert values({"dev.yaml": "a: [1, null, {b: null, c: 1}]"}) == {"a": [1, None, {"c": 1}]}


def test_every_value_knows_the_way_it_came() -> None:
    specs = {
        "base.yaml": "abstract: true\na:\n  x: 1\n",
        "mid.yaml": "abstract: true\nextends: base\na: {q: 2}\n",
        "dev.yaml": "extends: mid\nb: {z: [1, 2]}\n",
    }
    spec = resolved(
        specs,
        schema={"properties": {"b": {"additionalProperties": {}}, "d": {"default": [0]}}},
        settings=("b.w=1",),
    )
    ways = {str(path): (str(origin), origin.chain) for path, origin in spec.origins.items()}
    dev, mid, base = (f"environments/{name}.yaml" for name in ("dev", "mid", "base"))

    assert ways == {
        "()": (f"{dev}:1:1", (dev,)),
        "('a',)": (f"{mid}:3:4", (dev, mid)),
        "('a', 'x')": (f"{base}:3:6", (dev, mid, base)),
        "('a', 'q')": (f"{mid}:3:8", (dev, mid)),
        "('b',)": (f"{dev}:2:4", (dev,)),
        "('b', 'z')": (f"{dev}:2:8", (dev,)),
        "('b', 'z', 0)": (f"{dev}:2:9", (dev,)),
        "('b', 'z', 1)": (f"{dev}:2:12", (dev,)),
        "('b', 'w')": ("--set", ()),
        "('d',)": ("schema default", ()),
        "('d', 0)": ("schema default", ()),
    }
    assert str(spec.origin(("b", "z", 5, "q"))) == f"{dev}:2:8"
    assert str(spec.origin(("nothing",))) == f"{dev}:1:1"
    assert ("b", "q") not in spec.origins


@pytest.mark.parametrize(
    ("specs", "problem"),
    [
        ({"dev.yaml": "extends: dev"}, "environments/dev.yaml:1:10: extends goes round in a circle: dev → dev"),
        (
            {"dev.yaml": "a: 1\nextends: [x]", "x.yaml": "extends: q", "q.yaml": "extends: dev"},
            "environments/q.yaml:1:10: extends goes round in a circle: dev → x → q → dev",
        ),
        (
            {"dev.yaml": "extends: bsae", "base.yaml": "a: 1"},
            'environments/dev.yaml:1:10: extends "bsae": there is no such spec (did you mean "base"?)',
        ),
        (
            {"dev.yaml": "extends: zzz", "base.yaml": "a: 1"},
            'environments/dev.yaml:1:10: extends "zzz": there is no such spec (known: base, dev)',
        ),
        (
            {"dev.yaml": "extends: ../secrets.yaml", "base.yaml": "a: 1"},
            'environments/dev.yaml:1:10: extends "../secrets.yaml": there is no such spec'
            " (it must name a file of environments/ itself)",
        ),
        (
            {"dev.yaml": "extends: /etc/passwd"},
            'environments/dev.yaml:1:10: extends "/etc/passwd": there is no such spec'
            " (it must name a file of environments/ itself)",
        ),
        (
            {"dev.yaml": "extends: {a: 1}"},
            "environments/dev.yaml:1:10: extends takes the name of a spec file, or a list of them",
        ),
        (
            {"dev.yaml": "extends: [base, 1]", "base.yaml": "a: 1"},
            "environments/dev.yaml:1:17: extends takes the name of a spec file, or a list of them",
        ),
        (
            {"dev.yaml": "extends: [base, base]", "base.yaml": "a: 1"},
            'environments/dev.yaml:1:17: extends names "base" twice',
        ),
        (
            {"dev.yaml": "extends: [base, base.yaml]", "base.yaml": "a: 1"},
            "environments/dev.yaml:1:17: extends names environments/base.yaml twice",
        ),
        (
            {
                "dev.yaml": "extends: [x, q]",
                "x.yaml": "extends: [a, b]",
                "q.yaml": "extends: [b, a]",
                "a.yaml": "k: 1",
                "b.yaml": "k: 1",
            },
            "environments/dev.yaml:1:1: extends can't be put in order: environments/a.yaml and environments/b.yaml"
            " would each have to win over the other (name them in the same order everywhere)",
        ),
    ],
)
def test_inheritance_that_makes_no_sense(specs: dict[str, str | bytes], problem: str) -> None:
    assert complaints(resolved, specs) == [problem]


def test_a_chain_of_extends_is_bounded() -> None:
    specs: dict[str, str | bytes] = {f"e{n}.yaml": f"extends: e{n + 1}" for n in range(400)}
    specs["e400.yaml"] = "a: 1"

    assert complaints(resolved, specs, "e0") == [
        "environments/e31.yaml:1:10: extends goes through more than 32 files"
    ]


def test_problems_of_all_files_are_told_at_once() -> None:
    specs = {
        "base.yaml": "a: yes\nextends: nowhere\n",
        "more.yaml": "b: [1\n",
        "dev.yaml": "extends: [base, more]\nc: 1\nc: 2\n",
    }

    assert [line.split(": ")[0] for line in complaints(resolved, specs)] == [
        "environments/base.yaml:1:4",
        "environments/base.yaml:2:10",
        "environments/dev.yaml:3:1",
        "environments/more.yaml:1:4",
    ]
