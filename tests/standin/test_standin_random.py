"""hashicorp/random's stand-in."""

from __future__ import annotations

import base64
import uuid
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standin import passwords
from standin.messagepack import UNKNOWN
from standin.random_provider import PROVIDER
from standin.schema import Failed, Type, Value

STRING, PASSWORD = PROVIDER.resources["random_string"], PROVIDER.resources["random_password"]
EPHEMERAL = PROVIDER.ephemerals["random_password"]
COUNTS = st.integers(0, 5)


def configuration(kind: Type, **given: Any) -> Value:
    return dict.fromkeys(each.name for each in kind.attributes) | given


def create(name: str, **given: Any) -> Value:
    resource = PROVIDER.resources[name]
    empty = configuration(resource, **given)
    planned, replacing = resource.plan(None, empty, empty)
    assert replacing == []
    return resource.create(planned)


@given(st.fixed_dictionaries({f"min_{name}": COUNTS for name in passwords.CLASSES}), st.integers(1, 40), st.data())
@settings(deadline=None)
def test_a_string_has_its_length_and_its_minimums(
    minimums: dict[str, int], more: int, data: st.DataObject
) -> None:
    switches = {name: data.draw(st.booleans()) for name in passwords.CLASSES}
    switches["lower"] = True
    length = sum(minimums.values()) + more

    text = passwords.generate({"length": length, **minimums, **switches, "override_special": None})

    found = Counter(name for letter in text for name, letters in passwords.CLASSES.items() if letter in letters)
    assert len(text) == length
    for name, switched_on in switches.items():
        assert found[name] >= minimums[f"min_{name}"]
        assert switched_on or found[name] == minimums[f"min_{name}"]


def test_special_characters_can_be_chosen() -> None:
    state = create(
        "random_string", length=20, special=True, upper=False, lower=False, numeric=False, override_special="_-"
    )

    assert set(state["result"]) <= {"_", "-"}
    assert state["id"] == state["result"]


def test_a_password_comes_with_its_hash_and_has_no_telling_id() -> None:
    state = create("random_password", length=16)

    assert state["id"] == "none"
    assert state["bcrypt_hash"].startswith("$2a$10$")
    assert len(state["bcrypt_hash"]) == 60


def test_what_is_left_out_is_planned_as_its_default_and_what_is_computed_as_unknown() -> None:
    empty = configuration(STRING, length=8, special=False)

    planned, _ = STRING.plan(None, empty, empty)

    assert (planned["upper"], planned["special"], planned["min_lower"]) == (True, False, 0)
    assert planned["result"] is UNKNOWN


def test_a_changed_option_replaces_and_an_unchanged_one_does_not() -> None:
    given_before = configuration(PASSWORD, length=16, keepers={"a": "1"})
    state = PASSWORD.create(PASSWORD.plan(None, given_before, given_before)[0])

    def replacing(**changed: Any) -> list[str]:
        now = given_before | changed
        return PASSWORD.plan(state, state | changed, now)[1]

    assert replacing() == []
    assert replacing(length=17) == ["length"]
    assert replacing(keepers={"a": "2"}) == ["keepers"]
    assert replacing(keepers=UNKNOWN) == ["keepers"]


def test_number_and_numeric_are_one_option() -> None:
    given_number = configuration(STRING, length=8, number=False)

    planned, _ = STRING.plan(None, given_number, given_number)

    assert planned["number"] is planned["numeric"] is False


@pytest.mark.parametrize(
    ("options", "attribute"),
    [
        ({"length": 0}, "length"),
        ({"length": 4, "min_upper": 5}, "length"),
        ({"length": 4, "min_upper": -1}, "min_upper"),
        ({"length": 4, "upper": False, "lower": False, "numeric": False, "special": False}, "special"),
    ],
)
@pytest.mark.parametrize("kind", [STRING, PASSWORD, EPHEMERAL], ids=["string", "password", "ephemeral"])
def test_options_that_do_not_fit_are_refused(kind: Type, options: Value, attribute: str) -> None:
    assert [each.attribute for each in kind.validate(configuration(kind, **options))] == [attribute]


def test_number_and_numeric_must_agree() -> None:
    both = configuration(STRING, length=4, number=True, numeric=False)

    assert [each.attribute for each in STRING.validate(both)] == ["number"]


@pytest.mark.parametrize("options", [{"length": UNKNOWN}, {"length": 4, "min_upper": UNKNOWN}, {"length": 8}])
def test_what_is_not_known_yet_is_not_judged(options: Value) -> None:
    assert list(STRING.validate(configuration(STRING, **options))) == []


def test_an_ephemeral_password_is_new_at_each_opening() -> None:
    given_length = configuration(EPHEMERAL, length=24)

    first, second = EPHEMERAL.open(given_length), EPHEMERAL.open(given_length)

    assert len(first["result"]) == 24
    assert first["result"] != second["result"]
    assert first["special"] is True


def test_an_id_is_the_same_bytes_in_each_notation() -> None:
    state = create("random_id", byte_length=6, prefix="p-")

    raw = bytes.fromhex(state["hex"].removeprefix("p-"))
    assert len(raw) == 6
    assert base64.b64decode(state["b64_std"].removeprefix("p-")) == raw
    assert state["b64_url"] == "p-" + state["id"]
    assert int(state["dec"].removeprefix("p-")) == int.from_bytes(raw, "big")
    assert PROVIDER.resources["random_id"].import_(f"p-,{state['id']}") == state


def test_an_id_of_no_bytes_is_refused() -> None:
    resource = PROVIDER.resources["random_id"]

    assert [each.attribute for each in resource.validate(configuration(resource, byte_length=0))] == [
        "byte_length"
    ]


def test_a_uuid_is_of_version_4() -> None:
    assert uuid.UUID(create("random_uuid")["result"]).version == 4


def test_an_integer_lies_between_its_bounds_and_both_occur() -> None:
    results = {create("random_integer", min=-1, max=1)["result"] for _ in range(100)}

    assert results == {-1, 0, 1}
    with pytest.raises(Failed, match="smaller than or equal"):
        create("random_integer", min=2, max=1)


def test_strings_and_passwords_can_be_imported() -> None:
    assert STRING.import_("abc")["length"] == 3
    imported = PASSWORD.import_("abc")
    assert (imported["result"], imported["id"], imported["min_upper"]) == ("abc", "none", 0)
