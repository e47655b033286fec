"""Where boxes and arrows of a drawing stand."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from generator.report.diagram_layout import GAP_PIXELS, LAYER_GAP_PIXELS, Box, Size, layout

NAMES = "abcdefgh"


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Size], list[tuple[str, str]]]:
    names = NAMES[: draw(st.integers(0, len(NAMES)))]
    sizes = {name: Size(draw(st.integers(40, 200)), 42) for name in names}
    ends = st.sampled_from(names) if names else st.nothing()
    return sizes, draw(st.lists(st.tuples(ends, ends), max_size=14, unique=True)) if names else []


def test_a_chain_stands_in_one_column_and_leads_down() -> None:
    size = Size(100, 40)

    placed = layout({"a": size, "b": size, "c": size}, [("a", "b"), ("b", "c")])

    assert [box.x for box in placed.boxes.values()] == [12, 12, 12]
    assert [box.y for box in placed.boxes.values()] == [12, 110, 208]
    assert placed.ways[0] == ((62, 52), (62, 110))
    assert (placed.width, placed.height) == (124, 260)


def test_an_arrow_that_closes_a_circle_leads_up() -> None:
    placed = layout(dict.fromkeys("ab", Size(100, 40)), [("a", "b"), ("b", "a")])

    assert placed.ways[0][0][1] < placed.ways[0][-1][1]
    assert placed.ways[1][0][1] > placed.ways[1][-1][1]


def test_an_arrow_over_layers_passes_beside_the_boxes_in_them() -> None:
    placed = layout(dict.fromkeys("abc", Size(100, 40)), [("a", "b"), ("b", "c"), ("a", "c")])

    _, (x, top), (x_again, bottom), _ = placed.ways[2]
    box = placed.boxes["b"]
    assert x == x_again
    assert (top, bottom) == (box.y, box.y + box.height)
    assert not box.x <= x <= box.x + box.width


def test_what_can_be_drawn_without_a_crossing_is() -> None:
    arrows = [("a", "d"), ("b", "c")]

    placed = layout(dict.fromkeys("abcd", Size(100, 40)), arrows)

    order = sorted("ab", key=lambda name: placed.boxes[name].x)
    below = sorted("cd", key=lambda name: placed.boxes[name].x)
    assert [dict(arrows)[name] for name in order] == below


@given(graphs())
def test_boxes_are_apart_inside_and_joined_by_their_arrows(
    graph: tuple[dict[str, Size], list[tuple[str, str]]],
) -> None:
    sizes, arrows = graph
    placed = layout(sizes, arrows)

    assert placed == layout(sizes, arrows)
    assert list(sorted(placed.boxes)) == sorted(sizes)
    for box in placed.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= placed.width
        assert box.y + box.height <= placed.height
    for one, other in combinations(placed.boxes.values(), 2):
        beside = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
        below = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
        assert beside >= GAP_PIXELS - 0.2 or below >= LAYER_GAP_PIXELS - 0.2
    for (source, target), way in zip(arrows, placed.ways, strict=True):
        if source != target:
            assert touches(placed.boxes[source], way[0])
            assert touches(placed.boxes[target], way[-1])
            assert all(0 <= x <= placed.width for x, _ in way)


def touches(box: Box, point: tuple[float, float]) -> bool:
    return box.x <= point[0] <= box.x + box.width and point[1] in (box.y, box.y + box.height)
