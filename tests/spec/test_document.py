from generator.spec.document import read_document


def said(text: str) -> list[str]:
    return [str(each.message) for each in read_document(text.encode(), "environments/x.yaml").problems]


def test_the_keys_of_tfgen_are_apart_from_the_knobs() -> None:
    document = read_document(
        b"extends: [base, other]\nmatches: pr-(?P<number>[0-9]+)\na: 1\n", "environments/x.yaml"
    )

    assert document.root
    assert list(document.root.value) == ["a"]
    assert [(each.name, each.location.line) for each in document.parents] == [("base", 1), ("other", 1)]
    assert document.matches
    assert document.matches.fullmatch("pr-12")
    assert not document.problems


def test_all_that_is_wrong_with_the_keys_is_told_at_once() -> None:
    assert said("extends: [base, base, 3]\nabstract: 1\nmatches: '(?=x)'\n") == [
        '"(?=x)" is not a regular expression: invalid perl operator: (?=',
        "abstract is true or false",
        'extends names "base" twice',
        "extends takes the name of a spec file, or a list of them",
    ]


def test_an_abstract_spec_serves_no_names() -> None:
    assert said("abstract: true\nmatches: pr-.*\n") == [
        "abstract and matches exclude each other: a pattern spec is there to be rendered"
    ]


def test_a_spec_is_a_map() -> None:
    assert said("") == ["the file is empty"]
    assert said("- a\n") == ["a spec is a map of knobs, and this is a list"]
    assert said("word\n") == ['a spec is a map of knobs, and this is the single value "word"']


def test_the_whole_name_is_no_group() -> None:
    (message,) = said("matches: (?P<environment>.*)\n")

    assert message.startswith('a group of matches can\'t be called "environment"')
