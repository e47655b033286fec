"""Where the boxes and arrows of a drawing stand: in layers, so that arrows lead down.

Boxes get a layer by the longest way to them, an order within it that crosses few arrows, and then a place near to
what they are connected with (Sugiyama's method). Arrows that go over layers pass through points in them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

GAP_PIXELS = 36
"""Between boxes of one layer."""

LAYER_GAP_PIXELS = 58
"""Between layers: room for an arrow and what it is labelled with."""

MARGIN_PIXELS = 12
_POINT_PIXELS = 20
"""The room that an arrow takes in a layer that it passes."""

_PORT_PIXELS = 28
"""Between the ends of arrows that meet at one side of a box."""

_SWEEPS = 12
"""So often the layers are put in order, and their boxes in place, by their neighbours; more changes little."""

Key = str | tuple[int, int]
"""A box by its name, or a point of an arrow by the arrow's number and the layer."""


class Size(NamedTuple):
    """What a box measures, in pixels."""

    width: float
    height: float


class Box(NamedTuple):
    """A box in its place, in pixels from the upper left corner of the drawing."""

    x: float
    y: float
    width: float
    height: float


class DrawingLayout(NamedTuple):
    """A drawing laid out.

    Attributes:
        width, height: Of all of it, in pixels.
        boxes: By name.
        ways: For each arrow the points that it leads through, from its source on.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    ways: tuple[tuple[tuple[float, float], ...], ...]


def layout(sizes: Mapping[str, Size], arrows: Sequence[tuple[str, str]]) -> DrawingLayout:
    """Return where boxes and arrows stand.

    Args:
        sizes: What each box measures, by name; their order decides where nothing else does.
        arrows: Pairs of names. One that leads from a box to itself gets a way of no length.
    """
    down = _downward(list(sizes), arrows)
    layers = _layers(list(sizes), down)
    rows, links = _rows(layers, down)
    _order(rows, links)
    widths = {key: sizes[key].width if isinstance(key, str) else _POINT_PIXELS for row in rows for key in row}
    centres = _centres(rows, links, widths)
    return _place(rows, centres, sizes, arrows, down)


def _downward(names: list[str], arrows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the arrows, those turned round that close a circle."""
    below: dict[str, list[str]] = {name: [] for name in names}
    for source, target in arrows:
        below[source].append(target)
    targets = {target for _, target in arrows}
    finished: set[str] = set()
    back: set[tuple[str, str]] = set()
    for start in sorted(names, key=lambda name: name in targets):  # those that nothing leads to come first
        path = [(start, iter(below[start]))] if start not in finished else []
        entered = {start}
        while path:
            name, further = path[-1]
            for target in further:
                if target in entered:
                    back.add((name, target))
                elif target not in finished:
                    entered.add(target)
                    path.append((target, iter(below[target])))
                    break
            else:
                path.pop()
                entered.discard(name)
                finished.add(name)
    return [(target, source) if (source, target) in back else (source, target) for source, target in arrows]


