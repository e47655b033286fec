"""What the engine adds to rules: places, addresses, order, suppressions, and the files' own faults."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from generator import hcl
from generator.check import catalogue, engine
from generator.check.engine import CheckSettings, Target
from generator.check.rule import Option, Rule, Severity, Violation
from generator.hcl import Module
from generator.location import Location
from generator.model.finding import Finding, Findings, TemplateSource

TODAY = datetime.date(2026, 11, 24)


def slow_functions(module: Module, seconds: int, today: datetime.date) -> Iterator[Violation]:
    """Yield functions that run longer than an option says; on one day of the year, none."""
    for function in module.resources("aws_lambda_function"):
        for instance in function.instances:
            timeout = instance["timeout"]
            if timeout.known and timeout.value > seconds and today != datetime.date(2026, 12, 25):
                yield Violation(timeout, f"{timeout.value} s is long")


SLOW = Rule(
    id="TFG777",
    name="slow-function",
    severity=Severity.WARNING,
    summary="Functions are fast",
    reason="Slow ones cost.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
    bad="",
    good="",
    check=slow_functions,
    options=(Option("seconds", 100, "the longest timeout"),),
)


@pytest.fixture(autouse=True)
def only_rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the catalogue hold one rule, and the engine's own."""
    catalogue.describe_rules.cache_clear()
    monkeypatch.setattr(catalogue, "all_rules", lambda: (SLOW,))
    yield
    catalogue.describe_rules.cache_clear()


def settings(*wanted: str, **options: object) -> CheckSettings:
    ids = frozenset(wanted or (rule.id for rule in catalogue.describe_rules()))
    return CheckSettings(ids, {"TFG777": options}, TODAY)


def check(text: str, wanted: CheckSettings | None = None, **target: object) -> Findings:
    module = hcl.load({"main.tf": text.encode()})
    return engine.check(Target(module, **target), wanted or settings())  # type: ignore[arg-type]


def told(findings: Findings) -> list[tuple[str, int, str]]:
    return [(finding.rule, finding.location.line, finding.message) for finding in findings.found]


FUNCTION = """\
resource "aws_lambda_function" "a" {
  timeout = 300
}
"""


def test_a_finding_has_its_place_its_line_and_its_resource() -> None:
    (finding,) = check(FUNCTION, folder="out/dev", environment="dev").found

    assert finding == Finding(
        "TFG777",
        "slow-function",
        Severity.WARNING,
        Location("main.tf", 2, 13),
        Location("main.tf", 2, 16),
        "300 s is long",
        address="aws_lambda_function.a",
        text="  timeout = 300",
        environment="dev",
        folder="out/dev",
    )
    assert finding.place == "out/dev/main.tf"


def test_instances_that_break_a_rule_alike_are_one_finding() -> None:
    text = FUNCTION.replace("{\n", "{\n  count = 3\n")

    assert told(check(text)) == [("TFG777", 3, "300 s is long")]


def test_findings_are_in_the_order_of_their_places() -> None:
    text = FUNCTION.replace("300", "200") + FUNCTION.replace('"a"', '"b"') + "locals {\n  a = \n}\n"

    assert [(rule, line) for rule, line, _ in told(check(text))] == [("TFG777", 2), ("TFG777", 5), ("TFG000", 8)]


def test_options_and_the_date_reach_a_rule() -> None:
    christmas = settings()._replace(today=datetime.date(2026, 12, 25))

    assert told(check(FUNCTION, settings(seconds=300))) == []
    assert told(check(FUNCTION, christmas)) == []


def test_what_is_not_wanted_is_not_told() -> None:
    assert told(check(FUNCTION, settings("TFG000"))) == []
    assert told(check("locals {", settings("TFG777"))) == []


def test_origins_are_asked_for() -> None:
    source = TemplateSource(Location("templates/main.tf.j2", 9), ())

    (finding,) = check(
        FUNCTION, origin=lambda path, line: source if (path, line) == ("main.tf", 2) else None
    ).found

    assert finding.source == source


def test_an_edited_file_is_a_finding() -> None:
    (finding,) = check("locals {}\n", edited=("main.tf",)).found

    assert (finding.rule, finding.severity, finding.location) == ("TFG902", Severity.ERROR, Location("main.tf"))


REASON = "because the report takes long"


