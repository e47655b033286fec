from generator.hcl.evaluation import partial_json
from generator.hcl.evaluation.values import UNKNOWN, Unknown


def test_json_is_read_around_what_is_not_known() -> None:
    hole = Unknown()
    text = Unknown(parts=('{"a": "x-', hole, '", "b": ', hole, ', "c": [1]}'))

    found = partial_json.read(text)

    assert found["c"] == [1]
    assert found["b"] is hole
    assert found["a"].parts == ("x-", hole)


def test_what_jsonencode_was_given_is_what_it_says() -> None:
    assert partial_json.read(Unknown(encoded={"a": 1})) == {"a": 1}


def test_what_is_no_json_is_unknown() -> None:
    assert partial_json.read("{") is UNKNOWN
    assert partial_json.read(5) is UNKNOWN
    assert partial_json.read(Unknown(parts=("{", Unknown()))) is UNKNOWN
