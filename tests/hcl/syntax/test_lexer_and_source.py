import pytest

from generator.hcl.syntax import graphemes
from generator.hcl.syntax.lexer import Lexer, SyntaxProblem
from generator.hcl.syntax.source import Comment
from generator.hcl.syntax.tree import Source


def tokens(text: str, *, free: bool = False) -> list[str]:
    lexer = Lexer(Source("a.tf", text))
    lexer.free = free
    found: list[str] = []
    while True:
        lexer.advance()
        if not lexer.token:
            return found
        found.append(lexer.token)


def test_tokens_are_read_one_after_the_other_and_comments_put_aside() -> None:
    assert tokens("a = b.c[0] # x\n") == ["a", "=", "b.c", "[", "0", "]", "\n"]
    assert tokens("(\n1\n)", free=True) == ["(", "1", ")"]


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        ("a ?? `", "the character ` can't stand here", 5),
        ("/* never", "this comment is never closed", 0),
        ("a = <<\n", "expected a heredoc's name and the end of the line after <<", 4),
        ("\x01", "the character U+0001 can't stand here", 0),
    ],
)
def test_what_no_token_can_begin_with_is_told_at_its_place(text: str, message: str, start: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        tokens(text)

    assert (caught.value.message, caught.value.start) == (message, start)


def test_a_message_repeats_no_string() -> None:
    lexer = Lexer(Source("a.tf", '"hunter2"'))
    lexer.advance()

    assert "hunter2" not in lexer.expected("a name").message


def test_places_and_comments_of_a_text() -> None:
    source = Source("a.tf", "a\nbé c\r\n// d ")
    source.comments.append(Comment(8, 13))

    assert source.position(5) == (2, 4)
    assert source.location(0).line == 1
    assert (source.line(2), source.line(9), source.start_of(2)) == ("bé c", "", 2)
    assert source.comment_text(source.comments[0]) == "d"
    assert source.is_whole
    source.report("no", 0)
    assert not source.is_whole


def test_grapheme_clusters_are_what_a_person_counts() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

    assert graphemes.count("abc") == 3
    assert graphemes.clusters(f"e\u0301{family}\U0001f1e9\U0001f1ea") == [
        "e\u0301",
        family,
        "\U0001f1e9\U0001f1ea",
    ]
