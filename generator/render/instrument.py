"""Rewrites a parsed template so that its output says where it comes from.

Every `{{ }}`, `{% set %}`, `{% if %}`, `{% for %}` and argument of a call is wrapped in a call of the rendering's
own, which takes the reads of spec values that the expression made. Text gets a marker at each of its lines.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from generator.render import sourcemap

PREFIX = "_tfgen_"
NAMES = ("mark", "print", "keep", "loop", "test", "condition", "join")
"""What an instrumented template calls: attributes of its environment under these names, `PREFIX` before them."""
MARK, PRINT, KEEP, LOOP, TEST, CONDITION, JOIN = (PREFIX + name for name in NAMES)


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


class DirectCalls(CodeGenerator):
    """Compiles the calls that were put in as calls of Python, without what Jinja does around an author's calls."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a call."""
        if not _is_put_in(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    # What prints an expression gives code already: neither Jinja's finalize nor its escape would change it.

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not _is_put_in(node):
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not _is_put_in(node):
            super()._output_child_post(node, frame, finalize)


def _is_put_in(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.EnvironmentAttribute)


class _Instrument(NodeTransformer):
    def __init__(self, template: str) -> None:
        self.template = template

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        marked: list[nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                marked.append(self.data(child))
            else:
                marked.append(self.text(sourcemap.line_marker(self.template, child.lineno), child.lineno))
                marked.append(self.print(child))
        node.nodes = marked
        return node

    def print(self, expression: nodes.Expr) -> nodes.Expr:
        line = expression.lineno
        return self.wrap(PRINT, self.visit(expression), nodes.Const(line), nodes.Const(self.template))

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:
        node.node = self.wrap(KEEP, self.visit(node.node))
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = self.wrap(LOOP, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return self.join(node.nodes, node.lineno)

    def visit_Add(self, node: nodes.Add) -> nodes.Node:
        self.generic_visit(node)
        return self.join([nodes.Const("+"), node.left, node.right], node.lineno)

    def join(self, operands: list[nodes.Expr], line: int) -> nodes.Node:
        return nodes.Call(self.name(JOIN), operands, [], None, None).set_lineno(line)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        node.args = [self.keep(argument) for argument in node.args]
        for keyword in node.kwargs:
            keyword.value = self.keep(keyword.value)
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:
        return self.branch(node, first=True)

    def branch(self, node: nodes.If, first: bool) -> nodes.If:
        node.test = self.wrap(TEST, self.visit(node.test), nodes.Const(first))
        node.body = self.condition([self.visit(child) for child in node.body], node.lineno)
        node.elif_ = [self.branch(chained, first=False) for chained in node.elif_]
        if node.else_:
            node.else_ = self.condition([self.visit(child) for child in node.else_], node.lineno)
        return node

    def condition(self, body: list[nodes.Node], line: int) -> list[nodes.Node]:
        opened = nodes.Output([nodes.Call(self.name(CONDITION), [], [], None, None)]).set_lineno(line)
        closed = nodes.Output([self.text(sourcemap.CONDITION_END, line)]).set_lineno(line)
        return [opened, *body, closed]

    def keep(self, argument: nodes.Expr) -> nodes.Expr:
        return argument if isinstance(argument, nodes.Const) else self.wrap(KEEP, argument)

    def wrap(self, function: str, expression: nodes.Node, *more: nodes.Expr) -> nodes.Call:
        mark = nodes.Call(self.name(MARK), [], [], None, None)
        call = nodes.Call(self.name(function), [mark, expression, *more], [], None, None)
        call.set_lineno(expression.lineno, override=False)
        return call

    def data(self, node: nodes.TemplateData) -> nodes.TemplateData:
        lines = node.data.split("\n")
        marked = (
            sourcemap.line_marker(self.template, node.lineno + position) + line
            for position, line in enumerate(lines)
        )
        return self.text("\n".join(marked), node.lineno)

    @staticmethod
    def text(text: str, line: int) -> nodes.TemplateData:
        node = nodes.TemplateData(text)
        node.set_lineno(line)
        return node

    @staticmethod
    def name(name: str) -> nodes.Expr:
        return nodes.EnvironmentAttribute(name)
