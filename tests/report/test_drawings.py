"""Drawings as Mermaid and as Graphviz's language."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.diagram import Diagram, Edge, Node
from generator.report import dot, mermaid
from generator.report.visible import visible

DIAGRAM = Diagram(
    (
        Node("aws_lambda_function.f", "aws_lambda_function", "app-dev-fn", "function"),
        Node('aws_sqs_queue.q["a"]', "aws_sqs_queue", 'aws_sqs_queue.q["a"]', "queue"),
        Node("aws_sqs_queue.dead", "aws_sqs_queue", "app-dev-dlq", "dead-letter queue"),
    ),
    (
        Edge("aws_lambda_function.f", "aws_sqs_queue.dead"),
        Edge('aws_sqs_queue.q["a"]', "aws_lambda_function.f", "invokes"),
    ),
)

LABELS = st.text(st.characters(exclude_categories=()), max_size=30)


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    addresses = draw(st.lists(LABELS, min_size=1, max_size=4, unique=True))
    roles = st.sampled_from(["API", "queue", "dead-letter queue", "resource", "nothing known"])
    nodes = [Node(address, "t", draw(LABELS), draw(roles)) for address in addresses]
    ends = st.sampled_from(addresses)
    return Diagram(tuple(nodes), tuple(draw(st.lists(st.builds(Edge, ends, ends, LABELS), max_size=4))))


def test_mermaid() -> None:
    assert mermaid.report(DIAGRAM) == (
        "flowchart TD\n"
        '  n0["app-dev-fn<br/>aws_lambda_function.f"]\n'
        '  n1[/"aws_sqs_queue.q#91;#34;a#34;#93;"/]\n'
        '  n2[/"app-dev-dlq<br/>aws_sqs_queue.dead"/]\n'
        "  n0 --> n2\n"
        '  n1 -->|"invokes"| n0\n'
        "  classDef failed stroke-dasharray: 4 3\n"
        "  class n2 failed"
    )


def test_dot() -> None:
    assert dot.report(DIAGRAM) == (
        "digraph {\n"
        '  graph [rankdir="TB", ranksep="0.6"]\n'
        '  node [fontname="Helvetica", fontsize="11", shape="box"]\n'
        '  edge [fontname="Helvetica", fontsize="10"]\n'
        '  n0 [label="app-dev-fn\\naws_lambda_function.f", shape="box"]\n'
        '  n1 [label="aws_sqs_queue.q[\\"a\\"]", shape="parallelogram"]\n'
        '  n2 [label="app-dev-dlq\\naws_sqs_queue.dead", shape="parallelogram", style="dashed"]\n'
        "  n0 -> n2\n"
        '  n1 -> n0 [label="invokes"]\n'
        "}"
    )


@given(diagrams())
def test_no_label_gets_out_of_its_quotes_in_mermaid(diagram: Diagram) -> None:
    header, *lines = mermaid.report(diagram).split("\n")

    assert header == "flowchart TD"
    quoted = r'"[\w .,:;/()@=#&<>-]*"'
    node = rf"  n\d+\W{{1,2}}{quoted}\W{{1,2}}"
    edge = rf"  n\d+ -->(\|{quoted}\|)? n\d+"
    for line in lines:
        assert re.fullmatch(
            rf"{node}|{edge}|  classDef failed stroke-dasharray: 4 3|  class [n\d,]+ failed", line, re.ASCII
        ), line
        assert "<" not in line.replace("<br/>", "")


@given(LABELS)
def test_a_mermaid_label_reads_back_as_the_text(label: str) -> None:
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), mermaid.text(label))

    assert shown == visible(label, kept="")


@given(LABELS)
def test_a_text_in_dot_is_one_quoted_string(label: str) -> None:
    text = dot.text(label)

    assert re.fullmatch(r'"([^"\\\n]|\\["\\n])*"', text)


@pytest.fixture(scope="module")
def graphviz() -> str:
    path = shutil.which("dot")
    if path is None:
        pytest.skip("dot: Graphviz is not on the PATH")
    return path


@pytest.mark.slow
@given(diagrams())
@settings(max_examples=10)
def test_graphviz_reads_what_we_write_and_shows_the_labels(graphviz: str, diagram: Diagram) -> None:
    text = dot.report(diagram)
    done = subprocess.run([graphviz, "-Tjson0"], input=text.encode(), capture_output=True, check=False)

    assert done.returncode == 0, (text, done.stderr)
    read = json.loads(done.stdout)
    assert len(read["objects"]) == len(diagram.nodes)
    assert len(read.get("edges", [])) == len(diagram.edges)
