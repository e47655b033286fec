"""HCL for the formatter's tests: made up at random, and with its whitespace in disorder."""

from __future__ import annotations

from random import Random

from generator.hcl.formatting.line_tokens import (
    CLOSE_HEREDOC,
    CLOSE_QUOTE,
    IDENT,
    LITERAL,
    QUOTED,
    SEQUENCE_END,
    tokenize,
)
from generator.hcl.syntax.tokens import COMMENT, NEWLINE, NUMBER, OPEN_HEREDOC, OPEN_QUOTE, STRING

_WORDS = (
    "name",
    "timeout",
    "var",
    "local.name_prefix",
    "each.value",
    "aws_iam_role.main.arn",
    "data.a.b[0].c",
    "in",
    "for",
)
_OPERATORS = ("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||")
_TEXTS = (
    "",
    "x",
    "a b",
    "é",
    "日本",
    "$5 ",
    "100% ",
    r"\"q\"",
    r"\n",
    "$${no}",
    "%%{no}",
    "{",
    "[(",
    "# no",
    "//",
)


def mangle(text: str, random: Random, *, only_spaces: bool = False) -> str:
    """Return the tokens of `text` with other whitespace; and other line ends and more comments, if allowed."""
    parts: list[str] = []
    before, before_text = NEWLINE, "\n"
    tokens = tokenize(text)[:-1]
    for kind, token in tokens:
        parts.append(_gap(before, before_text, kind, random))
        if kind == NEWLINE and not only_spaces and before != CLOSE_HEREDOC and random.random() < 0.05:
            parts.append(random.choice(["# note", "// note", "/* note */", "# nöte"]))
        parts.append(token)
        before, before_text = kind, token
    mangled = "".join(parts)
    if only_spaces:
        return mangled
    # A heredoc's closing line needs its newline, however many blank ones follow.
    ends_with_heredoc = next((kind for kind, _ in reversed(tokens) if kind != NEWLINE), None) == CLOSE_HEREDOC
    if random.random() < 0.1 and not ends_with_heredoc:
        mangled = mangled.rstrip("\n") + random.choice(["", "  "])
    if random.random() < 0.1:
        mangled = mangled.replace("\n", "\r\n")
    return mangled if random.random() < 0.9 else "\ufeff" + mangled


def _gap(before: str, before_text: str, kind: str, random: Random) -> str:
    """Return whitespace that may stand between two tokens without a change of meaning."""
    if kind in (QUOTED, LITERAL, CLOSE_QUOTE, CLOSE_HEREDOC) or "." in (before, kind):
        return ""
    if before in (QUOTED, LITERAL, OPEN_QUOTE, OPEN_HEREDOC, CLOSE_HEREDOC, SEQUENCE_END):
        return ""
    at_line_start = before == NEWLINE or (before == COMMENT and before_text.endswith("\n"))
    values = (IDENT, NUMBER, STRING, "[", "{", "(", OPEN_QUOTE)
    may_touch = (
        at_line_start
        or kind in (",", ")", "]", "}", NEWLINE)
        or before in ("(", "[", "{", ",")
        or (before == IDENT and kind == "=")
        or (before == "=" and kind in values)
    )
    return random.choice(["", " ", "  ", "\t", "     "] if may_touch else [" ", "  ", "\t", " \t "])


