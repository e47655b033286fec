"""What `tfgen graph` writes as Mermaid, drawn by Mermaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bundled_stack import rendered

from browser.browser import Browser
from generator import hcl
from generator.graph import draw
from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.report import mermaid
from generator.report.visible import visible

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).parents[2]
LABELS = [
    'aws_x.y["a"]',
    "<b>bold</b> &amp; <script>x</script>",
    "end",
    "1. a list",
    "- a list",
    "# a title",
    "`code` **bold** _it_",
    "a --> b; c{{d}} ((e)) [/f/] |g|",
    "%% comment %%{init: {}}%%",
    "naïve ✓ 日本語 \U0001f600",
    "click n0 call alert()",
    "https://example.com/a?b=c#d",
    "#35; #quot; &quot;",
    "a\nb\tc\u202ed",
    "$$x^2$$",
    "@{ shape: circle }",
]


@pytest.fixture(scope="module")
def drawing(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page that has Mermaid in it."""
    path = tmp_path_factory.mktemp("mermaid") / "page.html"
    script = (packages / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js").read_text(encoding="utf-8")
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><title>Mermaid</title><body><script>{script}</script>",
        encoding="utf-8",
    )
    return path.as_uri()


def drawn(browser: Browser, address: str, diagram: Diagram) -> list[str]:
    """Return the texts of all labels, as Mermaid shows them."""
    browser.open(address)
    text = json.dumps(mermaid.report(diagram))
    found = browser.run_later(f"""
        const done = arguments[0];
        mermaid.initialize({{startOnLoad: false, securityLevel: "strict"}});
        mermaid.render("drawing", {text}).then((result) => {{
            document.body.innerHTML = result.svg;
            const labels = document.querySelectorAll(".nodeLabel p, .edgeLabel .edgeLabel p");
            done([...labels].map((each) => each.innerText));
        }}, (error) => done(["error: " + error]));
    """)
    assert isinstance(found, list)
    return found


def test_the_bundled_stack_is_drawn(browser: Browser, drawing: str) -> None:
    diagram = draw(hcl.load(rendered("dev")))

    labels = drawn(browser, drawing, diagram)

    for node in diagram.nodes:
        assert f"{node.label}\n{node.address}" in labels
    assert {edge.label for edge in diagram.edges} <= set(labels)


def test_labels_are_shown_as_they_are(browser: Browser, drawing: str) -> None:
    nodes = tuple(DiagramNode(label, "t", label) for label in sorted(LABELS))
    edges = tuple(Edge(nodes[0].address, node.address, node.label) for node in nodes[1:])

    labels = drawn(browser, drawing, Diagram(nodes, edges))

    shown = [visible(node.label, kept="") for node in nodes]
    assert sorted(labels) == sorted([*shown, *shown[1:]])
