"""Expressions to syntax trees, by recursive descent."""

from __future__ import annotations

import re

from generator import bounds
from generator.hcl.syntax.lexer import Lexer, SyntaxProblem, number
from generator.hcl.syntax.templates import MAXIMUM_DEPTH, TemplateReader, normal_form_c
from generator.hcl.syntax.tokens import END, NAME, NAME_PATTERN, NEWLINE, NUMBER, OPEN_HEREDOC, OPEN_QUOTE, STRING
from generator.hcl.syntax.tree import (
    Binary,
    Call,
    Conditional,
    Constant,
    Expression,
    ForExpression,
    Index,
    Key,
    Literal,
    ObjectExpression,
    Parentheses,
    Relative,
    Source,
    Splat,
    SplatElement,
    Step,
    Traversal,
    Tuple,
    Unary,
)

_PRECEDENCE = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
KEYWORDS: dict[str, Constant] = {"true": True, "false": False, "null": None}
MAXIMUM_STEPS = bounds.REFERENCE_STEPS.limit
_BARE_KEY = re.compile(rf"({NAME_PATTERN})(?=[ \t]*+[=:](?![=:]))").match
"""A name as the key of an object, which is no reference then."""


class ExpressionReader(Lexer):
    """Reads expressions; each method starts at the current token and leaves the one after what it read.

    Attributes:
        bound: How many `for` expressions bind a name here.
        depth: How deep expressions and templates are nested here.
    """

    __slots__ = ("_templates", "bound", "depth")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.bound: dict[str, int] = {}
        self.depth = 0
        self._templates = TemplateReader(self)

    def bind(self, names: list[str], by: int) -> None:
        """Count the names of a `for` in, or out again with -1."""
        for name in names:
            self.bound[name] = self.bound.get(name, 0) + by

    def read_quoted(self) -> Expression:
        """Read from the opening quote, the current token, to the closing one."""
        return self._templates.read_quoted()

    def heredoc(self) -> Expression:
        """Read from the opening `<<NAME`, the current token, to its closing line."""
        return self._templates.heredoc()

    def template(self) -> Expression:
        """Read all of the text as a template, as strings of JSON are."""
        return self._templates.template()

    def expression(self) -> Expression:
        """Read an expression.

        Raises:
            SyntaxProblem: There is none, or it nests too deeply.
        """
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise SyntaxProblem(f"expressions nest deeper than {MAXIMUM_DEPTH}", self.start, self.stop)
        found = self._operand()
        if self.kind in _PRECEDENCE:
            found = self._operators(found, 1)
        if self.kind == "?":
            found = self._conditional(found)
        self.depth -= 1
        return found

    def for_names(self) -> list[str]:
        """Read the names of a `for`, up to and with `in`."""
        names = [self._word("a name for the element")]
        if self.kind == ",":
            self.advance()
            names.append(self._word("a second name"))
        if self.token != "in":
            raise self.expected('"in"' if len(names) > 1 else '"," or "in"')
        self.advance()
        return names

    def _word(self, what: str) -> str:
        name = self.token
        if self.kind != NAME or "." in name:
            raise self.expected(what)
        self.advance()
        return name

    def _operators(self, left: Expression, lowest: int) -> Expression:
        while (precedence := _PRECEDENCE.get(self.kind, 0)) >= lowest:
            operator = self.kind
            self.advance()
            right = self._operand()
            while _PRECEDENCE.get(self.kind, 0) > precedence:
                right = self._operators(right, precedence + 1)
            left = Binary(self.source, left.start, right.stop, operator, left, right)
        return left

    def _conditional(self, condition: Expression) -> Expression:
        self.advance()
        true = self.expression()
        if self.kind != ":":
            raise self.expected('":" and what the conditional gives otherwise')
        self.advance()
        false = self.expression()
        return Conditional(self.source, condition.start, false.stop, condition, true, false)

    def _operand(self) -> Expression:
        """Read an operand with its unary operators and what is taken from it."""
        kind, start = self.kind, self.start
        if kind == NAME:
            found = self._name()
        elif kind == STRING:
            found = Literal(self.source, start, self.stop, normal_form_c(self.token[1:-1]))
            self.advance()
        elif kind == NUMBER:
            found = self._number()
        else:
            read = _READERS.get(kind)
            if not read:
                hint = "an argument's value starts on its line" if kind == NEWLINE else ""
                raise self.expected("an expression", hint)
            found = read(self)
        if self.kind in (".", "["):
            first, steps = found, 0
            while self.kind in (".", "["):
                steps += 1
                if steps > MAXIMUM_STEPS:
                    raise self._too_many_steps(found.start)
                found = self._read_step(found)
            if isinstance(first, Traversal):
                first.outer = found
        return found

    def _too_many_steps(self, start: int) -> SyntaxProblem:
        return SyntaxProblem(f"a reference has more than {MAXIMUM_STEPS} steps", start, self.stop)

    def _number(self) -> Expression:
        value = number(self.token)
        if value is None:
            raise SyntaxProblem(f"{self.token} is not a number", self.start, self.stop)
        found = Literal(self.source, self.start, self.stop, value)
        self.advance()
        return found

    def _unary(self) -> Expression:
        operator, start = self.kind, self.start
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise SyntaxProblem(f"expressions nest deeper than {MAXIMUM_DEPTH}", self.start, self.stop)
        self.advance()
        operand = self._operand()
        self.depth -= 1
        return Unary(self.source, start, operand.stop, operator, operand)

    def _name(self) -> Expression:
        token, start, stop = self.token, self.start, self.stop
        self.advance()
        if self.kind == "(" and "." not in token:
            return self._call(token, start)
        if self.kind == "::":
            return self._qualified_call(token, start)
        if token in KEYWORDS:
            return Literal(self.source, start, stop, KEYWORDS[token])
        steps: list[Step] = []
        if "." in token:
            token, *names = token.split(".")
            steps += names
            if len(steps) > MAXIMUM_STEPS:
                raise self._too_many_steps(start)
            if token in KEYWORDS:
                inner = Literal(self.source, start, start + len(token), KEYWORDS[token])
                return Relative(self.source, start, stop, inner, steps)
        found = Traversal(self.source, start, stop, token, steps)
        if not self.bound.get(token):
            self.source.traversals.append(found)
        return found

    def _qualified_call(self, name: str, start: int) -> Expression:
        while self.kind == "::":
            self.advance()
            name += "::" + self._word("a function's name")
        if self.kind != "(":
            raise self.expected('"(" after the function\'s name')
        return self._call(name, start)

    def _call(self, name: str, start: int) -> Expression:
        outer, self.free = self.free, True
        opened, expands = self.start, False
        self.advance()
        arguments: list[Expression] = []
        while self.kind != ")":
            arguments.append(self.expression())
            if self.kind == "...":
                expands = True
                self.advance()
                if self.kind != ")":
                    raise self._unclosed_problem('")" after the last argument', opened)
                break
            if self.kind == ",":
                self.advance()
            elif self.kind != ")":
                raise self._unclosed_problem(f'"," or ")" in the call of {name}', opened)
        stop = self._close(outer)
        found = Call(self.source, start, stop, name, arguments, expands)
        self.source.calls.append(found)
        return found

    def _close(self, outer: bool) -> int:
        """Go past a closing bracket, back in the outer reading mode; return where it ends."""
        stop = self.stop
        self.free = outer
        self.advance()
        return stop

    def _unclosed_problem(self, what: str, opened: int) -> SyntaxProblem:
        line, column = self.source.position(opened)
        if self.kind == END or line != self.source.position(self.start)[0]:
            what += f" (opened at {line}:{column})"
        return self.expected(what)

    def _parentheses(self) -> Expression:
        start, outer, self.free = self.start, self.free, True
        self.advance()
        inner = self.expression()
        if self.kind != ")":
            raise self._unclosed_problem('an operator or ")"', start)
        return Parentheses(self.source, start, self._close(outer), inner)

    def _tuple(self) -> Expression:
        start, outer, self.free = self.start, self.free, True
        self.advance()
        if self.token == "for" and self.kind == NAME:
            return self._for(start, outer, "[", "]")
        items: list[Expression] = []
        while self.kind != "]":
            items.append(self.expression())
            if self.kind == ",":
                self.advance()
            elif self.kind != "]":
                raise self._unclosed_problem('"," or "]"', start)
        return Tuple(self.source, start, self._close(outer), items)

    def _object(self) -> Expression:
        start, outer, self.free = self.start, self.free, True
        self.advance()
        if self.token == "for" and self.kind == NAME:
            return self._for(start, outer, "{", "}")
        self.free = False
        items: list[tuple[Expression, Expression]] = []
        while self.kind != "}":
            key = self._key()
            if self.kind not in ("=", ":"):
                raise self._unclosed_problem('"=" after the key', start)
            self.free = False
            self.advance()
            items.append((key, self.expression()))
            if self.kind in (",", NEWLINE):
                self.free = True  # newlines after it are but space
                self.advance()
                self.free = False
            elif self.kind != "}":
                raise self._unclosed_problem('",", a new line or "}" after the element', start)
        return ObjectExpression(self.source, start, self._close(outer), items)

    def _key(self) -> Expression:
        if self.kind == NAME and (found := _BARE_KEY(self.text, self.start)):
            self.stop = found.end()
            key = Literal(self.source, self.start, self.stop, normal_form_c(found[1]))
            self.advance()
            return key
        seen = len(self.source.traversals)
        found_key = self.expression()
        if isinstance(found_key, Traversal):
            if found_key.steps:
                return found_key  # only the providers of a module may be told by such a key
            del self.source.traversals[seen:]
            return Literal(self.source, found_key.start, found_key.stop, normal_form_c(found_key.root))
        return found_key

    def _for(self, start: int, outer: bool, form: str, closer: str) -> Expression:
        self.advance()
        names = self.for_names()
        collection = self.expression()
        if self.kind != ":":
            raise self._unclosed_problem('":" after the collection', start)
        self.advance()
        self.bind(names, 1)
        key, groups, condition = None, False, None
        value = self.expression()
        if form == "{":
            if self.kind != "=>":
                raise self._unclosed_problem('"=>" after the key', start)
            self.advance()
            key, value = value, self.expression()
            if self.kind == "...":
                groups = True
                self.advance()
        if self.token == "if" and self.kind == NAME:
            self.advance()
            condition = self.expression()
        self.bind(names, -1)
        if self.kind != closer:
            raise self._unclosed_problem(f'"if" or "{closer}"', start)
        stop = self._close(outer)
        return ForExpression(self.source, start, stop, names, collection, key, value, condition, groups, form)

    def _read_step(self, base: Expression) -> Expression:
        """Read one step from `base`: an attribute, an index or a splat."""
        if self.kind == ".":
            self.advance()
            if self.kind == NAME:
                return self._step(base, [*self.token.split(".")])
            if self.kind == NUMBER:
                return self._step(base, [self._legacy_index()])
            if self.kind == "*":
                return self._attribute_splat(base)
            raise self.expected("an attribute's name")
        opened, outer, self.free = self.start, self.free, True
        self.advance()
        if self.kind == "*":
            self.advance()
            if self.kind != "]":
                raise self._unclosed_problem('"]" after the splat\'s *', opened)
            return self._full_splat(base, self._close(outer))
        key = self.expression()
        if self.kind != "]":
            raise self._unclosed_problem('an operator or "]" after the index', opened)
        stop = self._close(outer)
        if isinstance(key, Literal) and not isinstance(key.value, bool) and key.value is not None:
            return self._extend(base, [Key(key.value)], stop)
        return Index(self.source, base.start, stop, base, key)

    def _legacy_index(self) -> Key:
        if not self.token.isdigit() or len(self.token) > bounds.NUMBER_DIGITS.limit:
            hint = "two indexes after each other are written [0][1]" if "." in self.token else ""
            raise SyntaxProblem(f"{self.token} is not an index", self.start, self.stop, hint)
        return Key(int(self.token))

    def _step(self, base: Expression, steps: list[Step]) -> Expression:
        stop = self.stop
        self.advance()
        return self._extend(base, steps, stop)

    def _extend(self, base: Expression, steps: list[Step], stop: int) -> Expression:
        if isinstance(base, (Traversal, Relative)):
            base.steps += steps
            base.stop = stop
            if len(base.steps) > MAXIMUM_STEPS:
                raise self._too_many_steps(base.start)
            return base
        return Relative(self.source, base.start, stop, base, steps)

    def _attribute_splat(self, base: Expression) -> Expression:
        stop = self.stop
        self.advance()
        each: Expression = SplatElement(self.source, stop, stop)
        while self.kind == ".":
            self.advance()
            stop = self.stop
            if self.kind == NAME:
                each = self._step(each, [*self.token.split(".")])
            elif self.kind == NUMBER:
                each = self._step(each, [self._legacy_index()])
            else:
                hint = "x[*].a[*].b can nest" if self.kind == "*" else ""
                raise self.expected("an attribute's name", hint)
        return Splat(self.source, base.start, stop, base, each)

    def _full_splat(self, base: Expression, stop: int) -> Expression:
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise SyntaxProblem(f"splats nest deeper than {MAXIMUM_DEPTH}", base.start, stop)
        each: Expression = SplatElement(self.source, stop, stop)
        while self.kind in (".", "["):
            each = self._read_step(each)
        self.depth -= 1
        return Splat(self.source, base.start, max(stop, each.stop), base, each)


_READERS = {
    "(": ExpressionReader._parentheses,
    "[": ExpressionReader._tuple,
    "{": ExpressionReader._object,
    "-": ExpressionReader._unary,
    "!": ExpressionReader._unary,
    OPEN_QUOTE: ExpressionReader.read_quoted,
    OPEN_HEREDOC: ExpressionReader.heredoc,
}
"""What reads an operand, by the kind of its first token."""
