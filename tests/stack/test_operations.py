"""What docs/operations.md and docs/emulator.md say of the stack is so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from deploy import excused

from generator import hcl
from generator.files.module_folder import ModuleFolder

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
EMULATOR = (ROOT / "docs" / "emulator.md").read_text()
METRICS = (
    ROOT / "lambda-src/layers/common-dependencies/nodejs/node_modules/common-dependencies/metrics.mjs"
).read_text()


@pytest.fixture(scope="module")
def prod() -> hcl.Module:
    return hcl.load(ModuleFolder(ROOT / "out" / "prod", "out/prod"))


def alarms(module: hcl.Module) -> set[str]:
    """The names of all alarms, without the prefix."""
    return {
        str(instance["alarm_name"].value).removeprefix("event-platform-prod-")
        for resource in module.resources("aws_cloudwatch_metric_alarm")
        for instance in resource.instances
    }


def test_every_alarm_is_explained_and_every_explained_alarm_is_there(prod: hcl.Module) -> None:
    table = OPERATIONS.partition("| alarm `NAME-…` |")[2].partition("\n\n")[0]
    patterns = [
        re.compile(name.replace("*", ".+"))
        for row in table.splitlines()[2:]
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]
    named = alarms(prod)

    assert len(named) > 20
    assert [name for name in named if not any(each.fullmatch(name) for each in patterns)] == []
    assert [each.pattern for each in patterns if not any(each.fullmatch(name) for name in named)] == []


def test_every_output_that_is_asked_for_is_there(prod: hcl.Module) -> None:
    asked = set(re.findall(r"terraform output -raw (\w+)", OPERATIONS))

    assert asked
    assert asked <= set(prod.outputs)


def test_a_metric_is_sent_where_an_alarm_is_about_it_and_nowhere_else(prod: hcl.Module) -> None:
    sent = set(re.findall(r'"(\w+)"', re.findall(r"ALARMED = new Set\(\[(.*?)\]\)", METRICS)[0]))
    watched = {
        instance["metric_name"].value
        for resource in prod.resources("aws_cloudwatch_metric_alarm")
        for instance in resource.instances
        if not str(instance["namespace"].value).startswith("AWS/")
    }

    assert sent == watched


def test_all_in_which_moto_is_not_aws_is_told() -> None:
    rows = set(re.findall(r"^\| `(\w+)`, `(\w+)` \|", EMULATOR, re.MULTILINE))

    assert rows == {(each.type, each.attribute) for each in excused.DIFFERENCES}


def test_the_override_takes_out_what_moto_does_not_have(tmp_path: Path) -> None:
    for file in (ROOT / "out" / "dev").glob("*.tf"):
        (tmp_path / file.name).write_text(file.read_text())
    excused.write_override(tmp_path)
    opening = re.compile(r'^resource "\w+" "\w+" \{\n  count = 0\n\}', re.MULTILINE)

    written = opening.findall((tmp_path / excused.OVERRIDE_FILE).read_text())

    assert written == opening.findall(EMULATOR)
    assert written


class Redrive:
    """The loop of docs/operations.md that sends back what was not delivered, run with an `aws` that answers from files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"

    def run(self, body: str, *, sending: int, target: bool = True) -> list[str]:
        """Run it on one message; give the operations that were asked for, in order."""
        arn = {"TARGET_ARN": {"StringValue": "arn:aws:sqs:us-east-1:111122223333:store-queue"}}
        message = {
            "MessageAttributes": arn if target else {"ERROR_CODE": {"StringValue": "KMS"}},
            "Body": body,
            "ReceiptHandle": "handle",
        }
        (self.folder / "message.json").write_text(json.dumps({"Messages": [message]}))
        tools = {
            "terraform": "echo https://queue",
            "aws": f"""
                echo "$2" >> "{self.calls}"
                case "$2" in
                  receive-message) mv "{self.folder}/message.json" "{self.folder}/read.json" 2>/dev/null && cat "{self.folder}/read.json";;
                  get-queue-url) echo https://target;;
                  send-message) for each; do case "$each" in file://*) cat "${{each#file://}}" > "{self.folder}/sent";; esac; done
                    exit {sending};;
                  put-events) for each; do case "$each" in file://*) cat "${{each#file://}}" > "{self.folder}/sent";; esac; done
                    echo '{{"FailedEntryCount": {sending}}}';;
                esac
                exit 0""",
        }
        for name, script in tools.items():
            (self.folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (self.folder / name).chmod(0o755)
        loop = next(
            block for block in re.findall(r"```sh\n(.*?)```", OPERATIONS, re.DOTALL) if "TARGET_ARN" in block
        )
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}
        subprocess.run(["bash", "-c", loop], env=environment, check=False, timeout=60)
        return self.calls.read_text().split()


@pytest.mark.skipif(shutil.which("jq") is None or shutil.which("bash") is None, reason="needs bash and jq")
def test_a_message_that_can_not_be_sent_back_is_not_deleted(tmp_path: Path) -> None:
    assert Redrive(tmp_path).run("{}", sending=1) == ["receive-message", "get-queue-url", "send-message"]


@pytest.mark.skipif(shutil.which("jq") is None or shutil.which("bash") is None, reason="needs bash and jq")
def test_a_message_longer_than_an_argument_can_be_is_sent_back_as_it_is(tmp_path: Path) -> None:
    # Linux takes 128 KiB in one argument, a queue 256 KiB in one message.
    body = '{"detail": "' + "x" * 200_000 + '"}'

    calls = Redrive(tmp_path).run(body, sending=0)

    assert calls == ["receive-message", "get-queue-url", "send-message", "delete-message", "receive-message"]
    assert (tmp_path / "sent").read_text() == body


@pytest.mark.skipif(shutil.which("jq") is None or shutil.which("bash") is None, reason="needs bash and jq")
@pytest.mark.parametrize(("failing", "end"), [(0, ["delete-message", "receive-message"]), (1, [])])
def test_what_no_rule_saw_goes_back_to_the_bus(tmp_path: Path, failing: int, end: list[str]) -> None:
    event = {"source": "event-platform.dev", "detail-type": "EventReceived", "detail": {"id": "1"}}

    calls = Redrive(tmp_path).run(json.dumps(event), sending=failing, target=False)

    assert calls == ["receive-message", "put-events", *end]
    (entry,) = json.loads((tmp_path / "sent").read_text())
    assert (entry["Source"], entry["DetailType"]) == ("event-platform.dev", "EventReceived")
    assert json.loads(entry["Detail"]) == {"id": "1"}
