"""A drawing as an SVG element of a page."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from generator import bounds
from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.report import diagram_svg
from generator.report.visible import visible

TWO = Diagram(
    (
        DiagramNode("aws_lambda_function.f", "aws_lambda_function", "app-fn", "function"),
        DiagramNode("aws_sqs_queue.d", "aws_sqs_queue", "app-dlq", "dead-letter queue"),
    ),
    (Edge("aws_lambda_function.f", "aws_sqs_queue.d", "failed calls"),),
)


def test_a_drawing_has_a_title_a_description_and_marks_what_a_change_is_about() -> None:
    svg = ElementTree.fromstring(
        diagram_svg.report(TWO, "d", "How events flow", {"aws_lambda_function.f": "changed"})
    )

    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "d-title d-text")
    assert [(each.get("id"), each.text) for each in svg if each.get("id")] == [
        ("d-title", "How events flow"),
        (
            "d-text",
            "2 resources and 1 connections. Marked: app-fn (changed). The list below the drawing says the same.",
        ),
    ]
    assert [each.get("class") for each in svg.iter("g")] == ["box function is-changed", "box dead-letter-queue"]
    assert [(each.get("class"), each.text) for each in svg.iter("text")] == [
        ("label", "failed calls"),
        ("name", "app-fn"),
        ("role", "function · changed"),
        ("name", "app-dlq"),
        ("role", "dead-letter queue"),
    ]
    assert [each.get("class") for each in svg.iter("path")] == ["head", "way failed"]
    assert [each.text for each in svg.iter("title")][1:] == [
        "app-fn (aws_lambda_function.f)",
        "app-dlq (aws_sqs_queue.d)",
    ]


def test_long_names_lose_their_middle_and_keep_it_in_the_title() -> None:
    name = "a" * 30 + "b" * 30

    svg = ElementTree.fromstring(diagram_svg.report(Diagram((DiagramNode("x.y", "x", name),), ()), "d", "t"))

    assert [each.text for each in svg.iter("text")] == ["a" * 16 + "…" + "b" * 16, "x"]
    assert [each.text for each in svg.iter("title")][1] == f"{name} (x.y)"


def test_labels_of_ways_that_run_together_do_not_cover_each_other() -> None:
    nodes = tuple(DiagramNode(name, "t", name) for name in ("a", "b"))
    diagram = Diagram(nodes, tuple(Edge("a", "b", f"label {number}") for number in range(3)))

    svg = ElementTree.fromstring(diagram_svg.report(diagram, "d", "t"))

    labels = [each for each in svg.iter("text") if each.get("class") == "label"]
    places = [(float(each.get("x") or 0), float(each.get("y") or 0)) for each in labels]
    assert len(places) == 3
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) >= 6 * len("label 0") or abs(y - other_y) >= 12


def test_a_drawing_of_too_much_is_none() -> None:
    nodes = tuple(DiagramNode(f"n{number}", "t", "n") for number in range(bounds.DRAWN_BOXES.limit))
    edges = tuple(Edge(nodes[0].address, node.address) for node in nodes)

    assert diagram_svg.drawable(Diagram(nodes, edges))
    assert not diagram_svg.drawable(Diagram((*nodes, DiagramNode("more", "t", "n")), ()))
    assert not diagram_svg.drawable(Diagram(nodes, edges * 3))


@given(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
def test_any_text_is_shown_and_nothing_else(label: str, role: str) -> None:
    diagram = Diagram((DiagramNode(label, role, label, role),), (Edge(label, label, label),))

    svg = ElementTree.fromstring(diagram_svg.report(diagram, "d", label, {label: "changed"}))

    assert {each.tag for each in svg.iter()} <= {
        "svg",
        "title",
        "desc",
        "defs",
        "marker",
        "path",
        "g",
        "rect",
        "text",
    }
    assert (svg[0].text or "").replace("\r", "\n") == visible(label)
