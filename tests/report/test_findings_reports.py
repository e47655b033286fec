"""One set of findings, told in each format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.engine_rules import OWN_RULES
from generator.location import Location
from generator.model.finding import Category, Finding, Findings, Severity, SpecValue, TemplateSource, fingerprints
from generator.model.finding_groups import groups
from generator.report import findings_json, findings_text, github, junit, sarif

SARIF = jsonschema.Draft4Validator(
    json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text())
)

TIMEOUT = Finding(
    "TFG018",
    "lambda-timeout-range",
    Severity.ERROR,
    Location("lambda.tf", 12, 13),
    Location("lambda.tf", 12, 14),
    "5 s is below 30 s",
    "set 30 to 300",
    "aws_lambda_function.authorizer",
    "  timeout = 5",
    "pr-123",
    "out/pr-123",
    TemplateSource(
        Location("templates/lambda.tf.j2", 31),
        (
            SpecValue(
                "functions.authorizer.timeout_seconds",
                "5",
                "environments/base.yaml:18:5",
                Location("environments/base.yaml", 18, 5),
            ),
            SpecValue("tracing.enabled", "true", "schema default", None),
        ),
    ),
)
DOMAIN = Finding(
    "TFG012",
    "missing-custom-domain",
    Severity.INFO,
    Location("api.tf", 3, 1),
    Location("api.tf", 5, 2),
    "no custom domain",
    text='resource "aws_api_gateway_stage" "main" {',
)
BOTH = Findings((DOMAIN, TIMEOUT), suppressed=2, files=15)
NONE = Findings((), 0, 1)
TEXTS = st.text(max_size=20)
PLACES = st.builds(Location, st.text(min_size=1, max_size=9), st.integers(1, 9), st.integers(1, 9))
VALUES = st.builds(SpecValue, TEXTS, TEXTS, TEXTS, st.none() | PLACES)
ANY = st.builds(
    Finding,
    rule=st.sampled_from(["TFG000", "TFG018"]),
    name=st.just("a-rule"),
    severity=st.sampled_from(Severity),
    location=PLACES,
    end=PLACES,
    message=TEXTS,
    hint=TEXTS,
    address=TEXTS,
    text=TEXTS,
    environment=TEXTS,
    folder=TEXTS,
    source=st.none() | st.builds(TemplateSource, PLACES, st.lists(VALUES, max_size=2).map(tuple)),
)


def test_text_shows_the_line_the_way_out_and_what_made_it() -> None:
    assert findings_text.report(BOTH).split("\n\n")[1].splitlines() == [
        "error[TFG018] lambda-timeout-range: 5 s is below 30 s",
        "  --> out/pr-123/lambda.tf:12:13  aws_lambda_function.authorizer  (pr-123)",
        "   |",
        "12 |   timeout = 5",
        "   |             ^",
        "   = help: set 30 to 300",
        "   = from templates/lambda.tf.j2:31",
        "   = with functions.authorizer.timeout_seconds = 5 from environments/base.yaml:18:5",
        "   = with tracing.enabled = true from schema default",
    ]
    assert findings_text.summary(BOTH) == "15 files checked: 1 error, 1 info, 2 suppressed"
    assert findings_text.summary(NONE) == "1 file checked: nothing found"


def test_text_shows_the_beginning_of_a_value_that_is_long() -> None:
    assert TIMEOUT.source is not None
    long = TIMEOUT.source.values[0]._replace(value="5" * 9000)
    finding = TIMEOUT._replace(source=TIMEOUT.source._replace(values=(long,)))
    *_, line = findings_text.report(Findings((finding,), 0, 1)).splitlines()

    assert line.endswith("5… from environments/base.yaml:18:5")
    assert len(line) < 2 * findings_text.WIDEST_LINE


def test_text_marks_the_rest_of_the_line_where_a_finding_goes_on_below() -> None:
    line, carets = findings_text.report(Findings((DOMAIN,), 0, 1)).splitlines()[3:5]

    assert line == '3 | resource "aws_api_gateway_stage" "main" {'
    assert carets == "  | " + "^" * len(DOMAIN.text)


def test_json_has_what_was_promised() -> None:
    document = json.loads(findings_json.report(BOTH))

    assert document["version"] == 1
    assert document["summary"] == {"error": 1, "warning": 0, "info": 1, "suppressed": 2, "files": 15}
    assert document["findings"][1] == {
        "rule": "TFG018",
        "name": "lambda-timeout-range",
        "severity": "error",
        "file": "lambda.tf",
        "line": 12,
        "column": 13,
        "end_line": 12,
        "end_column": 14,
        "address": "aws_lambda_function.authorizer",
        "message": "5 s is below 30 s",
        "category": "deploy",
        "hint": "set 30 to 300",
        "environment": "pr-123",
        "folder": "out/pr-123",
        "source": {
            "template": "templates/lambda.tf.j2",
            "line": 31,
            "spec": [
                {"path": "functions.authorizer.timeout_seconds", "file": "environments/base.yaml", "line": 18},
                {"path": "tracing.enabled", "origin": "schema default"},
            ],
        },
    }
    assert "environment" not in document["findings"][0]


def test_sarif_points_at_the_template_and_relates_the_rendered_line() -> None:
    (run,) = json.loads(sarif.report(BOTH, OWN_RULES, "1.0.0"))["runs"]
    domain, timeout = run["results"]

    assert domain["level"] == "note"
    place = timeout["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "templates/lambda.tf.j2"}
    assert place["region"] == {"startLine": 31, "startColumn": 1}
    related = [each["physicalLocation"]["artifactLocation"]["uri"] for each in timeout["relatedLocations"]]
    assert related == ["out/pr-123/lambda.tf", "environments/base.yaml"]
    assert timeout["properties"] == {"category": "deploy", "environments": ["pr-123"]}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in OWN_RULES]


@pytest.mark.parametrize("findings", [BOTH, NONE])
def test_sarif_is_valid(findings: Findings) -> None:
    SARIF.validate(json.loads(sarif.report(findings, OWN_RULES, "0.1.0")))


def moved(finding: Finding, lines: int) -> Finding:
    def below(place: Location) -> Location:
        return Location(place.path, place.line + lines, place.column)

    return finding._replace(location=below(finding.location), end=below(finding.end))


def test_a_fingerprint_outlives_lines_above_and_tells_twins_apart() -> None:
    first, second = fingerprints([TIMEOUT, TIMEOUT])

    assert fingerprints([moved(TIMEOUT, 7), moved(TIMEOUT, 9)]) == [first, second]
    assert first != second
    assert fingerprints([TIMEOUT._replace(text="timeout = 6")]) != [first]


def test_workflow_commands_escape_what_would_end_them() -> None:
    finding = TIMEOUT._replace(message="50% of\n::error::", folder="a,b:c", source=None)

    (line,) = github.report(Findings((finding,), 0, 1)).splitlines()

    assert line == (
        "::error file=a%2Cb%3Ac/lambda.tf,line=12,endLine=12,col=13,endColumn=14,"
        "title=TFG018 lambda-timeout-range::aws_lambda_function.authorizer: 50%25 of%0A::error:: (set 30 to 300)"
    )


def test_workflow_commands_have_no_columns_over_several_lines() -> None:
    (line,) = github.report(Findings((DOMAIN,), 0, 1)).splitlines()

    assert line == "::notice file=api.tf,line=3,endLine=5,title=TFG012 missing-custom-domain::no custom domain"


def test_junit_fails_a_file_by_its_findings() -> None:
    suites = ElementTree.fromstring(junit.report(BOTH))
    cases = {case.attrib["name"]: case for case in suites.iter("testcase")}

    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("2", "1")
    failure = cases["templates/lambda.tf.j2"].find("failure")
    assert failure is not None and failure.attrib["message"] == "TFG018 5 s is below 30 s"
    assert cases["api.tf"].find("failure") is None
    assert "no custom domain" in (cases["api.tf"].findtext("system-out") or "")


def test_junit_of_nothing_is_a_case_that_passes() -> None:
    suites = ElementTree.fromstring(junit.report(NONE))

    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("1", "0")
    assert len(list(suites.iter("testcase"))) == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(ANY, max_size=3))
def test_any_findings_are_told_in_every_format(found: list[Finding]) -> None:
    findings = Findings(tuple(found), 0, 1)
    reports: dict[str, Callable[[Findings], Any]] = {
        "text": findings_text.report,
        "json": lambda given: json.loads(findings_json.report(given)),
        "sarif": lambda given: SARIF.validate(json.loads(sarif.report(given, OWN_RULES, "0.1.0"))),
        "junit": lambda given: ElementTree.fromstring(junit.report(given)),
    }
    for report in reports.values():
        report(findings)
    assert sum(line != "" for line in github.report(findings).split("\n")) == len(groups(found))


def test_one_mistake_of_a_template_is_told_once_for_all_environments() -> None:
    names = [f"pr-{number}" for number in range(9)]
    findings = Findings(
        tuple(
            TIMEOUT._replace(environment=name, folder=f"out/{name}", message=f"{name}-fn is too slow")
            for name in names
        ),
        0,
        9,
    )

    text = findings_text.report(findings)
    (command,) = github.report(findings).splitlines()
    (run,) = json.loads(sarif.report(findings, OWN_RULES, "1.0.0"))["runs"]

    assert text.count("error[TFG018]") == 1
    assert "(pr-0, pr-1, pr-2, pr-3, pr-4, pr-5 and 3 more)" in text
    assert findings_text.summary(findings) == "9 files checked: 1 error in 9 environments"
    assert command.startswith("::error file=templates/lambda.tf.j2,line=31,endLine=31,title=")
    assert command.endswith(
        "; rendered in out/pr-0/lambda.tf:12 (in pr-0, pr-1, pr-2, pr-3, pr-4, pr-5 and 3 more)"
    )
    assert [result["properties"]["environments"] for result in run["results"]] == [names]
    assert junit.report(findings).count("<failure") == 1
    assert len(json.loads(findings_json.report(findings))["findings"]) == 9


def test_text_groups_findings_by_what_they_are_about() -> None:
    public = TIMEOUT._replace(category=Category.SECURITY)

    assert [
        line for line in findings_text.report(Findings((public, DOMAIN), 0, 2)).splitlines() if line[:1].isalpha()
    ] == [
        "deploy: an apply fails, or what it makes does not work",
        "info[TFG012] missing-custom-domain: no custom domain",
        "security: open to others",
        "error[TFG018] lambda-timeout-range: 5 s is below 30 s",
    ]


HOSTILE = Finding(
    "TFG018",
    "lambda-timeout-range",
    Severity.ERROR,
    Location("c\udcff\x1b\u202e.tf", 1, 2),
    Location("c\udcff\x1b\u202e.tf", 1, 3),
    "\x1b]52;c;ZXZpbA==\x07 \x85 \u200b\u202e \ufeff",
    "\x9b2J",
    'aws_x.y["\u2066"]',
    "  timeout = \x1b[2J",
)


@pytest.mark.parametrize("form", [findings_json, sarif, github, junit])
def test_no_character_of_a_file_does_anything_in_a_report(form: ModuleType) -> None:
    findings = Findings((HOSTILE,), 0, 1)

    text = form.report(findings, (), "1.0.0") if form is sarif else form.report(findings)

    assert all(one.isprintable() or one == "\n" for one in text)
    text.encode()


def test_sarif_names_a_file_by_its_bytes() -> None:
    document = json.loads(sarif.report(Findings((HOSTILE,), 0, 1), (), "1.0.0"))

    (result,) = document["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "c%FF%1B%E2%80%AE.tf"
    assert result["message"]["text"].startswith(HOSTILE.message)
