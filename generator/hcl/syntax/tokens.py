"""The tokens of HCL: one grammar, which the parser and the formatter read by.

The kinds and the borders of the tokens are those of HCL's own scanner, except that what is never taken apart is
one token: a dotted name (`var.name`), and a quoted string whose template sequences, if any, are plain references
(`"${local.prefix}-fn"`).

Source: https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/scan_tokens.rl
"""

from __future__ import annotations

import re

# Kinds of tokens, one character each. An operator or a bracket is its own kind.
NAME, NUMBER, STRING, NEWLINE, COMMENT, END = "I", "N", "Z", "\n", "#", "E"
OPEN_QUOTE, OPEN_HEREDOC = '"', "H"

NAME_PATTERN = r"[A-Za-z_][A-Za-z0-9_-]*+"
"""A name in ASCII."""
_ANY_NAME = r"[^\x00-@\[-\^`{-\x7f][^\x00-,./:-@\[-\^`{-\x7f]*+"
"""The same with anything beyond ASCII, which `stray_in_name` looks at; written by what is not in it, because a
class of a million characters takes 100 ms to compile."""
STRING_PATTERN = rf'"(?:[^"\\$%\r\n]++|\\[^\r\n]|\$\{{{NAME_PATTERN}(?:\.{NAME_PATTERN})*+\}}|[$%](?![{{$%]))*+"'
PLAIN_STRING_PATTERN = r'"(?:[^"\\$%\r\n]++|[$%](?![{$%]))*+"'
"""A string without escapes and template sequences."""

token_at = re.compile(
    rf"""[ \t]*+(?:
    ({_ANY_NAME}(?:\.{_ANY_NAME})*+)
    |({STRING_PATTERN})
    |([0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)
    |(&&|\|\||::|\.\.\.|=[=>]|[!<>](?!<)=?|/(?![/*])|[.,*%+\-=?:])
    |([([{{])
    |([)\]]|~?\}})
    |(\r?\n)
    |((?:\#|//)[^\n]*+\n?|/\*(?s:.*?)\*/)
    |(")
    |(<<-?{_ANY_NAME}\r?\n)
    |(\Z)
    )""",
    re.VERBOSE,
).match
"""Finds the token at an offset, after the space before it: the last group says which, as in `KINDS`."""
KINDS = ("", NAME, STRING, NUMBER, "", "", "", NEWLINE, COMMENT, OPEN_QUOTE, OPEN_HEREDOC, END)
"""The kind of each group; none where the token is its own kind."""
OPERATOR_GROUP, OPEN_GROUP, CLOSE_GROUP, NEWLINE_GROUP, COMMENT_GROUP, HEREDOC_GROUP, END_GROUP = (
    4,
    5,
    6,
    7,
    8,
    10,
    11,
)

QUOTED_PIECE = r"""((?:[^"\\$%\r\n]++|\\[^\r\n])++|\$\$\{~?|%%\{~?|[$%](?!\{))|(\$\{~?)|(%\{~?)|(")"""
"""Within quotes: a literal, the opening of an interpolation or a directive, the closing quote."""

SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go's unicode.IsSpace takes as space; str.strip() alone would take U+001C to U+001F as well."""

HINTS = {
    "'": "strings take double quotes",
    ";": "one argument a line, without semicolons",
    "<": "a heredoc opens with <<NAME at the end of its line",
    "/": "a comment that opens with /* closes with */",
    "“": "strings take straight double quotes",
    "”": "strings take straight double quotes",
    "&": "the operator is &&",
    "|": "the operator is ||",
    "`": "strings take double quotes",
}
"""The way out where a character can't stand."""


def stray_in_name(name: str) -> int:
    """Return where a dotted name has a character that no name has, -1 where it has none."""
    if name.isascii():
        return -1
    for index, character in enumerate(name):
        first = index == 0 or name[index - 1] == "."
        if not character.isascii() and not (character if first else "a" + character).isidentifier():
            return index
    return -1
