"""HCL made up at random: expressions and templates that are valid, and texts that are broken."""

from __future__ import annotations

from random import Random

from generator.hcl.evaluation.functions import FUNCTIONS

_STRINGS = ("a", "b", "", "x y", "é", "10", "true", "-", "a,b", "Zz")
_NAMES = ("a", "b", "k1", "name")
_BINARY = ("+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||")
_OF_STRINGS = (
    "upper",
    "lower",
    "trimspace",
    "strrev",
    "title",
    "md5",
    "base64encode",
    "length",
    "jsonencode",
    "chomp",
)
_OF_LISTS = (
    "length", "reverse", "flatten", "distinct", "tolist", "toset", "jsonencode", "sort", "sum", "compact", "alltrue",
)  # fmt: skip
_OF_OBJECTS = ("keys", "values", "length", "jsonencode", "tomap")
_PIECES = ("{", "}", "(", ")", "[", "]", "=", "${", "%{", "~}", "\n", ",", ":", "?", ".", "*", "<<EOT\n", "#", "//", "/*",
    "*/", "\\", "$", "%", "1", "a", "-", "!", "&&", "||", "=>", "...", "\r\n", "\t", "é", "for", "if", "in", "null", "0.1",
    '"', '"${', '}"', "<<-EOT\n", "EOT\n", "'", ";", "%{ if ", "%{ endif }", "::", "\\u00", "&", "\x00", "\ufeff",
)  # fmt: skip


class Maker:
    """Makes up expressions whose functions take what they are given, mostly."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names: list[str] = []

    def expression(self, depth: int = 3) -> str:
        """Return an expression of any type."""
        kinds = [self.string, self.number, self.boolean, self.list, self.object]
        if depth > 0:
            kinds += [self.conditional, self.call, self.index, self.splat, self.binary, self.attempt]
        return self.random.choice(kinds)(depth - 1)

    def string(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.5:
            return f'"{self.random.choice(_STRINGS)}"'
        return f'"{self.template(depth)}"'

    def template(self, depth: int) -> str:
        """Return what may stand between quotes."""
        pieces = [self.random.choice(_STRINGS)]
        for _ in range(self.random.randint(1, 3)):
            opening, closing = self.random.choice(("${", "${~ ")), self.random.choice(("}", " ~}"))
            form = self.random.random()
            if form < 0.6:
                pieces.append(f"{opening}{self.simple(depth)}{closing}")
            elif form < 0.8:
                pieces.append(
                    f"%{{ if {self.boolean(0)} {closing} x ${{{self.simple(0)}}} %{{ else }}n o%{{ endif {closing}"
                )
            else:
                pieces.append(f"%{{ for e in {self.list(0)} {closing} [${{jsonencode(e)}}] %{{ endfor {closing}")
            pieces.append(self.random.choice((" ", "  y ", "", "$ ", "$${z}", "%%{w}")))
        return "".join(pieces)

    def simple(self, depth: int) -> str:
        return self.random.choice([self.number, self.boolean, self.string])(depth - 1)

    def number(self, depth: int) -> str:
        if depth > 0 and self.random.random() < 0.4:
            return f"({self.number(depth - 1)} {self.random.choice('+-*')} {self.number(depth - 1)})"
        return self.random.choice(("0", "1", "2", "10", "2.5", "-3", "1e2", "0.1"))

    def boolean(self, depth: int) -> str:
        if depth > 0 and self.random.random() < 0.5:
            return f"({self.number(depth - 1)} {self.random.choice(('<', '>=', '==', '!='))} {self.number(0)})"
        return self.random.choice(("true", "false"))

    def list(self, depth: int) -> str:
        form = self.random.random()
        if depth > 0 and form < 0.3:
            condition = f" if {self.boolean(0)}" if self.random.random() < 0.4 else ""
            return f"[for i, e in {self.list(depth - 1)} : [i, e]{condition}]"
        of = self.random.choice((self.string, self.number, self.expression if depth > 0 else self.string))
        return f"[{', '.join(of(depth - 1) for _ in range(self.random.randint(0, 3)))}]"

    def object(self, depth: int) -> str:
        if depth > 0 and self.random.random() < 0.3:
            return f'{{for i, e in {self.list(depth - 1)} : "k${{i}}" => e}}'
        names = self.random.sample(_NAMES, self.random.randint(0, 3))
        items = (f"{name} {self.random.choice('=:')} {self.expression(depth - 1)}" for name in names)
        return f"{{{', '.join(items)}}}"

    def conditional(self, depth: int) -> str:
        return f"({self.boolean(depth)} ? {self.expression(depth - 1)} : {self.expression(depth - 1)})"

    def binary(self, depth: int) -> str:
        return f"({self.expression(depth - 1)} {self.random.choice(_BINARY)} {self.expression(depth - 1)})"

    def call(self, depth: int) -> str:
        functions, of = self.random.choice(
            ((_OF_STRINGS, self.string), (_OF_LISTS, self.list), (_OF_OBJECTS, self.object))
        )
        if self.random.random() < 0.3:
            return self.random.choice(
                (
                    f"merge({self.object(depth - 1)}, {self.object(depth - 1)})",
                    f"concat({self.list(depth - 1)}, {self.list(depth - 1)})",
                    f'lookup({self.object(depth - 1)}, "a", {self.expression(depth - 1)})',
                    f'join("-", {self.list(0)})',
                    f'replace({self.string(0)}, "a", {self.string(0)})',
                    f'split(",", {self.string(0)})',
                    f"contains({self.list(depth - 1)}, {self.simple(0)})",
                    f"coalesce({self.simple(0)}, {self.simple(0)})",
                    f"element({self.list(depth - 1)}, 1)",
                    f"max({self.number(0)}, {self.number(0)})",
                    f'format("%s|%v", {self.string(0)}, {self.expression(depth - 1)})',
                    f"zipmap({self.list(0)}, {self.list(0)})",
                )
            )
        return f"{self.random.choice(functions)}({of(depth - 1)})"

    def index(self, depth: int) -> str:
        if self.random.random() < 0.5:
            key = self.random.choice(("0", "1", '"0"'))
            return f"{self.list(depth - 1)}[{key}]"
        step = self.random.choice((".a", '["a"]', ".k1"))
        return self.object(depth - 1) + step

    def splat(self, depth: int) -> str:
        return (
            f"{self.random.choice((self.list, self.object))(depth - 1)}[*]{self.random.choice(('', '.a', '[0]'))}"
        )

    def attempt(self, depth: int) -> str:
        if self.random.random() < 0.5:
            return f"can({self.expression(depth - 1)})"
        return f"try({self.expression(depth - 1)}, {self.expression(depth - 1)})"

    def heredoc(self) -> str:
        """Return a heredoc of either kind, with its end of line."""
        opener = self.random.choice(("<<EOT", "<<-EOT"))
        lines = []
        for _ in range(self.random.randint(0, 5)):
            indent = self.random.choice(("", " ", "  ", "    ", "\t", "   \t"))
            lines.append(indent + self.random.choice(("", "x", "x y ", self.template(1), "EOTx", "\\n", '"q"')))
        if self.random.random() < 0.4:
            mark = self.random.choice(("}", "~}"))
            lines.insert(0, f"  %{{ for e in [1, 2] {mark}")
            lines.append(f"  %{{ endfor {mark}")
        return "\n".join([opener, *lines, self.random.choice(("EOT", "  EOT"))]) + "\n"


def broken(text: str, random: Random) -> str:
    """Return a text with something taken out, put in, repeated or joined."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        at = random.randrange(len(text) + 1)
        form = random.random()
        lines = text.split("\n")
        line = random.randrange(len(lines))
        if form < 0.3:
            text = text[:at] + text[at + random.randint(1, 3) :]
        elif form < 0.65:
            text = text[:at] + random.choice(_PIECES) + text[at:]
        elif form < 0.75:
            del lines[line]
            text = "\n".join(lines)
        elif form < 0.85:
            text = "\n".join([*lines[:line], lines[line], *lines[line:]])
        elif form < 0.95:
            text = "\n".join([*lines[:line], " ".join(lines[line : line + 2]), *lines[line + 2 :]])
        else:
            text = text.replace("\n", "\r\n")
        text = text or "\n"
    return text