@pytest.mark.parametrize(
    "text",
    [
        FUNCTION.replace("  timeout", f"  # tfgen:ignore TFG777 {REASON}\n  timeout"),
        FUNCTION.replace("  timeout", f"  // tfgen:ignore TFG777 {REASON}\n  # and more\n  timeout"),
        FUNCTION.replace("  timeout", f"  /* tfgen:ignore TFG777 {REASON} */\n  timeout"),
        f"# tfgen:ignore TFG777 {REASON}\n{FUNCTION}",
        f"# tfgen:ignore TFG001, TFG777 {REASON}\n{FUNCTION}".replace("TFG001", "TFG000"),
        f"# tfgen:ignore TFG777 {REASON}\n{FUNCTION}".replace("\n", "\r\n"),
    ],
)
def test_a_comment_above_suppresses(text: str) -> None:
    findings = check(text)

    assert told(findings) == []
    assert findings.suppressed == 1


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# tfgen:ignore TFG777", "this suppression gives no reason"),
        ("# tfgen:ignore TFG777 because", "this suppression gives no reason"),
        ("# tfgen:ignore because of it", "this suppression names no rule"),
        ("# tfgen:ignore TFG778 because of it", "this suppression names TFG778, which there is not"),
        ("# tfgen:ignore TFG000 because of it", "this suppression nothing below it breaks TFG000"),
    ],
)
def test_a_suppression_that_is_wrong_is_a_finding_itself(comment: str, message: str) -> None:
    text = FUNCTION.replace("  timeout", f"  {comment}\n  timeout")

    assert ("TFG901", 2, message) in told(check(text))


def test_a_comment_elsewhere_suppresses_nothing() -> None:
    trailing = FUNCTION.replace("300", f"300 # tfgen:ignore TFG777 {REASON}")
    apart = FUNCTION.replace("  timeout", f"  # tfgen:ignore TFG777 {REASON}\n\n  timeout")
    other = FUNCTION + f"# tfgen:ignore TFG777 {REASON}\nlocals {{\n  a = 1\n}}\n"

    for text in (trailing, apart, other):
        assert [rule for rule, *_ in told(check(text))] in (["TFG777", "TFG901"], ["TFG901", "TFG777"])


def test_a_suppression_of_a_rule_that_was_not_run_is_not_called_useless() -> None:
    text = f"# tfgen:ignore TFG777 {REASON}\n{FUNCTION}"

    assert told(check(text, settings("TFG000", "TFG901"))) == []


def test_a_rule_that_crashes_is_named() -> None:
    def crash(module: Module) -> Iterator[Violation]:
        raise ZeroDivisionError

    broken = SLOW._replace(check=crash, options=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "all_rules", lambda: (broken,))
        with pytest.raises(ZeroDivisionError) as raised:
            check(FUNCTION)

    assert raised.value.__notes__ == ["in the rule TFG777 slow-function"]


def repeating(module: Module) -> Iterator[Violation]:
    """Yield what is in each output."""
    for output in module.outputs.values():
        yield Violation(output.value, f"{output.value.value} is it")


def test_no_finding_shows_what_is_sensitive(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = SLOW._replace(check=repeating, options=())
    monkeypatch.setattr(catalogue, "all_rules", lambda: (rule,))

    (finding,) = check('output "o" {\n  sensitive = true\n  value     = "hunter2"\n}\n').found

    assert finding.message == "(sensitive value) is it"
    assert finding.text == "  value     = *********"


def names(module: Module) -> Iterator[Violation]:
    """Yield every name, with its value in the message."""
    for queue in module.resources("aws_sqs_queue"):
        for instance in queue.instances:
            yield Violation(instance["name"], f'the name {instance["name"].value} is no "good_name"')


@pytest.mark.parametrize("secret", ["swordfish", "swordfish\n", "correct swordfish staple", "swordfish12"])
def test_no_finding_shows_a_plain_word_of_a_file(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setattr(catalogue, "all_rules", lambda: (SLOW._replace(check=names, options=()),))
    text = 'locals {\n  a = file("./.env")\n}\nresource "aws_sqs_queue" "q" {\n  name = "${local.a}"\n}\n'
    module = hcl.load({"main.tf": text.encode(), ".env": secret.encode()})

    findings = engine.check(Target(module), CheckSettings(frozenset({SLOW.id}), {}, TODAY)).found

    assert len(findings) == 1
    assert "swordfish" not in findings[0].message


def test_no_finding_shows_what_a_file_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "all_rules", lambda: (SLOW._replace(check=names, options=()),))
    text = (
        'locals {\n  a = file("./.env")\n}\nresource "aws_sqs_queue" "q" {\n'
        '  for_each = toset([local.a])\n  name     = "q-1-${base64encode(each.key)}"\n}\n'
        'resource "aws_sqs_queue" "r" {\n  name = "Q99-Aa"\n}\n'
    )
    module = hcl.load({"main.tf": text.encode(), ".env": b"hunter2-Secret"})
    findings = engine.check(Target(module), CheckSettings(frozenset({SLOW.id}), {}, TODAY)).found
    shown = [(one.address, one.message) for one in findings]
    assert shown == [
        ("aws_sqs_queue.q", "Functions are fast: what a file holds says otherwise"),
        ("aws_sqs_queue.r", 'the name Q99-Aa is no "good_name"'),
    ]
