import pytest
import yaml

from generator.spec.complaints import complaint_about


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: b: c\n", 'a ": " where no value can start', (1, 5)),
        ("a:\n\tb: 1\n", "a tab", (2, 1)),
        ("a: 'b\n", "a quotation mark that is not closed", (1, 4)),
        ("a: [1, 2\n", "a [ whose items are not separated by commas and closed by ]", (1, 4)),
        ("a: @x\n", "no value can start with @", (1, 4)),
        ("a: *\n", "an anchor (&) or alias (*) without a name", (1, 5)),
        ('a: "\\q"\n', "an unknown escape in double quotes", (1, 6)),
    ],
)
def test_broken_yaml_is_told_in_words_and_at_its_place(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        list(yaml.parse(text, Loader=yaml.SafeLoader))

    complaint = complaint_about(caught.value, text)

    assert complaint.message == message
    assert (complaint.line, complaint.column) == place
