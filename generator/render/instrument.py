"""Rewrites a parsed template so that its output says where it comes from.

Every `{{ }}`, `{% set %}`, `{% if %}`, `{% for %}` and argument of a call goes through a filter of the rendering's
own, which takes the reads of spec values that the expression made. Each stretch of text is marked with its line.
"""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from generator.render import sourcemap

WHITESPACE: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
"""How templates are read: a line that holds a statement or a comment alone leaves no empty line."""
MARK = "tfgen_mark"
"""The attribute of a template's environment that says how many values were read so far."""
FILTERS = ("print", "keep", "loop", "test", "condition", "join", "add", "modulo")
PREFIX = "tfgen "
"""What an instrumented template calls: filters of these names behind the prefix, which no template can spell."""


def instrument(tree: nodes.Template, template: str) -> nodes.Template:
    """Return `tree` with its output marked.

    Args:
        tree: A parsed template; it is changed.
        template: The template's path, as the markers name it.
    """
    _Instrument(template).visit(tree)
    return tree


def constants(tree: nodes.Template) -> frozenset[str]:
    """Return the strings that stand in the expressions of a template: the code that its author wrote."""
    return frozenset(node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str))


class InstrumentedCode(CodeGenerator):
    """Compiles an instrumented template: what it prints is text already, and is not escaped as if it were HTML."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        pass

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        pass


class _Instrument(NodeTransformer):
    def __init__(self, template: str) -> None:
        self.template = template

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        marked: list[nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                marker = sourcemap.line_marker(self.template, child.lineno)
                marked.append(self.text(marker + child.data, child.lineno))
            else:
                marked.append(self.print(child))
        node.nodes = marked
        return node

    def print(self, expression: nodes.Expr) -> nodes.Expr:
        line = expression.lineno
        return self.call("print", [self.visit(expression), nodes.Const(line), nodes.Const(self.template)], line)

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:
        node.node = self.call("keep", [self.visit(node.node)], node.lineno)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        assert isinstance(node.iter, nodes.Expr)
        node.iter = self.call("loop", [node.iter], node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return self.call("join", node.nodes, node.lineno)

    def visit_Add(self, node: nodes.Add) -> nodes.Node:
        self.generic_visit(node)
        return self.call("add", [node.left, node.right], node.lineno)

    def visit_Mod(self, node: nodes.Mod) -> nodes.Node:
        self.generic_visit(node)
        return self.call("modulo", [node.left, node.right], node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        node.args = [self.keep(argument) for argument in node.args]
        for keyword in node.kwargs:
            keyword.value = self.keep(keyword.value)
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:
        return self.branch(node, first=True)

    def branch(self, node: nodes.If, first: bool) -> nodes.If:
        node.test = self.call("test", [self.visit(node.test), nodes.Const(first)], node.lineno)
        node.body = self.condition([self.visit(child) for child in node.body], node.lineno)
        node.elif_ = [self.branch(chained, first=False) for chained in node.elif_]
        if node.else_:
            node.else_ = self.condition([self.visit(child) for child in node.else_], node.lineno)
        return node

    def condition(self, body: list[nodes.Node], line: int) -> list[nodes.Node]:
        opened = nodes.Output([self.call("condition", [], line)]).set_lineno(line)
        closed = nodes.Output([self.text(sourcemap.CONDITION_END, line)]).set_lineno(line)
        return [opened, *body, closed]

    def keep(self, argument: nodes.Expr) -> nodes.Expr:
        return argument if isinstance(argument, nodes.Const) else self.call("keep", [argument], argument.lineno)

    @staticmethod
    def call(name: str, arguments: list[nodes.Expr], line: int) -> nodes.Filter:
        mark = nodes.EnvironmentAttribute(MARK)
        called = nodes.Filter(mark, PREFIX + name, arguments, [], None, None)
        called.set_lineno(line, override=False)
        return called

    @staticmethod
    def text(text: str, line: int) -> nodes.TemplateData:
        node = nodes.TemplateData(text)
        node.set_lineno(line)
        return node
