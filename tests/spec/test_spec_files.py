"""Which environments there are, and which spec serves which name."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_files import MemoryFiles
from spec_project import complaints, project, resolved

from generator.errors import TfgenError
from generator.spec import SpecFiles, check_name, load_schema, open_spec_files, resolve

SPECS: dict[str, str | bytes] = {
    "base.yaml": "abstract: true\na: 1\n",
    "dev.yaml": "extends: base\n",
    "prod.yml": "extends: base\n",
    "pr.yaml": "extends: base\nmatches: pr-(?P<number>[0-9]+)\n",
    "pr-7.yaml": "extends: pr\nb: '{number}'\n",
}


def spec_files(specs: dict[str, str | bytes] | None = None) -> SpecFiles:
    return open_spec_files(project(SPECS if specs is None else specs))


def test_environments_are_those_with_a_file_of_their_own() -> None:
    assert spec_files().environments() == ["dev", "pr-7", "prod"]
    assert [tuple(pattern) for pattern in spec_files().patterns()] == [
        ("environments/pr.yaml", "pr-(?P<number>[0-9]+)")
    ]


@pytest.mark.parametrize(
    ("name", "file"), [("dev", "dev.yaml"), ("prod", "prod.yml"), ("pr-123", "pr.yaml"), ("pr-7", "pr-7.yaml")]
)
def test_a_file_of_the_exact_name_wins_over_a_pattern(name: str, file: str) -> None:
    assert spec_files().file_of(name) == f"environments/{file}"


RULE = "lower-case letters, digits and inner hyphens, at most 64 characters"
WAYS_OUT = "environments: dev, pr-7, prod; patterns: pr-(?P<number>[0-9]+) (environments/pr.yaml)"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../x", f'"../x" can\'t be the name of an environment ({RULE})'),
        ("-rf", f'"-rf" can\'t be the name of an environment ({RULE})'),
        ("PR 1", f'"PR 1" can\'t be the name of an environment ({RULE})'),
        ("", f'"" can\'t be the name of an environment ({RULE})'),
        ("a-", f'"a-" can\'t be the name of an environment ({RULE})'),
        ("a/b", f'"a/b" can\'t be the name of an environment ({RULE})'),
        ("dev\n", f'"dev\\n" can\'t be the name of an environment ({RULE})'),
        ("dév", f'"dév" can\'t be the name of an environment ({RULE})'),
        ("a" * 200, f'"{"a" * 60}…" can\'t be the name of an environment ({RULE})'),
        ("prd", f'there is no environment "prd" (did you mean "prod"?; {WAYS_OUT})'),
        ("zzz", f'there is no environment "zzz" ({WAYS_OUT})'),
        ("pr-x", f'there is no environment "pr-x" (did you mean "pr-7"?; {WAYS_OUT})'),
        (
            "base",
            'environments/base.yaml:1:1: "base" is abstract: it is there to be extended, not to be rendered',
        ),
        (
            "pr",
            'environments/pr.yaml:1:1: "pr" is a pattern spec: it serves names that match pr-(?P<number>[0-9]+)',
        ),
    ],
)
def test_a_name_that_is_none_gets_one_clear_line(name: str, problem: str) -> None:
    assert complaints(spec_files().file_of, name) == [problem]


def test_a_project_without_specs_says_so() -> None:
    assert complaints(spec_files({}).file_of, "dev") == [
        'there is no environment "dev" (environments/ holds no spec)'
    ]


@settings(deadline=None)
@given(st.text(max_size=70))
def test_any_name_is_served_or_refused_in_one_line(name: str) -> None:
    try:
        file = spec_files().file_of(name)
    except TfgenError as error:
        (line,) = error.lines()
        assert line.isprintable()
    else:
        check_name(name)
        assert file.startswith("environments/")


@given(st.from_regex(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", fullmatch=True))
def test_the_rule_for_names_is_the_one_promised(name: str) -> None:
    if len(name) <= 64:
        check_name(name)
    else:
        assert complaints(check_name, name)


def test_two_patterns_that_serve_one_name_are_both_named() -> None:
    specs: dict[str, str | bytes] = {"a.yaml": "matches: pr-[0-9]+", "b.yaml": "matches: pr-.*"}

    assert complaints(spec_files(specs).file_of, "pr-1") == [
        'two pattern specs serve "pr-1": environments/a.yaml (pr-[0-9]+) and environments/b.yaml (pr-.*)'
        " (make one of them narrower)"
    ]
    assert spec_files(specs).file_of("pr-x") == "environments/b.yaml"


def test_a_pattern_serves_no_illegal_name() -> None:
    assert complaints(spec_files({"any.yaml": "matches: .*"}).file_of, "../../etc")


def test_a_pattern_matches_the_whole_name() -> None:
    assert complaints(spec_files().file_of, "pr-123x")
    assert complaints(spec_files().file_of, "xpr-123")


def test_a_pattern_spec_may_serve_its_own_name() -> None:
    assert spec_files({"pr.yaml": "matches: pr(-[0-9]+)?"}).file_of("pr") == "environments/pr.yaml"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("matches: 'pr-['", '1:10: "pr-[" is not a regular expression: missing ]: ['),
        ("matches: '(?!prod).*'", '1:10: "(?!prod).*" is not a regular expression: invalid perl operator: (?!'
         " (lookaround and back-references are not known here: they can take for ever)"),
        ("matches: 'a{1001}'", '1:10: "a{1001}" is not a regular expression: invalid repetition size: {1001}'),
        ("matches: 1", "1:10: matches takes a regular expression (such as: pr-[0-9]+)"),
        ("matches: ''", "1:10: matches takes a regular expression (such as: pr-[0-9]+)"),
        ("matches: '(?P<environment>x)'", "1:10: a group of matches can't be called \"environment\":"
         " {environment} is the whole name"),
        ("abstract: 'true'", "1:11: abstract is true or false"),
        ("abstract: true\nmatches: x", "1:1: abstract and matches exclude each other:"
         " a pattern spec is there to be rendered"),
        ("- a", "1:1: a spec is a map of knobs, and this is a list (write \"key: value\" lines)"),
        ("hello", '1:1: a spec is a map of knobs, and this is the single value "hello" (write "key: value" lines)'),
        ("---\n", '2:1: the file is empty (write "key: value" lines)'),
        ("", "1:1: the file is empty (a spec is a map of knobs; see environments/schema.json)"),
    ],
)  # fmt: skip
def test_a_head_that_makes_no_sense(text: str, problem: str) -> None:
    files = project({"dev.yaml": text})

    assert complaints(resolve, open_spec_files(files), load_schema(files), "dev") == [
        f"environments/dev.yaml:{problem}"
    ]


def test_a_broken_spec_does_not_stop_a_healthy_pattern() -> None:
    specs: dict[str, str | bytes] = {
        "pr.yaml": "matches: pr-[0-9]+",
        "other.yaml": "matches: [",
        "big.yaml": "x" * 2**21,
    }

    assert spec_files(specs).file_of("pr-1") == "environments/pr.yaml"
    assert complaints(spec_files(specs).file_of, "qa-1") == [
        'there is no environment "qa-1" (patterns: pr-[0-9]+ (environments/pr.yaml);'
        " not readable: environments/big.yaml, environments/other.yaml)"
    ]


def test_a_broken_pattern_is_no_silence_where_all_environments_are_asked_for() -> None:
    specs: dict[str, str | bytes] = {"pr.yaml": "matches: '('", "dev.yaml": "a: 1"}

    assert complaints(spec_files(specs).patterns)
    assert spec_files(specs).select([], everything=True) == ["dev", "pr"]
    assert complaints(resolved, specs, "pr")
    specs["pr.yaml"] = "matches: x\na: 1\na: 2"
    assert complaints(spec_files(specs).select, [], everything=True)
    assert spec_files(specs).select(["dev"]) == ["dev"]


def test_a_file_whose_name_can_not_be_an_environment_s() -> None:
    specs: dict[str, str | bytes] = {
        "PR 1.yaml": "a: 1",
        "_parts.yaml": "abstract: true",
        "dev.yaml": "extends: _parts",
    }

    assert complaints(spec_files(specs).environments) == [
        'environments/PR 1.yaml:1:1: "PR 1" can\'t be the name of an environment'
        ' (rename the file, or say "abstract: true" in it if it is there to be extended)'
    ]
    assert spec_files(specs).file_of("dev") == "environments/dev.yaml"


def test_two_files_of_one_name_are_refused() -> None:
    specs: dict[str, str | bytes] = {"dev.yaml": "a: 1", "dev.yml": "a: 2", "qa.yaml": "a: 3"}
    line = (
        "environments/dev.yml:1:1: environments/dev.yml and environments/dev.yaml are specs of the same name"
        " (remove one of them)"
    )

    assert complaints(spec_files(specs).file_of, "dev") == [line]
    assert complaints(spec_files(specs).environments) == [line]
    assert spec_files(specs).file_of("qa") == "environments/qa.yaml"


class TestSelect:
    def test_names_keep_their_order_and_come_once(self) -> None:
        assert spec_files().select(["prod", "dev", "pr-9", "dev"]) == ["prod", "dev", "pr-9"]

    def test_everything_is_sorted(self) -> None:
        assert spec_files().select([], everything=True) == ["dev", "pr-7", "prod"]

    def test_everything_reaches_what_is_rendered_from_a_pattern(self) -> None:
        rendered = ["dev", "pr-12", "gone", "../x", "pr-7", ".cache"]

        assert spec_files().select([], everything=True, rendered=rendered) == ["dev", "pr-12", "pr-7", "prod"]

    def test_globs_reach_specs_and_what_is_rendered(self) -> None:
        assert spec_files().select(["pr-*", "d?v"], rendered=["pr-12"]) == ["pr-12", "pr-7", "dev"]
        assert spec_files().select(["[!p]*"]) == ["dev"]

    def test_nothing_wanted_is_nothing(self) -> None:
        assert spec_files().select([]) == []

    def test_all_that_reach_nothing_are_named_at_once(self) -> None:
        assert complaints(spec_files().select, ["prd", "x-*", "dev", "-rf"]) == [
            f'there is no environment "prd" (did you mean "prod"?; {WAYS_OUT})',
            f'no environment matches "x-*" ({WAYS_OUT})',
            f'"-rf" can\'t be the name of an environment ({RULE})',
        ]


def test_parent_files_are_named_as_in_extends() -> None:
    assert spec_files().parent_file("base") == "environments/base.yaml"
    assert spec_files().parent_file("prod.yml") == "environments/prod.yml"
    assert spec_files().parent_file("environments/base.yaml") == "environments/base.yaml"
    assert complaints(spec_files().parent_file, "prod.yaml")
    assert complaints(spec_files().parent_file, "../base")


class TestReading:
    def test_one_environment_reads_its_own_files_only(self) -> None:
        files = project(SPECS)
        resolve(open_spec_files(files), load_schema(files), "dev")

        assert files.reads == {
            "environments/dev.yaml": 1,
            "environments/base.yaml": 1,
            "environments/schema.json": 1,
        }

    def test_many_environments_read_and_parse_each_file_once(self) -> None:
        files: MemoryFiles = project(SPECS)
        specs, schema = open_spec_files(files), load_schema(files)
        names = [f"pr-{number}" for number in range(20, 60)]
        found = [resolve(specs, schema, name) for name in names]

        assert set(files.reads.values()) == {1}
        assert [spec.environment for spec in found] == names
        assert specs.document("environments/base.yaml") is specs.document("environments/base.yaml")

    def test_only_files_that_may_have_patterns_are_parsed(self) -> None:
        specs = spec_files()
        specs.file_of("pr-1")

        assert sorted(specs._documents) == ["environments/pr.yaml"]

    def test_a_key_in_disguise_is_still_found(self) -> None:
        specs = spec_files({"pr.yaml": '"m\\x61tches": pr-[0-9]+'})

        assert specs.file_of("pr-1") == "environments/pr.yaml"


def test_everything_survives_pickling() -> None:
    files = project(SPECS, {"properties": {"c": {"default": "{environment}"}}})
    specs, schema = open_spec_files(files), load_schema(files)
    spec = resolve(specs, schema, "pr-7")
    specs, schema, again = pickle.loads(pickle.dumps((specs, schema, spec)))

    assert again.values == spec.values == {"c": "pr-7", "a": 1, "b": "7"}
    assert dict(again.origins) == dict(spec.origins)
    assert resolve(specs, schema, "pr-8").values == {"c": "pr-8", "a": 1}


@pytest.mark.parametrize("regex", ["(a+)+x", "(a|aa)+b", "((a*)*)*c"])
def test_no_pattern_spec_takes_more_than_linear_time(regex: str) -> None:
    specs = spec_files({"evil.yaml": f"matches: {regex}"})

    assert not specs.has("a" * 64)


def test_what_a_pattern_serves_ends_where_the_name_ends() -> None:
    assert not spec_files({"pr.yaml": "matches: pr-[0-9]+$"}).has("pr-1\n")
