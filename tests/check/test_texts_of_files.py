"""What a file holds, or what is made of that, is in no message of a check, a drawing or a comparison."""

from __future__ import annotations

import base64
import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import diff, graph, hcl
from generator.check import catalogue, engine, fleet, module_calls
from generator.check.engine import CheckSettings, Target
from generator.diff import Snapshot
from generator.model.finding import Findings
from generator.report import dot, findings_json, findings_text, mermaid

SETTINGS = CheckSettings(
    frozenset(rule.id for rule in catalogue.describe_rules()), {}, datetime.date(2026, 11, 24)
)

WORDS = ("swordfish", "hunter two", "Zanzibar,Quagga", "4711", "kumquat\nwalrus\n", "xylophone " * 200)
"""What files hold: words as any, several, numbers, lines, and a long text."""

HOLDERS = (
    'file("./.env")',
    'core::file("./.env")',
    'filebase64("./.env")',
    'filesha256("./.env")',
    'templatefile("./.env", {})',
    "local.text",
    "upper(local.text)",
    "strrev(local.text)",
    'replace(local.text, "a", "_")',
    'join("-", local.parts)',
    "jsonencode(local.parts)",
    "jsonencode({ (local.text) = local.parts })",
    'format("%s is %d", local.text, length(local.parts))',
    "try(tonumber(local.text), local.text)",
    "module.below.text",
    'one([for part in local.parts : part if part != "x"])',
    "{}[local.text]",
    "{ (local.text) = 1 }.x",
    "cidrhost(local.text, 1)",
    "regex(local.text, local.text)",
)
"""Expressions that are made of what a file holds."""

PLACES = (
    'resource "aws_sqs_queue" "q" {\n  name = %s\n  visibility_timeout_seconds = 99999\n}\n',
    'resource "aws_sqs_queue" "q" {\n  for_each = toset(try(tolist(%s), [%s]))\n  name = each.key\n}\n',
    'resource "aws_sqs_queue" "q" {\n  count = length(%s)\n  name = "q-${count.index}"\n}\n',
    'resource "aws_sqs_queue" "q" {\n  count = try(tonumber(%s), 2)\n  name = "q ${count.index}"\n}\n',
    'resource "aws_lambda_function" "f" {\n  function_name = %s\n  runtime = %s\n  timeout = try(%s, 3)\n'
    "  environment {\n    variables = { (%s) = %s, AWS_REGION = %s }\n  }\n}\n",
    'resource "aws_iam_role_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", '
    "Action = %s, Resource = [%s], (%s) = 1 }] })\n}\n",
    'resource "aws_dynamodb_table" "t" {\n  name = "t"\n  hash_key = %s\n  dynamic "attribute" {\n'
    "    for_each = [%s]\n    content {\n      name = attribute.value\n      type = attribute.value\n    }\n  }\n"
    "  tags = { (%s) = %s }\n}\n",
    'resource "aws_cloudwatch_event_rule" "r" {\n  schedule_expression = %s\n  event_pattern = %s\n}\n',
    'output "o" {\n  value = { (%s) = [%s] }\n}\n',
    'variable "v" {\n  default = "x"\n  validation {\n    condition = var.v == %s\n    error_message = %s\n  }\n}\n',
    'provider "aws" {\n  region = %s\n  allowed_account_ids = [%s]\n}\n',
    'resource "aws_api_gateway_domain_name" "d" {\n  domain_name = %s\n}\n',
    'module "inner" {\n  source = "./inner"\n  name = %s\n}\n',
    'module "inner" {\n  source = "./inner"\n  for_each = toset([%s])\n  name = each.value\n}\n',
)
"""Where such an expression may stand."""

LOCALS = 'locals {\n  text = file("./.env")\n  parts = split(",", local.text)\n}\nmodule "below" {\n  source = "./below"\n}\n'
BELOW = 'output "text" {\n  value = file("./.env")\n}\n'
INNER = 'variable "name" {}\nresource "aws_sqs_queue" "inner" {\n  name = var.name\n  fifo_queue = true\n}\n'


def files(text: str, secret: str) -> dict[str, bytes]:
    held = secret.encode()
    return {
        "main.tf": (LOCALS + text).encode(),
        ".env": held,
        "below/main.tf": BELOW.encode(),
        "below/.env": held,
        "inner/main.tf": INNER.encode(),
    }


def findings(text: str, secret: str) -> Findings:
    target = Target(hcl.load(files(text, secret)), "stack")
    own = module_calls.together(engine.check(target, SETTINGS), target, SETTINGS)
    twins = [fleet.facts(hcl.load(files(text, secret)), name, name) for name in ("dev", "prod")]
    return own._replace(found=(*own.found, *fleet.compare(twins, SETTINGS.wanted, {})))


def said(text: str, secret: str) -> str:
    """Return all that is said of a configuration: its findings, its drawing, and what is new in it."""
    found, now = findings(text, secret), files(text, secret)
    change = diff.compare(Snapshot("dev", {"main.tf": b""}), Snapshot("dev", now))
    assert change is not None
    drawn = graph.draw(hcl.load(now), everything=True)
    other = files(text, secret[::-1])
    moved = diff.compare(Snapshot("dev", other), Snapshot("dev", now))
    assert moved is not None
    parts = [findings_text.report(found), findings_json.report(found), mermaid.report(drawn), dot.report(drawn)]
    return "\n".join([*parts, repr((change.changes, change.notes, moved.changes, moved.notes))])


def forms(secret: str) -> set[str]:
    """Return the texts that give a secret away."""
    words = {secret.strip(), *secret.replace(",", " ").split()}
    words |= {word[::-1] for word in words} | {word.replace("a", "_") for word in words}
    words |= {base64.b64encode(word.encode()).decode()[:-4] for word in words}
    return {form for word in words for form in (word, word.upper()) if len(form) > 3}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WORDS), st.lists(st.sampled_from(HOLDERS), min_size=6, max_size=6), st.data())
def test_what_a_file_holds_is_in_no_message(secret: str, holders: list[str], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(PLACES))
    text = place % tuple(holders[: place.count("%s")])

    everything = said(text, secret)

    assert not [form for form in forms(secret) if form in everything]
