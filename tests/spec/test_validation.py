"""What a wrong value says: where, what, why, and the way out; and that right ones cost no jsonschema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from spec_project import complaints, project, resolved, schema_of, values

from generator.spec import load_schema, open_spec_files, resolve

SCHEMA = schema_of(
    {
        "project_name": {
            "type": "string",
            "pattern": "^[a-z]+$",
            "description": "Starts every name. In lower case.",
        },
        "api": schema_of(
            {
                "throttle": schema_of(
                    {
                        "rate_limit_rps": {
                            "type": "integer",
                            "minimum": 1,
                            "maximum": 10_000,
                            "description": "Requests a second. AWS allows 10,000 in a region:"
                            " https://docs.aws.amazon.com/apigateway/limits.html.",
                        }
                    }
                ),
                "kind": {"enum": ["TOKEN", "REQUEST"]},
                "days": {"enum": list(range(1, 40))},
                "name": {"$ref": "#/$defs/name", "description": "The API's own name"},
            }
        ),
        "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "period": {"type": "integer", "multipleOf": 30},
        "text": {"type": ["string", "null"], "minLength": 3, "maxLength": 5},
        "on": {"type": "boolean"},
        "list": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True, "items": {"type": "string"}},
        "map": {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Z]+$"},
            "additionalProperties": {"type": "string"},
            "minProperties": 1,
            "maxProperties": 2,
        },
        "fixed": {"const": 3},
        "never": False,
        "word": {"type": "string", "not": {"pattern": "^aws", "description": "SSM reserves it"}},
        "titled": {"type": "string", "not": {"pattern": "^aws", "title": "a name of AWS's own"}},
        "pair": {"not": {"required": ["a", "b"]}},
        "either": {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 5}]},
        "variant": {
            "oneOf": [
                schema_of({"kind": {"const": "s3"}, "bucket": {"type": "string"}}, required=["kind", "bucket"]),
                schema_of({"kind": {"const": "local"}}, required=["kind"]),
            ]
        },
        "forms": {
            "anyOf": [{"title": "a short text", "maxLength": 2}, {"title": "capitals", "pattern": "^[A-Z]*$"}]
        },
        "some": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "one": {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "keep": {"type": "boolean"},
        "retired": {"type": "boolean"},
        "key": {"enum": ["managed", "owned", "own"]},
        "ephemeral": {"type": "boolean"},
    },
    required=["project_name"],
    **{
        "$defs": {"name": {"type": "string", "maxLength": 4, "description": "Any name"}},
        "allOf": [
            {
                "description": "Only what is ephemeral may go without its data. See the handbook.",
                "if": {"properties": {"ephemeral": {"const": True}}, "required": ["ephemeral"]},
                "else": {"properties": {"keep": {"const": True}}},
            },
            {
                "$comment": "A retired key needs another one.",
                "if": {"properties": {"retired": {"const": True}}, "required": ["retired"]},
                "then": {"properties": {"key": {"enum": ["owned", "own"]}}},
            },
        ],
    },
)


def wrong(text: str, *settings_: str) -> list[str]:
    specs: dict[str, str | bytes] = {"dev.yaml": f"project_name: acme\n{text}"}
    found = complaints(resolved, specs, schema=SCHEMA, settings=settings_)
    return [line.removeprefix("environments/dev.yaml:") for line in found]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("api:\n  throttle:\n    rate_limit_rps: 20000", "4:21: api.throttle.rate_limit_rps: 20000 is above the maximum"
         " of 10000 (Requests a second; https://docs.aws.amazon.com/apigateway/limits.html)"),
        ("api: {throttle: {rate_limit_rps: 0}}", "2:34: api.throttle.rate_limit_rps: 0 is below the minimum"
         " of 1 (Requests a second; https://docs.aws.amazon.com/apigateway/limits.html)"),
        ("api: {throttle: {rate_limit_rps: '5'}}", "2:34: api.throttle.rate_limit_rps: expected a whole number,"
         ' found the string "5" (remove the quotes)'),
        ("api: {throttle: {rate_limit_rps: 1.5}}", "2:34: api.throttle.rate_limit_rps: expected a whole number,"
         " found the number 1.5 (Requests a second; https://docs.aws.amazon.com/apigateway/limits.html)"),
        ("api: {throttle: 5}", "2:17: api.throttle: expected a map, found the number 5"),
        ("api: {throtle: {}}", '2:7: unknown key "throtle" (did you mean "throttle"?)'),
        ("api: {zzz: 1}", '2:7: unknown key "zzz" (known: throttle, kind, days, name)'),
        ("rate_limit_rps: 5", '2:1: unknown key "rate_limit_rps" (it belongs at api.throttle.rate_limit_rps)'),
        ("api: {kind: TOKN}", '2:13: api.kind: "TOKN" is not one of "TOKEN", "REQUEST" (did you mean "TOKEN"?)'),
        ("api: {kind: X}", '2:13: api.kind: "X" is not one of "TOKEN", "REQUEST"'),
        ("api: {days: 99}", "2:13: api.days: 99 is not one of the 39 values allowed"),
        ("api: {days: '7'}", '2:13: api.days: "7" is not one of the 39 values allowed (write 7)'),
        ("api: {name: longer}", '2:13: api.name: "longer" has 6 characters; at most 4 are allowed (The API\'s own name)'),
        ("ratio: 1.0", "2:8: ratio: 1.0 is not below 1"),
        ("ratio: 0", "2:8: ratio: 0 is not above 0"),
        ("period: 45", "2:9: period: 45 is not a multiple of 30"),
        ("text: ab", '2:7: text: "ab" has 2 characters; at least 3 are allowed'),
        ("text: 12345678", "2:7: text: expected a string or null, found the number 12345678 (quote it: \"12345678\")"),
        ("text: true", "2:7: text: expected a string or null, found true (quote it: \"true\")"),
        ("'on': 'true'", '2:7: on: expected true or false, found the string "true" (remove the quotes)'),
        ("list: []", "2:7: list: has 0 items; at least 1 is allowed"),
        ("list: [a, b, c]", "2:7: list: has 3 items; at most 2 are allowed"),
        ("list: [a, a]", '2:7: list: has the same item twice: "a"'),
        ("list: [a, 1]", "2:11: list[1]: expected a string, found the number 1 (quote it: \"1\")"),
        ("list: a", '2:7: list: expected a list, found the string "a" (write a list: ["a"])'),
        ("map: {ab: x}", '2:7: the key "ab" is not allowed: "ab" does not match the pattern ^[A-Z]+$'),
        ("map: {A: 1}", "2:10: map.A: expected a string, found the number 1 (quote it: \"1\")"),
        ("map: {}", "2:6: map: has 0 keys; at least 1 is allowed"),
        ("fixed: 4", "2:8: fixed: must be 3, found the number 4"),
        ("never: 1", "2:8: never: the number 1 is not allowed here"),
        ("word: awsome", '2:7: word: "awsome" matches the pattern ^aws, which is not allowed here (SSM reserves it)'),
        ("titled: aws", '2:9: titled: "aws" is a name of AWS\'s own'),
        ("pair: {a: 1, b: 2}", "2:7: pair: a and b exclude each other"),
        ("either: true", "2:9: either: expected a string or a whole number, found true"),
        ("either: 3", "2:9: either: 3 is below the minimum of 5"),
        ("variant: {kind: s3}", "2:1: variant.bucket is missing (give it in environments/dev.yaml)"),
        ("variant: {kind: local, bucket: x}", '2:24: unknown key "bucket" (known: kind)'),
        ("variant: x", '2:10: variant: expected a map, found the string "x"'),
        ("forms: abc", '2:8: forms: the string "abc" fits none of the forms allowed: a short text, capitals'),
        ("some: {}", "2:7: some: needs one of a, b"),
        ("one: {a: 1, b: 1}", "2:6: one: takes only one of a, b"),
        ("retired: true\nkey: managed", '3:6: key: "managed" is not one of "owned", "own" (A retired key needs another one)'),
        ("key: manager", '2:6: key: "manager" is not one of "managed", "owned", "own" (did you mean "managed"?)'),
        ("keep: false", "2:7: keep: must be true, found false (Only what is ephemeral may go without its data)"),
    ],
)  # fmt: skip
def test_a_wrong_value_says_where_what_and_why(text: str, problem: str) -> None:
    assert wrong(text) == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("text: 72225e2", '2:7: text: expected a string or null, found the number 72225e2 (quote it: "72225e2")'),
        ("text: 1.10", '2:7: text: expected a string or null, found the number 1.10 (quote it: "1.10")'),
        ("text: 0e1234", '2:7: text: expected a string or null, found the number 0e1234 (quote it: "0e1234")'),
        ("text: 0x1F", '2:7: text: expected a string or null, found the number 0x1F (quote it: "0x1F")'),
        ("text: TRUE", '2:7: text: expected a string or null, found TRUE (quote it: "TRUE")'),
        ("map: {A: &a 1.50, B: *a}", '2:10: map.A: expected a string, found the number 1.50 (quote it: "1.50")'),
        ("list: 1.50", "2:7: list: expected a list, found the number 1.50 (write a list: [1.50])"),
        ("ratio: 1e1", "2:8: ratio: 1e1 is not below 1"),
        ("period: 4.50e1", "2:9: period: 4.50e1 is not a multiple of 30"),
        ("fixed: 4e0", "2:8: fixed: must be 3, found the number 4e0"),
        ("either: 3.0e0", "2:9: either: 3.0e0 is below the minimum of 5"),
        ("api: {kind: 1.0}", '2:13: api.kind: 1.0 is not one of "TOKEN", "REQUEST"'),
    ],
)
def test_a_number_is_shown_as_its_source_writes_it(text: str, problem: str) -> None:
    assert wrong(text)[0] == problem


def test_a_number_of_the_command_line_is_shown_as_it_was_written() -> None:
    assert wrong("", "text=72225e2") == [
        '--set text: expected a string or null, found the number 72225e2 (quote it: "72225e2")'
    ]
    assert wrong("", "list=[1.10]") == [
        '--set list[0]: expected a string, found the number 1.10 (quote it: "1.10")'
    ]


def test_no_value_passes_a_pattern_with_a_line_end_behind_it() -> None:
    files: dict[str, str | bytes] = {"dev.yaml": 'project_name: "acme\\n"\n'}

    (found,) = complaints(resolved, files, schema=SCHEMA)

    assert found.startswith(
        'environments/dev.yaml:1:15: project_name: "acme\\n" does not match the pattern ^[a-z]+$'
    )


def test_of_very_many_problems_the_first_are_told() -> None:
    found = wrong("".join(f"k{n}: 1\n" for n in range(90_000)))

    assert len(found) == 51
    assert "1:1: the spec: there are more than 50 problems; these are the first of them" in found
    assert sum("unknown key" in line for line in found) == 50


def test_a_region_is_one_of_aws_s() -> None:
    schema = schema_of({"region": {"type": "string", "x-tfgen-table": "aws-regions"}})

    assert values({"dev.yaml": "region: eusc-de-east-1"}, schema=schema) == {"region": "eusc-de-east-1"}
    (found,) = complaints(resolved, {"dev.yaml": "region: eu-wst-1"}, schema=schema)
    assert found.endswith('(did you mean "eu-west-1"?)')


EMPTY = schema_of(
    {
        "functions": schema_of(
            {"store": schema_of({"memory_mb": {"type": "integer", "default": 128}}, default={"memory_mb": 256})}
        ),
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        "emails": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
        "name": {"type": "string", "default": "x"},
        "domain": {"anyOf": [{"type": "null"}, schema_of({"name": {"type": "string"}})]},
    }
)
BASE = "abstract: true\nfunctions:\n  store:\n    memory_mb: 512\ntags: {a: b}\nemails: [b]\ndomain: {name: x}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("functions:\n  store:\n#   memory_mb: 1\n", "3:3: functions.store is empty (null), where a map belongs"),
        ("tags:\n", "2:1: tags is empty (null), where a map belongs"),
        ("emails:\nname: x\n", "2:1: emails is empty (null), where a list belongs"),
        ("domain:\n", "2:1: domain is empty (null), where a map belongs"),
        ("functions: {store: }\n", "2:13: functions.store is empty (null), where a map belongs"),
    ],
)
def test_a_key_whose_lines_are_gone_does_not_wipe_what_is_inherited(text: str, problem: str) -> None:
    files: dict[str, str | bytes] = {"base.yaml": BASE, "dev.yaml": f"extends: base\n{text}"}

    (found,) = complaints(resolved, files, schema=EMPTY)

    assert found.startswith(f"environments/dev.yaml:{problem} (write the ")


def test_a_null_that_is_written_goes_back_to_the_default() -> None:
    text = "extends: base\nfunctions: null\ntags: ~\nemails: null\nname:\ndomain: null\n"

    assert values({"base.yaml": BASE, "dev.yaml": text}, schema=EMPTY) == {
        "functions": {"store": {"memory_mb": 256}},
        "emails": ["a"],
        "name": "x",
    }


def test_an_empty_value_of_the_command_line_is_one_too() -> None:
    files: dict[str, str | bytes] = {"base.yaml": BASE, "dev.yaml": "extends: base"}

    assert complaints(resolved, files, schema=EMPTY, settings=("functions={store: }",)) == [
        "--set functions={store: }: functions.store is empty (null), where a map belongs"
        " (write null to go back to the default)"
    ]


def test_an_empty_map_over_what_is_inherited_is_noted_at_its_place() -> None:
    files: dict[str, str | bytes] = {
        "base.yaml": BASE,
        "mid.yaml": "abstract: true\nextends: base\ntags: {}\nfunctions: {store: {}}\n",
        "dev.yaml": "extends: mid\n",
        "free.yaml": "tags: {}\n",
    }

    assert [(str(note.location), str(note)) for note in resolved(files, schema=EMPTY).notes] == [
        ("environments/mid.yaml:3:7", "tags: {} changes nothing, as maps merge: environments/base.yaml:5:7 holds"),
        ("environments/mid.yaml:4:20",
         "functions.store: {} changes nothing, as maps merge: environments/base.yaml:4:5 holds"),
    ]  # fmt: skip
    assert resolved(files, "free", EMPTY).notes == ()


def test_all_problems_are_told_at_once_in_their_order() -> None:
    found = wrong("perod: 30\nperiod: 45\nlist: [1, 2]\napi:\n  kind: X\n  kind: Z\n", "ratio=7", "nowhere=1")

    assert [line.split(" ")[0] for line in found] == [
        "--set",
        "--set",
        "2:1:",
        "3:9:",
        "4:8:",
        "4:11:",
        "6:9:",
        "7:3:",
    ]


def test_what_could_not_be_read_is_not_held_to_the_schema_too() -> None:
    assert wrong("'on': yes\nperiod: 012") == [
        '2:7: yes is a boolean to some readers of YAML and a string to others (write true, or quote it: "yes")',
        "3:9: 012 starts with a zero: an octal number to some readers of YAML, a decimal to others"
        ' (quote it: "012", or write the number without the zero)',
    ]


def test_a_missing_value_names_the_files_that_could_give_it() -> None:
    specs: dict[str, str | bytes] = {"base.yaml": "abstract: true", "dev.yaml": "extends: base"}

    assert complaints(resolved, specs, schema=SCHEMA) == [
        "environments/dev.yaml:1:1: project_name is missing"
        " (Starts every name; give it in environments/dev.yaml or environments/base.yaml)"
    ]


def test_an_inherited_value_is_wrong_where_it_stands() -> None:
    specs: dict[str, str | bytes] = {
        "base.yaml": "abstract: true\nproject_name: acme\nperiod: 1",
        "dev.yaml": "extends: base",
    }

    assert complaints(resolved, specs, schema=SCHEMA) == [
        "environments/base.yaml:3:9: period: 1 is not a multiple of 30"
    ]


def test_a_wrong_default_points_to_the_environment_s_own_spec() -> None:
    schema = schema_of(
        {
            "suffix": {"type": "string", "maxLength": 4, "default": "{environment}"},
            "a": schema_of({"b": {"default": 1}}),
        }
    )
    schema["properties"]["a"]["properties"]["b"]["type"] = "string"
    specs: dict[str, str | bytes] = {"pr.yaml": "matches: pr-.*\n\na: {}\n"}

    assert complaints(resolved, specs, "pr-123", schema) == [
        'environments/pr.yaml:1:1: suffix: "pr-123" has 6 characters; at most 4 are allowed (the schema\'s default)',
        'environments/pr.yaml:3:1: a.b: expected a string, found the number 1 (the schema\'s default; quote it: "1")',
    ]


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ('{"properties": {"a": {"type": "strin"}}}', "1:1: properties.a.type: \"strin\" is not one of"
         ' "array", "boolean", "integer", "null", "number", "object", "string" (did you mean "string"?)'),
        ('{"properties": {"a": {"pattern": "("}}}', '1:1: properties.a.pattern: "(" is not a regular expression'),
        ('{"properties": {"a": {"$ref": "#/$defs/x"}}}', "1:1: $ref: nothing is at /$defs/x"),
        ('{"$defs": {"x": {"$ref": "#/$defs/x"}}, "properties": {"a": {"$ref": "#/$defs/x"}}}',
         "1:1: a $ref refers to itself without end"),
        ('{"properties": {"b": {"default": "{nothing}"}}}', "1:1: in a default: unknown placeholder {nothing}"
         " (known here: {environment}; {{ writes a brace)"),
        ('{"$defs": {"x": {"properties": {"n": {"$ref": "#/$defs/x", "default": {"n": {}}}}}},'
         ' "properties": {"b": {"$ref": "#/$defs/x", "default": {"n": {}}}}}', "1:1: a default holds itself without end"),
        ("{", "1:2: can't be read as JSON: Expecting property name enclosed in double quotes"),
        ("[]", "1:1: a schema is a JSON object"),
        ("[" * 100_000, "1:1: nests too deep"),
        ('{"default": ' + "1" * 5_000 + "}", "1:1: a number has more digits than can be read"),
        ('{"properties": 5}', '1:1: properties: 5 is not of type "object"'),
        ('{"x-tfgen": null}', '1:1: x-tfgen: null is not of type "object"'),
        ('{"x-tfgen": 5}', '1:1: x-tfgen: 5 is not of type "object"'),
        ('{"x-tfgen": {"unique": [{"paths": 5}]}}', '1:1: x-tfgen.unique[0].paths: 5 is not of type "array"'),
        ('{"x-tfgen": {"region": 1}}', '1:1: x-tfgen.region: 1 is not of type "string"'),
    ],
)  # fmt: skip
def test_a_broken_schema_is_the_schema_s_own_problem(schema: str, problem: str) -> None:
    files = project({"dev.yaml": "a: x"})
    files.contents["environments/schema.json"] = schema

    def run() -> Any:
        return resolve(open_spec_files(files), load_schema(files), "dev")

    assert complaints(run) == [f"environments/schema.json:{problem}"]


def test_a_schema_that_is_missing_or_no_utf_8_is_named() -> None:
    files = project({})
    files.contents["environments/schema.json"] = b"\xff"
    assert complaints(load_schema, files) == ["environments/schema.json:1:1: this is not UTF-8"]
    del files.contents["environments/schema.json"]
    assert complaints(load_schema, files) == ["environments/schema.json:1:1: there is no such file"]


def test_a_keyword_that_has_no_words_of_ours_holds_too() -> None:
    schema = {"properties": {"a": {"prefixItems": [{"type": "string"}]}}}

    assert values({"dev.yaml": "a: [x, 1]"}, schema=schema) == {"a": ["x", 1]}
    assert complaints(resolved, {"dev.yaml": "a: [1]"}, schema=schema) == [
        'environments/dev.yaml:1:5: a[0]: expected a string, found the number 1 (quote it: "1")'
    ]


ONE_RUN = """
import sys
from generator.spec import Schema, open_spec_files, resolve

