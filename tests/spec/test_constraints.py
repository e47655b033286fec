"""What must hold between environments, and against the calendar."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import pytest
from spec_project import complaints, loaded, project, schema_of

from generator.spec import constraints, open_spec_files, resolve

TODAY = datetime.date(2026, 6, 1)
FUNCTION = schema_of(
    {
        "reserved": {"type": ["integer", "null"], "default": None},
        "runtime": {"type": "string", "default": "node22"},
    }
)


def schema(**rules: Any) -> dict[str, Any]:
    return schema_of(
        {
            "project": {"type": "string", "default": "acme"},
            "suffix": {"type": "string", "default": "{environment}"},
            "region": {"type": "string", "default": "eu-west-1"},
            "account": schema_of({"id": {"default": None}, "limit": {"default": 1000}}),
            "functions": schema_of({"ingest": {"$ref": "#/$defs/f"}, "store": {"$ref": "#/$defs/f"}}),
            "rate": {"type": ["integer", "null"], "default": None},
            "role": {"enum": ["owned", "external"], "default": "external"},
            "passing": {"type": "boolean", "default": False},
            "names": {"type": "array", "items": {"type": "string"}, "default": []},
        },
        **{"$defs": {"f": FUNCTION}, "x-tfgen": rules},
    )


def found(rules: dict[str, Any], today: datetime.date = TODAY, **texts: str) -> list[str]:
    """Return the problems between environments that say `texts`, as "severity: line"."""
    raw = schema(**rules)
    files = project({f"{name}.yaml": text or "{}" for name, text in texts.items()}, raw)
    specs, loaded_schema = open_spec_files(files), loaded(raw)
    resolved = [resolve(specs, loaded_schema, name) for name in reversed(texts)]
    return [f"{each.severity}: {each.error}" for each in constraints(resolved, loaded_schema, today)]


class TestUnique:
    RULE: ClassVar[dict[str, Any]] = {
        "unique": [{"paths": ["project", "suffix"], "within": ["account.id", "region"]}]
    }

    def test_equal_values_in_one_account_clash(self) -> None:
        rules = {"unique": [{**self.RULE["unique"][0], "message": "names would collide"}]}

        assert found(rules, dev="account: {id: '1'}", qa="suffix: dev\naccount: {id: '1'}") == [
            'error: environments/qa.yaml:1:9: dev, qa have the same project "acme" and suffix "dev"'
            ' in account.id "1", region "eu-west-1" (names would collide)'
        ]

    def test_other_values_or_another_group_do_not(self) -> None:
        assert found(self.RULE, dev="", qa="") == []
        assert found(self.RULE, dev="", qa="suffix: dev\nregion: eu-west-2") == []
        assert found(self.RULE, dev="account: {id: '1'}", qa="suffix: dev\naccount: {id: '2'}") == []

    def test_no_value_clashes_with_nothing(self) -> None:
        assert found({"unique": [{"paths": ["rate"]}]}, dev="", qa="") == []
        assert found({"unique": [{"paths": ["names.*"]}]}, dev="", qa="") == []

    def test_when_leaves_others_out(self) -> None:
        rules = {"unique": [{"paths": ["project"], "when": {"role": "owned"}, "severity": "warning"}]}

        assert found(rules, dev="role: owned", qa="") == []
        assert found(rules, dev="role: owned", qa="role: owned") == [
            'warning: environments/qa.yaml:1:1: dev, qa have the same project "acme"'
        ]

    def test_one_and_true_are_not_the_same(self) -> None:
        assert (
            found({"unique": [{"paths": ["account.id"]}]}, dev="account: {id: 1}", qa="account: {id: true}") == []
        )


class TestBudgets:
    RULE: ClassVar[dict[str, Any]] = {
        "budgets": [
            {
                "sum": ["functions.*.reserved"],
                "limit": "account.limit",
                "leave": 100,
                "within": ["region"],
                "message": "m",
            }
        ]
    }

    def test_a_sum_up_to_the_budget_is_fine(self) -> None:
        assert (
            found(self.RULE, dev="functions: {ingest: {reserved: 900}}", qa="functions: {store: {reserved: 0}}")
            == []
        )

    def test_a_sum_above_it_names_the_largest(self) -> None:
        dev = "functions: {ingest: {reserved: 300}, store: {reserved: -1}}"

        assert found(self.RULE, dev=dev, qa="functions:\n  ingest: {reserved: 600}\n  store: {reserved: 1}") == [
            "error: environments/qa.yaml:2:22: functions.*.reserved add up to 901 in region"
            ' "eu-west-1" (qa 601, dev 300): account.limit of dev is 1000, of which 100 stay free (m)'
        ]

    def test_the_smallest_limit_that_is_stated_counts(self) -> None:
        qa = "account: {limit: 150}"

        assert found(self.RULE, dev="functions: {ingest: {reserved: 50}}", qa=qa) == []
        assert len(found(self.RULE, dev="functions: {ingest: {reserved: 51}}", qa=qa)) == 1

    def test_another_region_has_its_own_budget(self) -> None:
        text = "functions: {ingest: {reserved: 600}}"

        assert found(self.RULE, dev=text, qa=f"{text}\nregion: us-east-1") == []
        assert len(found(self.RULE, dev=text, qa=text)) == 1


class TestSingleOwners:
    RULE: ClassVar[dict[str, Any]] = {
        "single_owners": [{"when": {"role": "owned"}, "within": ["region"], "message": "last writer wins"}]
    }

    def test_two_owners_are_one_too_many(self) -> None:
        assert found(self.RULE, dev="role: owned", prod="role: owned", qa="") == [
            'error: environments/prod.yaml:1:7: dev, prod all have role "owned" in region "eu-west-1":'
            " only one may (last writer wins)"
        ]

    def test_one_or_none_is_fine(self) -> None:
        assert found(self.RULE, dev="role: owned", qa="") == []
        assert found(self.RULE, dev="role: owned", qa="role: owned\nregion: us-east-1") == []


class TestAtMost:
    RULE: ClassVar[dict[str, Any]] = {
        "at_most": [
            {
                "path": "rate",
                "times": 10,
                "of": "functions.ingest.reserved",
                "severity": "warning",
                "message": "10 a unit",
            }
        ]
    }

    def test_more_than_that_is_told_with_the_arithmetic(self) -> None:
        assert found(self.RULE, dev="rate: 500\nfunctions: {ingest: {reserved: 10}}") == [
            "warning: environments/dev.yaml:1:7: dev: rate is 500,"
            " more than 10 times functions.ingest.reserved 10 = 100 (10 a unit)"
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "rate: 100\nfunctions: {ingest: {reserved: 10}}",
            "rate: 500",
            "functions: {ingest: {reserved: 1}}",
            "rate: 500\nfunctions: {ingest: {reserved: -1}}",
        ],
    )
    def test_it_says_nothing_otherwise(self, text: str) -> None:
        assert found(self.RULE, dev=text) == []


class TestAtMostOfWhatIsNotSet:
    RULE: ClassVar[dict[str, Any]] = {
        "at_most": [
            {
                "path": "account.limit",
                "times": 0.9,
                "of": "rate",
                "unset": {"by": "region", "values": {"eu-west-1": 100}, "other": 50},
            }
        ]
    }

    def test_the_value_that_another_names_is_meant(self) -> None:
        assert found(self.RULE, dev="account: {limit: 90}") == []
        assert found(self.RULE, dev="account: {limit: 91}") == [
            "error: environments/dev.yaml:1:18: dev: account.limit is 91, more than 0.9 times rate 100, as it is not"
            ' set with region "eu-west-1" = 90; it would have to be 102'
        ]

    def test_the_other_one_is_meant_where_none_is_named(self) -> None:
        assert len(found(self.RULE, dev="account: {limit: 46}\nregion: eu-west-9")) == 1
        assert found(self.RULE, dev="account: {limit: 45}\nregion: eu-west-9") == []

    def test_what_is_set_is_meant(self) -> None:
        assert found(self.RULE, dev="account: {limit: 900}\nrate: 1000") == []


class TestDefaults:
    RULE: ClassVar[dict[str, Any]] = {
        "defaults": [
            {"paths": ["functions.*.runtime"], "default": "node24", "of": "project", "version": "6.20"},
            {"paths": ["rate"], "default": 5, "of": "account.id", "version": "2"},
        ]
    }

    def runtimes(self, text: str) -> dict[str, Any]:
        raw = schema(**self.RULE)
        spec = resolve(open_spec_files(project({"dev.yaml": text}, raw)), loaded(raw), "dev")
        return {
            **{name: each["runtime"] for name, each in spec.values["functions"].items()},
            "rate": spec.values["rate"],
        }

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("{}", {"ingest": "node22", "store": "node22", "rate": None}),
            ("project: 6.19.9", {"ingest": "node22", "store": "node22", "rate": None}),
            ("project: 6.20.0", {"ingest": "node24", "store": "node24", "rate": None}),
            ("project: 6.100.0\naccount: {id: '3'}", {"ingest": "node24", "store": "node24", "rate": 5}),
            ("project: '7'\nfunctions: {store: {runtime: node20}}", {"ingest": "node24", "store": "node20", "rate": None}),
            ("account: {id: '1.9'}", {"ingest": "node22", "store": "node22", "rate": None}),
        ],
    )  # fmt: skip
    def test_from_a_version_on_a_default_is_another(self, text: str, expected: dict[str, Any]) -> None:
        assert self.runtimes(text) == expected

    def test_one_environment_does_not_change_another(self) -> None:
        raw = schema(**self.RULE)
        files = open_spec_files(project({"dev.yaml": "project: 6.20.0", "qa.yaml": "{}"}, raw))
        held = loaded(raw)

        found = [
            resolve(files, held, name).values["functions"]["store"]["runtime"] for name in ("qa", "dev", "qa")
        ]
        assert found == ["node22", "node24", "node22"]


class TestNeeds:
    RULE: ClassVar[dict[str, Any]] = {
        "needs": [
            {"paths": ["functions.*.runtime"], "values": ["node24"], "of": "project", "version": "6.20"},
            {"paths": ["rate"], "above": 5, "of": "project", "version": "6.3.0", "message": "said there"},
        ]
    }

    def test_what_a_version_does_not_have_is_an_error_with_the_version_that_has(self) -> None:
        assert found(self.RULE, dev="project: 6.4.0\nfunctions: {store: {runtime: node24}}\nrate: 6") == [
            'error: environments/dev.yaml:2:30: dev: functions.store.runtime "node24" needs project 6.20, and it is 6.4.0'
        ]
        assert found(self.RULE, dev="project: 6.2.9\nrate: 6") == [
            "error: environments/dev.yaml:2:7: dev: rate 6 needs project 6.3.0, and it is 6.2.9 (said there)"
        ]

    def test_versions_are_compared_as_numbers(self) -> None:
        assert found(self.RULE, dev="project: 6.100.0\nfunctions: {store: {runtime: node24}}\nrate: 6") == []

    def test_other_values_need_nothing(self) -> None:
        assert found(self.RULE, dev="project: 5.0.0\nfunctions: {store: {runtime: node22}}\nrate: 5") == []


class TestFaultyVersions:
    RULE: ClassVar[dict[str, Any]] = {
        "needs": [
            {
                "paths": ["rate"],
                "above": 0,
                "of": "project",
                "since": "6.13",
                "version": "6.29",
                "severity": "warning",
            }
        ]
    }

    @pytest.mark.parametrize(("version", "told"), [("6.12.9", 0), ("6.13.0", 1), ("6.28.0", 1), ("6.29.0", 0)])
    def test_a_fault_is_told_from_the_version_that_has_it_to_the_one_that_has_not(
        self, version: str, told: int
    ) -> None:
        assert len(found(self.RULE, dev=f"project: {version}\nrate: 1")) == told


class TestDiscouraged:
    RULE: ClassVar[dict[str, Any]] = {
        "discouraged": [
            {
                "when": {"passing": False, "names": []},
                "severity": "warning",
                "message": "nobody is told; say names",
            }
        ]
    }

    def test_an_environment_that_is_so_is_told_where_it_says_it_last(self) -> None:
        assert found(self.RULE, dev="names: []", qa="names: [a]", tmp="passing: true") == [
            "warning: environments/dev.yaml:1:8: dev: names is [] (nobody is told; say names)"
        ]


class TestLifetimes:
    DATES: ClassVar[dict[str, Any]] = {
        "node18": {"deprecated": "2025-09-01", "no_create": "2026-05-01", "no_update": "2026-09-01"}
    }
    RULE: ClassVar[dict[str, Any]] = {
        "ephemeral": "passing",
        "lifetimes": [
            {"paths": ["functions.*.runtime"], "dates": DATES, "warn_days": 180, "source": "https://x.example"}
        ],
    }
    TEXT = "functions:\n  ingest: {runtime: node18}\n"

    @pytest.mark.parametrize(
        ("today", "problem"),
        [
            ("2025-03-04", None),
            ("2025-03-05", "warning: … will be deprecated on 2025-09-01"),
            ("2025-08-31", "warning: … will be deprecated on 2025-09-01"),
            ("2025-09-01", "warning: … is deprecated since 2025-09-01, and can't be created from 2026-05-01"),
            (
                "2026-05-01",
                "warning: … can't be created since 2026-05-01, nor what is there changed from 2026-09-01",
            ),
            ("2026-09-01", "error: … can't be deployed since 2026-09-01"),
        ],
    )
    def test_it_grows_more_severe(self, today: str, problem: str | None) -> None:
        place = 'environments/dev.yaml:2:21: dev: functions.ingest.runtime: "node18"'
        expected = [] if problem is None else [f"{problem.replace('…', place)} (https://x.example)"]

        assert found(self.RULE, datetime.date.fromisoformat(today), dev=self.TEXT) == expected

    def test_what_is_made_anew_each_time_can_not_be_made_any_more(self) -> None:
        assert [line.split(":")[0] for line in found(self.RULE, TODAY, dev=self.TEXT + "passing: true")] == [
            "error"
        ]

    @pytest.mark.parametrize(("today", "warned"), [("2026-01-30", False), ("2026-02-01", True)])
    def test_of_a_default_is_warned_later(self, today: str, warned: bool) -> None:
        dates = {"node22": {"deprecated": "2026-05-01"}}
        rule = {"paths": ["functions.*.runtime"], "dates": dates, "warn_days": 180, "default_warn_days": 90}
        day = datetime.date.fromisoformat(today)

        assert bool(found({"lifetimes": [rule]}, day, dev="")) is warned
        assert found({"lifetimes": [rule]}, day, dev="functions:\n  ingest: {runtime: node22}\n")

    def test_a_default_is_told_once_for_all(self) -> None:
        dates = {"node22": {"deprecated": "2026-05-01"}}
        rules = {"lifetimes": [{"paths": ["functions.*.runtime"], "dates": dates}]}

        assert found(rules, dev="", qa="", prod="") == [
            "warning: environments/schema.json:1:1: dev, prod, qa: functions.ingest.runtime and 1 more:"
            ' "node22" is deprecated since 2026-05-01'
        ]


def test_errors_come_before_warnings_then_by_place() -> None:
    rules = {**TestAtMost.RULE, **TestSingleOwners.RULE}
    text = "role: owned\nrate: 5\nfunctions: {ingest: {reserved: 0}}"

    lines = found(rules, dev=text, qa=text)

    assert [line.split(": ")[:2] for line in lines] == [
        ["error", "environments/qa.yaml:1:7"],
        ["warning", "environments/dev.yaml:2:7"],
        ["warning", "environments/qa.yaml:2:7"],
    ]


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"unique": [{"paths": ["projct"]}]}, 'x-tfgen.unique: there is no "projct" in the schema'),
        ({"budgets": [{"sum": ["functions.*.x"], "limit": "rate"}]}, 'x-tfgen.budgets: there is no "functions.*.x" in the schema'),
        ({"single_owners": [{"when": {"nowhere": 1}}]}, 'x-tfgen.single_owners: there is no "nowhere" in the schema'),
        ({"defaults": [{"paths": ["nowhere"], "default": 1, "of": "project", "version": "0"}]},
         'x-tfgen.defaults: there is no "nowhere" in the schema'),
        ({"region": "a..b"}, 'x-tfgen.region: there is no "a..b" in the schema'),
    ],
)  # fmt: skip
def test_a_rule_about_no_knob_is_the_schema_s_own_problem(rules: dict[str, Any], problem: str) -> None:
    assert complaints(found, rules, dev="") == [f"environments/schema.json:1:1: {problem}"]


def test_without_rules_nothing_is_wrong() -> None:
    assert found({}, dev="", qa="") == []
    assert constraints([], loaded({}), TODAY) == []


class TestVerbatim:
    def test_braces_of_a_listed_string_are_its_own(self) -> None:
        raw = schema_of(
            {
                "routes": {"type": "object", "additionalProperties": schema_of({"path": {"type": "string"}})},
                "name": {"type": "string", "default": "{environment}"},
            },
            **{"x-tfgen": {"verbatim": ["routes.*.path"]}},
        )
        files = project({"dev.yaml": "routes: {one: {path: '/a/{id}'}}"}, raw)
        spec = resolve(open_spec_files(files), loaded(raw), "dev", ["routes.two.path=/{{b}}"])

        assert spec.values["routes"] == {"one": {"path": "/a/{id}"}, "two": {"path": "/{{b}}"}}
        assert spec.values["name"] == "dev"
