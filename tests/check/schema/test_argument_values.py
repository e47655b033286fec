"""Values that a provider refuses are found, and only those; of a newer version only what is known of it."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.check.schema.argument_values import value_violations
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice

OLD = ProviderChoice((("hashicorp/aws", "5.100.0"),))
NEW = ProviderChoice((("hashicorp/aws", "6.69.1"),))
ARN = "arn:aws:iam::111122223333:role/process"


def messages(text: str, choice: ProviderChoice = OLD, **files: str) -> list[str]:
    contents = {"main.tf": text.encode()} | {name: content.encode() for name, content in files.items()}
    return [each.message for each in value_violations(hcl.load(contents), choice)]


def resource(type_: str, *lines: str) -> str:
    return "\n".join([f'resource "{type_}" "one" {{', *lines, "}", ""])


def function(*lines: str) -> str:
    return resource("aws_lambda_function", 'function_name = "f"', f'role = "{ARN}"', 'filename = "f.zip"', *lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (function('runtime = "nodejs22"'), 'runtime can\'t be "nodejs22", the nearest is "nodejs22.x"'),
        (function("timeout = 1000"), "timeout is 1000, the most is 900"),
        (function("memory_size = 64"), "memory_size is 64, the least is 128"),
        (function('memory_size = "64"'), "memory_size is 64, the least is 128"),
        (function('architectures = ["x86_46"]'), 'architectures can\'t be "x86_46", the nearest is "x86_64"'),
        (function("tracing_config {", 'mode = "active"', "}"), 'mode can\'t be "active", the nearest is "Active"'),
        (
            resource("aws_ssm_parameter", 'name = "/x"', 'type = "SecuredString"', 'value = "x"'),
            'type can\'t be "SecuredString", the nearest is "SecureString"',
        ),
        (
            resource("aws_dynamodb_table", 'name = "t"', 'hash_key = "id"', 'billing_mode = "PAY_PER_REQEST"'),
            'billing_mode can\'t be "PAY_PER_REQEST", the nearest is "PAY_PER_REQUEST"',
        ),
        (
            resource("aws_sns_topic_policy", f'arn = "{ARN}"', 'policy = "{,}"'),
            'policy is "{,}", which is no JSON',
        ),
        (resource("aws_sqs_queue", "delay_seconds = 1200"), "delay_seconds is 1200, the most is 900"),
        (
            resource("aws_sqs_queue", 'name = "q"', 'name_prefix = "q"'),
            "name and name_prefix exclude each other",
        ),
        (
            resource("aws_cloudwatch_log_group", "retention_in_days = 15"),
            'retention_in_days can\'t be "15", the nearest is "14"',
        ),
        (
            resource("aws_vpc", 'cidr_block = "10.0.0.0/33"'),
            'cidr_block is "10.0.0.0/33", which is no CIDR block',
        ),
    ],
)
def test_what_the_provider_refuses_is_told(text: str, expected: str) -> None:
    assert messages(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        function('runtime = "nodejs22.x"', "timeout = 900", 'architectures = ["arm64"]', "memory_size = 10240"),
        function("runtime = null", "timeout = null"),
        function("runtime = var.runtime", "timeout = var.timeout"),
        resource("aws_sqs_queue", 'name = "q"', "delay_seconds = 0"),
        resource("aws_sqs_queue", 'name = "q"', "name_prefix = null"),
        resource("aws_cloudwatch_event_rule", 'event_bus_name = "default"', 'event_pattern = "{}"'),
        resource("aws_cloudwatch_log_group", "retention_in_days = 0", 'kms_key_id = ""'),
        resource("aws_no_such_type", 'name = ""'),
        resource("google_project", 'name = ""'),
        resource("aws_vpc", 'cidr_block = "10.0.0.0/16"'),
    ],
)
def test_what_it_takes_is_not(text: str) -> None:
    assert messages(text) == []


def test_one_of_several_ways_is_enough() -> None:
    alarm = ('alarm_name = "a"', 'comparison_operator = "LessThanThreshold"', "evaluation_periods = 1")

    assert messages(resource("aws_cloudwatch_metric_alarm", *alarm, "period = 300")) == []
    assert messages(resource("aws_cloudwatch_metric_alarm", *alarm, "period = 30")) == []
    assert len(messages(resource("aws_cloudwatch_metric_alarm", *alarm, "period = 45"))) == 1


def test_what_is_newer_than_the_version_says_which_it_needs() -> None:
    text = function('runtime = "nodejs24.x"')
    needs = 'runtime can\'t be "nodejs24.x", which needs hashicorp/aws 6.20.0'

    assert messages(text) == [needs]
    assert messages(text, NEW) == []
    assert messages(text, AS_REQUIRED) == []
    assert messages(text, ProviderChoice((("hashicorp/aws", "6.10.0"),))) == [needs]
    assert messages(text, ProviderChoice((("hashicorp/aws", "6.20.0"),))) == []


def test_of_a_newer_version_only_what_is_known_of_it_is_told() -> None:
    assert messages(resource("aws_sqs_queue", "max_message_size = 1048576")) == [
        "max_message_size is 1048576, the most is 262144"
    ]
    assert messages(resource("aws_sqs_queue", "max_message_size = 1048576"), NEW) == []
    assert messages(resource("aws_sqs_queue", "max_message_size = 1"), NEW) == [
        "max_message_size is 1, the least is 1024"
    ]
    billing = resource("aws_dynamodb_table", 'name = "tab"', 'hash_key = "id"', 'billing_mode = "PER_DAY"')
    assert messages(billing, NEW) == ['billing_mode can\'t be "PER_DAY"']


def test_what_both_majors_refuse_is_told_once() -> None:
    assert messages(function('runtime = "nodejs22"'), AS_REQUIRED) == [
        'runtime can\'t be "nodejs22", the nearest is "nodejs22.x"'
    ]


def test_one_of_several_must_be_set() -> None:
    found = messages(resource("aws_cloudwatch_event_rule", 'name = "r"'))

    assert found == ["one of event_pattern and schedule_expression must be set"]
    assert messages(resource("aws_cloudwatch_event_rule", 'name = "r"', "event_pattern = var.pattern")) == []
    assert messages(resource("aws_cloudwatch_event_rule", 'name = "r"'), NEW) == []


def test_values_are_followed_through_variables_and_instances() -> None:
    text = 'variable "t" {\n  default = 5000\n}\n' + function(
        "timeout = each.value", "for_each = { a = var.t, b = 30 }"
    )

    assert messages(text) == ["timeout is 5000, the most is 900"]


def test_nothing_of_a_file_or_a_secret_is_shown() -> None:
    secret = 'variable "s" {\n  default   = "hunter2"\n  sensitive = true\n}\n'
    parameter = resource("aws_sns_topic_policy", f'arn = "{ARN}"', "policy = var.s")
    from_file = resource("aws_sns_topic_policy", f'arn = "{ARN}"', 'policy = file("token.txt")')

    assert messages(secret + parameter) == ["policy is sensitive, and not what the provider takes"]
    assert messages(from_file, **{"token.txt": "ghp_0123456789"}) == ["policy is this, which is no JSON"]


def test_of_many_words_some_are_listed() -> None:
    [found] = value_violations(hcl.load({"main.tf": function('runtime = "cobol"').encode()}), OLD)

    assert found.hint.startswith("one of ") and found.hint.endswith(", …")


def test_what_stands_in_for_a_name_that_a_caller_gives_is_not_told() -> None:
    text = """
    variable "name" {
      type    = string
      default = null
    }
    """ + resource("aws_iam_role", 'name = coalesce(var.name, "*")', 'assume_role_policy = "{}"')

    assert messages(text) == []
    assert messages(text.replace("null", '"*"')) == [r'name is "*", which does not match [\w+=,.@-]']


def test_a_list_has_as_many_elements_as_the_provider_wants() -> None:
    group = [f'replication_subnet_group_{each} = "g"' for each in ("id", "description")]

    assert messages(resource("aws_dms_replication_subnet_group", *group, 'subnet_ids = ["subnet-1"]')) == [
        "subnet_ids has 1 element, the least is 2"
    ]
    assert (
        messages(resource("aws_dms_replication_subnet_group", *group, 'subnet_ids = ["subnet-1", "subnet-2"]'))
        == []
    )


@pytest.mark.parametrize("value", ["true", "false", '"true"', '"0"', '""'])
def test_a_text_that_is_a_bool_is_taken(value: str) -> None:
    rule = ['analyzer_name = "a"', 'rule_name = "r"', 'filter {\ncriteria = "x"', f"exists = {value}", "}"]

    assert messages(resource("aws_accessanalyzer_archive_rule", *rule)) == []


@pytest.mark.parametrize(("name", "sign"), [("[]", "["), ("a(b", "("), ("a~", "~"), ("{x}", "{"), ("a b", " ")])
def test_what_may_be_nowhere_is_found_anywhere(name: str, sign: str) -> None:
    model = ['api_id = "a"', 'content_type = "application/json"', "schema = jsonencode({})"]
    found = messages(resource("aws_apigatewayv2_model", *model, f'name = "{name}"'))

    assert len(found) == 1 and found[0].endswith(f'may not have "{sign}" there')