_NOT_CALLED = frozenset(
    [
        "timestamp",
        "plantimestamp",
        "uuid",
        "bcrypt",
        "rsadecrypt",
        "cidrcontains",
        "base64gunzip",
        "urldecode",
        "base64gzip",
        "file",
        "filebase64",
        "fileexists",
        "filemd5",
        "filesha1",
        "filesha256",
        "filesha512",
        "filebase64sha256",
        "filebase64sha512",
        "templatefile",
        "templatestring",
        "fileset",
        "abspath",
        "pathexpand",
        "type",
        "ephemeralasnull",
        "issensitive",
        "sensitive",
        "nonsensitive",
    ]
)
"""Functions of files, marks and chance, and of OpenTofu."""
_ARGUMENTS = (
    '"a"', '"Abc dEf"', '""', '"e\\u0301x"', '"12"', '"true"', '"a,b,c"', '"10.1.2.0/24"', '"2020-01-31T10:00:00Z"',
    '"1h30m"', '"%s-%s"', '"%05.2f"', '"YYYY-MM-DD hh:mm"', '"[a-z]+"', '"/b*/"', '"aGk="', '"{\\"a\\":[1,2.50]}"',
    '"a: [1, x]\\nb: ~"', '"a\\n  b\\n"', "0", "1", "2.5", "0.1", "10", "1e3", "true", "false", "null", "[]",
    '["a","b","a"]', "[1,2,3]", '["b",1,true]', '[["a"],["b","c"]]', "{}", '{a=1,b="x"}', '{a=["x"],b=["x","y"]}',
    'toset(["b","a"])', 'tolist(["a","b"])', "tomap({a=1,b=2})", 'tomap({x="y"})', "[true,false]", '[null,"a"]',
    "{a={b=null}}", '"utf-8"', '["1","2"]', "[0.1,0.2]",
)  # fmt: skip


def made_up_call(random: Random, depth: int = 2) -> str:
    """Return a call of any function with any arguments, most of which fit; or what operators make of such."""
    chance = random.random()
    if not depth or (chance < 0.3 and depth < 2):
        return random.choice(_ARGUMENTS)
    if chance < 0.9:
        name = random.choice(
            [name for name in FUNCTIONS if name not in _NOT_CALLED and not name.startswith("assume")]
        )
        function = FUNCTIONS[name]
        count = random.randint(function.least, min(function.most, function.least + 2))
        return f"{name}({', '.join(made_up_call(random, depth - 1) for _ in range(count))})"
    operator = random.choice(["+", "-", "*", "/", "==", "!=", "<", ">="])
    return f"({made_up_call(random, depth - 1)} {operator} {made_up_call(random, depth - 1)})"
