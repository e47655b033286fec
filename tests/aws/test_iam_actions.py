"""The actions of IAM, as the data has them."""

from __future__ import annotations

from generator.aws import iam_actions


def test_a_service_knows_its_actions_and_keys() -> None:
    queues = iam_actions.service("sqs")
    buckets = iam_actions.service("s3")

    assert queues is not None and queues.actions["receivemessage"] == "ReceiveMessage"
    assert buckets is not None and "s3:prefix" in buckets.keys
    assert "s3:existingobjecttag/" in buckets.open_keys
    assert not any(key.startswith("aws:") for key in buckets.keys)


def test_there_are_the_services_of_the_stack_and_no_other_words() -> None:
    known = iam_actions.prefixes()

    for name in ("lambda", "apigateway", "execute-api", "dynamodb", "events", "scheduler", "logs", "xray", "kms"):
        assert name in known
    assert iam_actions.service("nothing") is None
