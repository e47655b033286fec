"""Drawings as Mermaid and as Graphviz's language."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.diagram import Diagram, DiagramNode, Edge
from generator.report import dot, mermaid
from generator.report.visible import visible

DIAGRAM = Diagram(
    (
        DiagramNode("aws_lambda_function.f", "aws_lambda_function", "app-dev-fn", "function"),
        DiagramNode('aws_sqs_queue.q["a"]', "aws_sqs_queue", 'aws_sqs_queue.q["a"]', "queue"),
        DiagramNode("aws_sqs_queue.dead", "aws_sqs_queue", "app-dev-dlq", "dead-letter queue"),
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
    nodes = [DiagramNode(address, "t", draw(LABELS), draw(roles), draw(LABELS)) for address in addresses]
    ends = st.sampled_from(addresses)
    return Diagram(tuple(nodes), tuple(draw(st.lists(st.builds(Edge, ends, ends, LABELS), max_size=4))))


def test_mermaid() -> None:
    assert mermaid.report(DIAGRAM._replace(title='How "it" flows')) == (
        "---\n"
        'title: "How #34;it#34; flows"\n'
        "---\n"
        "flowchart LR\n"
        '  n0["app-dev-fn<br/>aws_lambda_function.f"]\n'
        '  n1("aws_sqs_queue.q#91;#34;a#34;#93;")\n'
        '  n2("app-dev-dlq<br/>aws_sqs_queue.dead")\n'
        "  n0 --> n2\n"
        '  n1 -->|"invokes"| n0\n'
        "  classDef dead-letter-queue fill:#fdecec,stroke:#a3151c,color:#a3151c,stroke-dasharray:4 3\n"
        "  class n2 dead-letter-queue\n"
        "  classDef function fill:#e8f0fb,stroke:#1d4f91,color:#1d4f91\n"
        "  class n0 function\n"
        "  classDef queue fill:#fdf0e3,stroke:#8f3a06,color:#8f3a06\n"
        "  class n1 queue"
    )


GROUPED = Diagram(
    (
        DiagramNode("t.a", "t", "t.a", group="b.tf"),
        DiagramNode("t.b", "t", "t.b", group='"a".tf'),
        DiagramNode("t.c", "t", "t.c"),
        DiagramNode("t.d", "t", "t.d", group="b.tf"),
    ),
    (Edge("t.a", "t.b"),),
)


def test_what_belongs_together_stands_together_in_mermaid() -> None:
    lines = mermaid.report(GROUPED).split("\n")

    assert lines[:9] == [
        "flowchart LR",
        '  n2["t.c"]',
        '  subgraph g1["#34;a#34;.tf"]',
        '    n1["t.b"]',
        "  end",
        '  subgraph g2["b.tf"]',
        '    n0["t.a"]',
        '    n3["t.d"]',
        "  end",
    ]


def test_dot() -> None:
    function = 'fillcolor="#e8f0fb", color="#1d4f91", fontcolor="#1d4f91"'
    queue = 'fillcolor="#fdf0e3", color="#8f3a06", fontcolor="#8f3a06"'
    failed = 'fillcolor="#fdecec", color="#a3151c", fontcolor="#a3151c"'
    lines = dot.report(DIAGRAM._replace(title='How "it" flows')).split("\n")

    assert 'rankdir="LR"' in lines[1]
    assert 'label="How \\"it\\" flows", labelloc="t"' in lines[1]
    assert lines[4:] == [
        f'  n0 [label="app-dev-fn\\naws_lambda_function.f", {function}]',
        f'  n1 [label="aws_sqs_queue.q[\\"a\\"]", {queue}]',
        f'  n2 [label="app-dev-dlq\\naws_sqs_queue.dead", {failed}, style="filled,rounded,dashed"]',
        "  n0 -> n2",
        '  n1 -> n0 [label=" invokes "]',
        "}",
    ]


def test_what_belongs_together_stands_together_in_dot() -> None:
    lines = [line.partition(", ")[0].strip() for line in dot.report(GROUPED).split("\n")[4:]]

    assert lines == [
        'n2 [label="t.c"',
        'subgraph "cluster_1" {',
        'graph [label="\\"a\\".tf"',
        'n1 [label="t.b"',
        "}",
        'subgraph "cluster_2" {',
        'graph [label="b.tf"',
        'n0 [label="t.a"',
        'n3 [label="t.d"',
        "}",
        "n0 -> n1",
        "}",
    ]


@given(diagrams())
def test_no_label_gets_out_of_its_quotes_in_mermaid(diagram: Diagram) -> None:
    header, *lines = mermaid.report(diagram).split("\n")

    assert header == "flowchart LR"
    quoted = r'"[\w .,:;/()@=#&<>-]*"'
    group = rf"  subgraph g\d+\[{quoted}\]"
    node = rf"  (?:  )?n\d+\W{{1,2}}{quoted}\W{{1,2}}"
    edge = rf"  n\d+ -->(\|{quoted}\|)? n\d+"
    for line in lines:
        assert re.fullmatch(
            rf"{node}|{edge}|{group}|  end|  classDef [\w-]+ [\w#:, -]+|  class [n\d,]+ [\w-]+", line, re.ASCII
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
    boxes = [one for one in read["objects"] if not one["name"].startswith("cluster_")]
    assert len(boxes) == len(diagram.nodes)
    assert len(read.get("edges", [])) == len(diagram.edges)
