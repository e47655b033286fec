"""Whether a space stands between two tokens of one line, by the rules of `terraform fmt`.

Source: https://github.com/hashicorp/hcl/blob/v2.23.0/hclwrite/format.go (`spaceAfterToken`)
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from generator.hcl.formatting.line_tokens import (
    CLOSE_HEREDOC,
    CLOSE_QUOTE,
    DIRECTIVE,
    IDENT,
    INTERPOLATION,
    LITERAL,
    OPERATORS,
    QUOTED,
    SEQUENCE_END,
)
from generator.hcl.syntax.tokens import NUMBER, OPEN_HEREDOC, OPEN_QUOTE, STRING

BRACKETS = {"(": 1, "[": 1, "{": 1, INTERPOLATION: 1, DIRECTIVE: 1, ")": -1, "]": -1, "}": -1, SEQUENCE_END: -1}
"""By how much a token of a kind changes how many brackets are open."""

_NOTHING, _IN, _SIGN = "", "i", "s"
_SCOPE, _ELLIPSIS = OPERATORS["::"], OPERATORS["..."]
# A minus after one of these is a sign; after anything else it is taken for a subtraction.
_BEFORE_SIGN = frozenset(
    (_NOTHING, *"([{=:,?+*/%-!", *(OPERATORS[sign] for sign in ("==", "!=", ">=", "<=", "&&", "||")), "<", ">")
)


def join(kinds: list[str], texts: list[str], start: int, stop: int) -> str:
    """Return the tokens from `start` to `stop` as text, with the spaces that belong between them.

    Args:
        kinds: Kinds of tokens.
        texts: Their texts.
        start: Index of the first token; what is before it counts as another cell.
        stop: Index after the last one.
    """
    if stop - start < 2:  # noqa: PLR2004
        return "".join(texts[start:stop])
    parts = [texts[start]]
    before, subject = _NOTHING, kinds[start]
    for index in range(start + 1, stop):
        after = kinds[index]
        if subject == "-" and before in _BEFORE_SIGN:
            pair = _SIGN + after
        elif subject == IDENT and before == IDENT and texts[index - 1] == "in":
            pair = _IN + after
        else:
            pair = subject + after
        glue = _GLUE[pair] if pair in _GLUE else _glue(pair)
        parts.append(glue)
        parts.append(texts[index])
        before, subject = subject, after
    return "".join(parts)


_ANY = frozenset[str]()
_OPENERS = frozenset(kind for kind, change in BRACKETS.items() if change > 0)
_CLOSERS = frozenset(BRACKETS) - _OPENERS
# What is on the left, what is on the right, and whether a space is between: the first rule that fits decides.
_RULES = (
    ({IDENT, _IN}, {"(", _SCOPE}, False),
    ({_SCOPE}, {IDENT}, False),
    ({"."}, _ANY, False),
    (_ANY, {".", ",", _ELLIPSIS}, False),
    ({","}, _ANY, True),
    ({QUOTED, LITERAL, OPEN_QUOTE, OPEN_HEREDOC}, _ANY, False),
    (_ANY, {QUOTED, LITERAL, CLOSE_QUOTE, CLOSE_HEREDOC}, False),
    ({_IN}, _ANY, True),
    ({IDENT, NUMBER, *_CLOSERS}, {"["}, False),
    ({"!", _SIGN}, _ANY, False),
    ({"-"}, _ANY, True),
    ({"{"}, {"}"}, False),
    ({"{"}, _ANY, True),
    (_ANY, {"}"}, True),
    ({INTERPOLATION, DIRECTIVE}, {"{"}, True),
    ({"}"}, {SEQUENCE_END}, True),
    ({SEQUENCE_END}, {INTERPOLATION, DIRECTIVE}, False),
    (_OPENERS, _ANY, False),
    (_ANY, _CLOSERS, False),
    (_ANY, _ANY, True),
)
_GLUE: dict[str, str] = {}


def _glue(pair: str) -> str:
    """Return what is between two kinds, and remember it."""
    left = CLOSE_QUOTE if pair[0] == STRING else pair[0]
    right = OPEN_QUOTE if pair[1] == STRING else pair[1]
    spaced = next(spaced for lefts, rights, spaced in _RULES if _in(left, lefts) and _in(right, rights))
    glue = _GLUE[pair] = " " if spaced else ""
    return glue


def _in(kind: str, kinds: AbstractSet[str]) -> bool:
    return not kinds or kind in kinds