class Files:
    def read(self, path, maximum_bytes=0):
        return b"a: 1"

    def names(self, folder):
        return ["dev.yaml"]

spec = resolve(open_spec_files(Files()), Schema({"properties": {"a": {"type": "integer"}}}), "dev")
print(spec.values, [name for name in ("jsonschema", "difflib", "referencing") if name in sys.modules])
"""


def test_a_right_spec_does_not_import_what_only_errors_need() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", ONE_RUN], cwd=root, capture_output=True, text=True, check=True)

    assert done.stdout == "{'a': 1} []\n"


def test_the_schema_of_these_tests_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_value_that_is_wrong_does_not_make_the_keys_beside_it_unknown() -> None:
    base = {"properties": {"a": {"type": "integer", "maximum": 3}, "b": {"type": "string"}}}
    both = {
        "allOf": [{"$ref": "#/$defs/base"}],
        "properties": {"c": {"type": "string"}},
        "unevaluatedProperties": False,
    }
    schema = schema_of({"map": both}, **{"$defs": {"base": base}})

    assert complaints(resolved, {"dev.yaml": "map: {a: 9, b: x, c: w, bb: z}"}, schema=schema) == [
        "environments/dev.yaml:1:10: map.a: 9 is above the maximum of 3",
        'environments/dev.yaml:1:25: unknown key "bb" (did you mean "b"?)',
    ]