def _layers(names: list[str], down: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the layer of each box: one below the lowest of those that lead to it."""
    above: dict[str, list[str]] = {name: [] for name in names}
    below: dict[str, list[str]] = {name: [] for name in names}
    for source, target in down:
        if source != target:
            above[target].append(source)
            below[source].append(target)
    waiting = [name for name in names if not above[name]]
    missing = {name: len(sources) for name, sources in above.items()}
    found: dict[str, int] = {}
    while waiting:
        name = waiting.pop()
        found[name] = max((found[source] + 1 for source in above[name]), default=0)
        for target in below[name]:
            missing[target] -= 1
            if not missing[target]:
                waiting.append(target)
    return found


def _rows(
    layers: Mapping[str, int], down: Sequence[tuple[str, str]]
) -> tuple[list[list[Key]], list[tuple[Key, Key]]]:
    """Return what stands in each layer, points of arrows among it, and what is linked from one to the next."""
    rows: list[list[Key]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for name, layer in layers.items():
        rows[layer].append(name)
    links: list[tuple[Key, Key]] = []
    for number, (source, target) in enumerate(down):
        points = [(number, layer) for layer in range(layers[source] + 1, layers[target])]
        for point in points:
            rows[point[1]].append(point)
        way: list[Key] = [source, *points, target]
        links += itertools.pairwise(way) if source != target else []
    return rows, links


def _order(rows: list[list[Key]], links: Iterable[tuple[Key, Key]]) -> None:
    """Put each layer in the order of what it is linked with, downward and upward in turn."""
    above, below = _neighbours(links)
    best, fewest = [list(row) for row in rows], _crossings(rows, above)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        linked = above if downward else below
        for row, beside in _pairs(rows, downward):
            places = {key: at for at, key in enumerate(beside)}
            own = {key: at for at, key in enumerate(row)}
            row.sort(key=lambda key: (_mean([places[each] for each in linked.get(key, ())], own[key]), own[key]))
        crossings = _crossings(rows, above)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    for row, ordered in zip(rows, best, strict=True):
        row[:] = ordered


def _crossings(rows: Sequence[Sequence[Key]], above: Mapping[Key, Sequence[Key]]) -> int:
    total = 0
    for upper, row in itertools.pairwise(rows):
        places = {key: at for at, key in enumerate(upper)}
        ends = [places[each] for key in row for each in sorted(above.get(key, ()), key=lambda one: places[one])]
        total += sum(one > other for at, one in enumerate(ends) for other in ends[at + 1 :])
    return total


def _neighbours(links: Iterable[tuple[Key, Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    above: dict[Key, list[Key]] = {}
    below: dict[Key, list[Key]] = {}
    for source, target in links:
        above.setdefault(target, []).append(source)
        below.setdefault(source, []).append(target)
    return above, below


def _pairs(rows: list[list[Key]], downward: bool) -> list[tuple[list[Key], list[Key]]]:
    """Return each layer with the one that was put in order before it."""
    if downward:
        return list(zip(rows[1:], rows, strict=False))
    return list(zip(rows[-2::-1], rows[::-1], strict=False))


def _centres(
    rows: list[list[Key]], links: Iterable[tuple[Key, Key]], widths: Mapping[Key, float]
) -> dict[Key, float]:
    """Return where each box and point has its middle, from left to right."""
    above, below = _neighbours(links)
    centres: dict[Key, float] = {}
    for row in rows:
        centres |= zip(row, _apart(row, [0.0] * len(row), widths), strict=True)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        linked = above if downward else below
        for row, _ in _pairs(rows, downward):
            wanted = [_mean([centres[each] for each in linked.get(key, ())], centres[key]) for key in row]
            centres |= zip(row, _apart(row, wanted, widths), strict=True)
    return centres


def _apart(row: Sequence[Key], wanted: Sequence[float], widths: Mapping[Key, float]) -> list[float]:
    """Return the middles nearest to those wanted that keep boxes apart, in the layer's order.

    That is isotonic regression, by pooling neighbours that stand in each other's way.
    """
    steps = [0.0]
    for left, right in itertools.pairwise(row):
        steps.append(steps[-1] + (widths[left] + widths[right]) / 2 + GAP_PIXELS)
    pools: list[tuple[float, int]] = []
    for place, step in zip(wanted, steps, strict=False):
        total, count = place - step, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    free = [total / count for total, count in pools for _ in range(count)]
    return [place + step for place, step in zip(free, steps, strict=False)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _place(
    rows: list[list[Key]],
    centres: Mapping[Key, float],
    sizes: Mapping[str, Size],
    arrows: Sequence[tuple[str, str]],
    down: Sequence[tuple[str, str]],
) -> DrawingLayout:
    left = min((centres[name] - size.width / 2 for name, size in sizes.items()), default=0) - MARGIN_PIXELS
    left = min([left, *(x - MARGIN_PIXELS for x in centres.values())])
    boxes: dict[str, Box] = {}
    heights: list[tuple[float, float]] = []
    top = float(MARGIN_PIXELS)
    for row in rows:
        height = max((sizes[key].height for key in row if isinstance(key, str)), default=0)
        heights.append((top, top + height))
        for key in row:
            if isinstance(key, str):
                size = sizes[key]
                x, y = centres[key] - size.width / 2 - left, top + (height - size.height) / 2
                boxes[key] = Box(round(x, 1), round(y, 1), size.width, size.height)
        top += height + LAYER_GAP_PIXELS
    ways = []
    for number, (source, target) in enumerate(down):
        points = [(boxes[source].x + boxes[source].width / 2, boxes[source].y + boxes[source].height)]
        for layer, (upper, lower) in enumerate(heights):
            if (number, layer) in centres:
                x = round(centres[number, layer] - left, 1)
                points += [(x, upper), (x, lower)]
        points.append((boxes[target].x + boxes[target].width / 2, boxes[target].y))
        ways.append(points)
    _spread(ways, [source for source, _ in down], boxes, end=0)
    _spread(ways, [target for _, target in down], boxes, end=-1)
    taken = tuple(
        tuple(way if arrow == pair else reversed(way)) for way, arrow, pair in zip(ways, arrows, down, strict=True)
    )
    width = max([0.0, *(box.x + box.width for box in boxes.values()), *(x for way in ways for x, _ in way)])
    height = max(top - LAYER_GAP_PIXELS, 0) + MARGIN_PIXELS
    return DrawingLayout(round(width + MARGIN_PIXELS, 1), height, boxes, taken)


def _spread(
    ways: Sequence[list[tuple[float, float]]], names: Sequence[str], boxes: Mapping[str, Box], end: int
) -> None:
    """Part the ends of the ways that meet at one side of a box, in the order of where they come from."""
    beside = 1 if end == 0 else -2
    meeting: dict[str, list[list[tuple[float, float]]]] = {}
    for name, way in zip(names, ways, strict=True):
        meeting.setdefault(name, []).append(way)
    for name, several in meeting.items():
        several.sort(key=lambda way: way[beside][0])
        step = min(_PORT_PIXELS, boxes[name].width / (len(several) + 1))
        for number, way in enumerate(several):
            x, y = way[end]
            way[end] = (round(x + step * (number - (len(several) - 1) / 2), 1), y)