class HclMaker:
    """Makes valid HCL up; what it makes depends on `random` alone.

    No string of it is a needless template, and no label is without quotes: formatting keeps all its tokens.
    """

    def __init__(self, random: Random) -> None:
        self.random = random

    def body(self, depth: int = 0) -> str:
        """Return arguments and blocks, each on lines of its own."""
        items = []
        for index in range(self.random.randint(1, 6)):
            roll = self.random.random()
            if roll < 0.15:
                items.append("\n")
            elif roll < 0.25:
                items.append(self.random.choice(["# comment\n", "// comment\n", "/* two\n lines */\n"]))
            elif roll < 0.5 and depth < 3:
                items.append(self.block(depth))
            elif roll < 0.6:
                items.append(f"{self.name()}{index} = {self.heredoc()}\n")
            else:
                items.append(f"{self.name()}{index} = {self.expression()}{self.comment()}\n")
        return "".join(items)

    def block(self, depth: int) -> str:
        """Return a block with up to two labels."""
        labels = "".join(f' "{self.name()}"' for _ in range(self.random.randint(0, 2)))
        form = self.random.random()
        if form < 0.1:
            return f"{self.name()}{labels} {{}}\n"
        if form < 0.2:
            return f"{self.name()}{labels} {{ a = {self.expression(3)} }}\n"
        return f"{self.name()}{labels} {{{self.comment()}\n{self.body(depth + 1)}}}\n"

    def expression(self, depth: int = 0) -> str:
        """Return an expression; of several lines only where brackets are open."""
        forms = [self.word, self.number, self.string]
        if depth < 3:
            forms += [self.call, self.list, self.object, self.operation, self.condition, self.loop, self.sign]
        made = self.random.choice(forms)
        return made() if made in forms[:3] else made(depth + 1)

    def word(self) -> str:
        return self.random.choice(_WORDS[:-2])

    def name(self) -> str:
        return self.random.choice(("a", "bcd", "type", "a-b", "größe", "in", "list", "_x"))

    def number(self) -> str:
        return self.random.choice(("0", "1", "1.5", "2e3", "42"))

    def string(self) -> str:
        texts = [self.random.choice(_TEXTS) for _ in range(self.random.randint(0, 2))]
        if self.random.random() < 0.4:
            texts += [
                "-",
                self.random.choice(("${%s}", "${ %s }", "${~ f(%s)}", "%%{ if %s }x%%{ endif }")) % self.word(),
            ]
        return '"' + "".join(texts) + '"'

    def heredoc(self) -> str:
        lines = [self.random.choice(("", "  text {", "${ a }", " x ${b} y", "$ %", "\tEO", "é")) for _ in range(3)]
        return "\n".join([self.random.choice(("<<EOT", "<<-EOT")), *lines, self.random.choice(("EOT", "  EOT"))])

    def call(self, depth: int) -> str:
        name = self.random.choice(("f", "jsonencode", "provider::aws::arn"))
        spread = self.random.choice(("", "", "..."))
        return f"{name}({self.broken(', ', [self.expression(depth) for _ in range(2)])}{spread})"

    def list(self, depth: int) -> str:
        items = [self.expression(depth) for _ in range(self.random.randint(0, 3))]
        return f"[{self.broken(', ', items)}]{self.random.choice(('', '', '[0]', '[*].id'))}"

    def object(self, depth: int) -> str:
        keys = (self.name(), '"a.b"', "(var.key)")
        items = [
            f"{self.random.choice(keys)} {self.random.choice('==:')} {self.expression(depth)}"
            for _ in range(self.random.randint(0, 3))
        ]
        if self.random.random() < 0.5:
            return f"{{{', '.join(items)}}}"
        return "{\n" + "".join(f"{item}{self.random.choice(('', ','))}{self.comment()}\n" for item in items) + "}"

    def operation(self, depth: int) -> str:
        return f"{self.expression(depth)} {self.random.choice(_OPERATORS)} {self.expression(depth)}"

    def condition(self, depth: int) -> str:
        return f"({self.expression(depth)} ? {self.expression(depth)} : {self.expression(depth)})"

    def loop(self, depth: int) -> str:
        collection, value = self.expression(depth), self.expression(depth)
        if self.random.random() < 0.5:
            return f"[for x in {collection} : {value} if x != null]"
        return f"{{for k, v in {collection} : k => {value}}}"

    def sign(self, depth: int) -> str:
        return f"{self.random.choice('!-')}{self.word()}"

    def comment(self) -> str:
        return self.random.choice(("", "", "", " # why", " // why", " # è"))

    def broken(self, separator: str, items: list[str]) -> str:
        """Join items, now and then over several lines."""
        if self.random.random() < 0.7:
            return separator.join(items)
        return "\n" + f"{separator.strip()}\n".join(items) + "\n"
