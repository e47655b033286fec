"""What `terraform fmt` rewrites besides whitespace: labels of blocks, needless templates, old variable types.

Source: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/fmt.go (`formatBody`)
"""

from __future__ import annotations

import re
import unicodedata

from generator.hcl.formatting.line_tokens import (
    BODY,
    CLOSE_QUOTE,
    IDENT,
    INTERPOLATION,
    ONE_LINE_BODY,
    QUOTED,
    SEQUENCE_END,
    Open,
    Scanner,
)
from generator.hcl.formatting.spacing import BRACKETS
from generator.hcl.syntax.tokens import COMMENT, END, NEWLINE, OPEN_QUOTE, STRING

OLD_TYPES = {
    "list": "list(any)", "map": "map(any)", "set": "set(any)",
    '"string"': "string", '"list"': "list(string)", '"map"': "map(string)",
}  # fmt: skip
"""How a variable's `type` was written before Terraform 0.12, and how it is written now."""

_ESCAPE = r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|([$%])\2(?=\{)"
_SEQUENCE = r"([$%])(?=\{)"
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_UNESCAPED = {character: "\\" + letter for letter, character in _ESCAPED.items()}
_PLANES = 0x10000


def rewrite_item(scanner: Scanner, depth: int) -> None:
    """Rewrite the line that the scanner has read, the start of an item of a body, in place.

    The `{` that opens a block's body becomes a BODY (or ONE_LINE_BODY) on the scanner's stack.

    Args:
        scanner: It has read the line.
        depth: How many things were open where the line starts: bodies, all of them.

    Raises:
        FormatError: The line is neither an argument nor a block nor the end of one.
    """
    name = _skip_comments(scanner, 0)
    if _ends_line(scanner, name):
        return
    if scanner.kinds[name] == "}":
        _expect_line_end(scanner, name + 1)
        return
    if not _is_name(scanner, name):
        raise _check_token(scanner, name, "an argument (NAME = value) or a block")
    following = _skip_comments(scanner, name + 1)
    if scanner.kinds[following] == "=":
        in_variable = depth == 1 and scanner.stack[0].name == "variable"
        _rewrite_value(scanner, following + 1, len(scanner.kinds), in_variable and scanner.texts[name] == "type")
        return
    brace = _rewrite_labels(scanner, name)
    _rewrite_block(scanner, depth, name, brace)


def _rewrite_block(scanner: Scanner, depth: int, name: int, brace: int) -> None:
    """Mark the block's body as open, unless it closes on its line; rewrite the one argument of such a block."""
    kinds, texts, stack = scanner.kinds, scanner.texts, scanner.stack
    first = _skip_comments(scanner, brace + 1)
    if _ends_line(scanner, first):
        if kinds[first] != END:
            stack[depth] = Open(BODY, stack[depth].offset, texts[name])
        return
    if kinds[first] == "}":
        _expect_line_end(scanner, first + 1)
        return
    equals = _skip_comments(scanner, first + 1) if _is_name(scanner, first) else first
    if kinds[equals] != "=":
        raise _check_token(scanner, first, "an argument, a newline or }")
    closing = _closing_brace(scanner, equals)
    if closing:
        _expect_line_end(scanner, closing + 1)
        is_type = depth == 0 and texts[name] == "variable" and texts[first] == "type"
        _rewrite_value(scanner, equals + 1, closing, is_type)
    else:
        stack[depth] = Open(ONE_LINE_BODY, stack[depth].offset, texts[name])


def _rewrite_value(scanner: Scanner, start: int, stop: int, is_type: bool) -> None:
    """Rewrite the value between `start` and `stop`, which may have comments around it."""
    kinds, texts = scanner.kinds, scanner.texts
    start = _skip_comments(scanner, start)
    while stop > start and kinds[stop - 1] in (COMMENT, NEWLINE, END):
        stop -= 1
    if start >= stop:
        raise _check_token(scanner, start, "a value")
    if stop - start == 1:
        text = texts[start]
        if is_type:
            texts[start] = OLD_TYPES.get(text, text)
        elif kinds[start] == STRING and text.startswith('"${') and text.find("}") == len(text) - 2:
            kinds[start], texts[start] = IDENT, text[3:-2]
    elif not is_type and _is_whole_template(kinds, start, stop):
        _unwrap(scanner, start, stop)


def _is_whole_template(kinds: list[str], start: int, stop: int) -> bool:
    """Say whether the tokens are a quoted string that is one interpolation and nothing else."""
    if [*kinds[start : start + 2], *kinds[stop - 2 : stop]] != [
        OPEN_QUOTE,
        INTERPOLATION,
        SEQUENCE_END,
        CLOSE_QUOTE,
    ]:
        return False
    quotes = 0
    for kind in kinds[start + 2 : stop - 2]:
        if kind == OPEN_QUOTE:
            quotes += 1
        elif kind == CLOSE_QUOTE:
            quotes -= 1
        elif not quotes and kind in (INTERPOLATION, SEQUENCE_END, QUOTED):
            return False
    return True


def _unwrap(scanner: Scanner, start: int, stop: int) -> None:
    """Put what is in a template in the place of the template; in parentheses, if it takes several lines."""
    kinds, texts, offsets = scanner.kinds, scanner.texts, scanner.offsets
    first, last = start + 2, stop - 3
    while kinds[first] == NEWLINE and first < last:
        first += 1
    while kinds[last] == NEWLINE and first < last:
        last -= 1
    inner_kinds, inner_texts = kinds[first : last + 1], texts[first : last + 1]
    inner_offsets = offsets[first : last + 1]
    if NEWLINE in inner_kinds and not _in_parentheses(inner_kinds):
        inner_kinds, inner_texts = ["(", *inner_kinds, ")"], ["(", *inner_texts, ")"]
        inner_offsets = [inner_offsets[0], *inner_offsets, inner_offsets[-1]]
    kinds[start:stop], texts[start:stop], offsets[start:stop] = inner_kinds, inner_texts, inner_offsets


def _in_parentheses(kinds: list[str]) -> bool:
    """Say whether the first token is a parenthesis that the last one closes.

    terraform 1.11 looks at the two tokens alone, and so breaks `"${(a)`, newline, `+ (b)}"`; we do not.
    """
    depth = 0
    for index, kind in enumerate(kinds):
        depth += BRACKETS.get(kind, 0)
        if depth == 0:
            return kinds[0] == "(" and index == len(kinds) - 1
    return False


def _rewrite_labels(scanner: Scanner, name: int) -> int:
    """Quote the labels, drop the comments before and between them; return the index of the block's `{`."""
    kinds, texts = scanner.kinds, scanner.texts
    index, after_last, labels = name + 1, name + 1, []
    while kinds[index] != "{":
        if kinds[index] == COMMENT and not _ends_line(scanner, index):
            index += 1
            continue
        if not _is_name(scanner, index) and kinds[index] not in (STRING, OPEN_QUOTE):
            raise _check_token(scanner, index, "= and a value, or labels and {")
        stop = index + 1
        if kinds[index] == OPEN_QUOTE:
            stop = kinds.index(CLOSE_QUOTE, index) + 1
        labels.append(_label(scanner, index, stop))
        index = after_last = stop
    kinds[name + 1 : after_last] = [STRING] * len(labels)
    texts[name + 1 : after_last] = labels
    scanner.offsets[name + 1 : after_last] = [scanner.offsets[name]] * len(labels)
    return index - (after_last - name - 1) + len(labels)


def _label(scanner: Scanner, start: int, stop: int) -> str:
    """Return a label as Terraform writes it.

    terraform 1.11 loses a label that has `$` or `%` next to something else; here it stays as it is.
    """
    kind, text = scanner.kinds[start], "".join(scanner.texts[start:stop])
    if kind == IDENT:
        return f'"{text}"'
    if text.isascii() and text.isprintable() and not {"\\", "$", "%"}.intersection(text):
        return text
    if "${" in text.replace("$${", "") or "%{" in text.replace("%%{", ""):
        raise scanner.error("a label can't have a template sequence", scanner.offsets[start])

    def unescape(found: re.Match[str]) -> str:
        if found[2]:
            return found[2]
        code = found[1]
        if code in _ESCAPED:
            return _ESCAPED[code]
        if code[0] in "uU" and len(code) > 1 and int(code[1:], 16) <= 0x10FFFF:  # noqa: PLR2004
            return chr(int(code[1:], 16))
        raise scanner.error(f"\\{code} is no escape sequence", scanner.offsets[start])

    plain = unicodedata.normalize("NFC", re.sub(_ESCAPE, unescape, text[1:-1]))
    escaped = re.sub(_SEQUENCE, r"\1\1", "".join(map(_escape, plain)))
    return f'"{escaped}"'


def _escape(character: str) -> str:
    if character in _UNESCAPED:
        return _UNESCAPED[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < _PLANES else f"\\U{code:08x}"


def _closing_brace(scanner: Scanner, start: int) -> int:
    """Return the index of the `}` that closes what was open before `start`, or 0 if another line has it."""
    depth = 0
    for index in range(start, len(scanner.kinds)):
        depth += BRACKETS.get(scanner.kinds[index], 0)
        if depth < 0:
            return index
    return 0


def _is_name(scanner: Scanner, index: int) -> bool:
    return scanner.kinds[index] == IDENT and "." not in scanner.texts[index]


def _skip_comments(scanner: Scanner, index: int) -> int:
    """Return the index of the next token that is not a comment, or is one that ends its line."""
    while scanner.kinds[index] == COMMENT and not _ends_line(scanner, index):
        index += 1
    return index


def _ends_line(scanner: Scanner, index: int) -> bool:
    kind = scanner.kinds[index]
    return kind in (NEWLINE, END) or (kind == COMMENT and scanner.texts[index].endswith("\n"))


def _expect_line_end(scanner: Scanner, index: int) -> None:
    index = _skip_comments(scanner, index)
    if not _ends_line(scanner, index):
        raise _check_token(scanner, index, "a newline")


def _check_token(scanner: Scanner, index: int, expected: str) -> Exception:
    text = "the end of the line" if _ends_line(scanner, index) else scanner.texts[index]
    return scanner.error(f"expected {expected}, found {text}", scanner.offsets[index])
