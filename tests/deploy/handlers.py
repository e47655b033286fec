"""Runs the Node.js handlers where Lambda would: behind API Gateway's authorizer, and behind event source mappings.

moto emulates the services that the handlers call, but runs functions in Docker alone. So the tests are
Lambda: each handler is unpacked from the package that terraform deployed, beside its layer, in a process with
the environment variables that terraform gave the function and the AWS SDK that Lambda would have.
"""

from __future__ import annotations

import contextlib
import fnmatch
import json
import os
import re
import select
import subprocess
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from deploy.environments import REGION, Deployment

HERE = Path(__file__).parent
TRACE = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1"
TRACE_ID = "1-67891233-abcdef012345678912345678"
METHOD = "POST/events"

_ANSWER_SECONDS = 60.0


class FunctionError(Exception):
    """A handler that rejected; API Gateway and SQS are told no more than the message."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a client of the API gets."""

    status: int
    body: dict[str, Any]


class Function:
    """One function in one process: what Lambda calls an execution environment."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], answers: IO[bytes], log: Path) -> None:
        self.name, self.log = name, log
        self._process, self._answers = process, answers

    def invoke(self, event: Mapping[str, Any], remaining_ms: int = 30_000, trace: str | None = TRACE) -> Any:
        """Return what the handler resolves to.

        Raises:
            FunctionError: It rejected.
        """
        call = {"event": event, "request_id": str(uuid.uuid4()), "remaining_ms": remaining_ms, "trace": trace}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(call).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._answers], [], [], _ANSWER_SECONDS)
        line = self._answers.readline() if ready else b""
        assert line, f"{self.name} did not answer:\n{self.logged()}"
        answer = json.loads(line)
        if "error" in answer:
            raise FunctionError(answer["error"]["message"])
        return answer["result"]

    def logged(self) -> str:
        """Return everything that it wrote."""
        return self.log.read_text()

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log; each is one JSON object, or the test fails."""
        return [json.loads(line) for line in self.logged().splitlines()]


@contextlib.contextmanager
def running(
    deployment: Deployment, role: str, sdk: Path, place: Path, variables: Mapping[str, str] | None = None
) -> Iterator[Function]:
    """Start a function of an environment that stands.

    Args:
        deployment: The environment.
        role: Such as authorizer.
        sdk: A folder of Node.js packages that holds the AWS SDK.
        place: Where it is unpacked, and where its log goes.
        variables: Environment variables that are different for this test.
    """
    name = deployment.outputs()[f"{role}_function_name"]
    configuration = deployment.client("lambda").get_function_configuration(FunctionName=name)
    task, layer, log = place / "task", place / "opt", place / "log"
    for archive, target in ((role, task), ("common-dependencies", layer)):
        with zipfile.ZipFile(deployment.folder / "packages" / f"{archive}.zip") as package:
            package.extractall(target)
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_REGION": REGION,
        # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
        "NODE_PATH": f"{layer}/nodejs/node_modules:{sdk}",
        **deployment.emulator.environment,
        **configuration["Environment"]["Variables"],
        **(variables or {}),
    }
    command = ["node", str(HERE / "driver.mjs"), str(task / "index.mjs")]
    with _process(command, task, environment, log) as (process, answers):
        yield Function(name, process, answers, log)


@contextlib.contextmanager
def _process(
    command: list[str], folder: Path, environment: Mapping[str, str], log: Path
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Start a driver, with the pipe that it answers on: its number is the last argument."""
    read_end, write_end = os.pipe()
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, str(write_end)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=(write_end,),
        ) as process,
    ):
        os.close(write_end)
        with os.fdopen(read_end, "rb", buffering=0) as answers:
            try:
                yield process, answers
            finally:
                process.kill()


class Gateway:
    """API Gateway, as far as the platform relies on it: authorizer, policy, proxy integration."""

    def __init__(self, deployment: Deployment, authorizer: Function, ingestion: Function) -> None:
        self._authorizer, self._ingestion = authorizer, ingestion
        outputs, account = deployment.outputs(), deployment.emulator.account_id
        stage = f"{outputs['api_id']}/{outputs['api_stage_name']}"
        self.method_arn = f"arn:aws:execute-api:{REGION}:{account}:{stage}/{METHOD}"
        self._settings = deployment.values()["aws_api_gateway_authorizer.main"]
        # From the file, as moto does not return it.
        form = re.search(r'bearer_token_pattern += "(.*)"', (deployment.folder / "api.tf").read_text())
        self._form = form[1] if form else ""

    def post(self, body: str, headers: Mapping[str, str], trace: str | None = TRACE) -> Response:
        """Post an event."""
        event = self._proxy_event(body, headers)
        refusal = self._authorize(event, trace)
        if refusal:
            return Response(refusal, {})
        answer = self._ingestion.invoke(event, 29_000, trace)
        return Response(answer["statusCode"], json.loads(answer["body"]))

    def _authorize(self, event: dict[str, Any], trace: str | None) -> int:
        """Return the status of a refusal, 0 where the request may pass."""
        token = event["headers"].get("Authorization")
        if token is None or not re.search(self._form, token):
            return 401  # without a look at the function
        given = {"type": self._settings["type"], "methodArn": self.method_arn}
        given |= {"authorizationToken": token} if given["type"] == "TOKEN" else event
        try:
            answer = self._authorizer.invoke(given, 30_000, trace)
        except FunctionError as error:
            return 401 if str(error) == "Unauthorized" else 500
        (statement,) = answer["policyDocument"]["Statement"]
        fits = fnmatch.fnmatchcase(self.method_arn, statement["Resource"])
        return 0 if fits and statement["Effect"] == "Allow" else 403

    def _proxy_event(self, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
        return {
            "resource": "/events",
            "path": "/events",
            "httpMethod": "POST",
            "headers": dict(headers),
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "body": body,
            "isBase64Encoded": False,
            "requestContext": {"requestId": str(uuid.uuid4()), "requestTimeEpoch": 1_700_000_000_000},
        }


class EventSourceMapping:
    """An event source mapping: takes batches from a queue to a function, and gives back what failed."""

    def __init__(self, deployment: Deployment, role: str, function: Function) -> None:
        self._function = function
        self._sqs, self._lambda = deployment.client("sqs"), deployment.client("lambda")
        self.queue_url = deployment.outputs()[f"{role}_queue_url"]
        self.dead_letter_url = deployment.outputs()[f"{role}_dead_letter_queue_url"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["All"])["Attributes"]
        self._source = attributes["QueueArn"]
        self.maximum_receive_count = json.loads(attributes["RedrivePolicy"])["maxReceiveCount"]
        (self._settings,) = self._lambda.list_event_source_mappings(EventSourceArn=self._source)[
            "EventSourceMappings"
        ]

    @contextlib.contextmanager
    def in_our_hands(self) -> Iterator[None]:
        """Keep moto from running the function itself, for which it would ask for Docker."""
        identity = self._settings["UUID"]
        self._lambda.update_event_source_mapping(UUID=identity, Enabled=False)
        try:
            yield
        finally:
            self._lambda.update_event_source_mapping(UUID=identity, Enabled=True)

    def poll(self) -> tuple[int, list[str]]:
        """Take one batch to the function; return how many messages it had, and the IDs of those that failed.

        A message that failed would be hidden for the queue's visibility timeout, minutes; here it is back at once.
        """
        messages = self._sqs.receive_message(
            QueueUrl=self.queue_url,
            MaxNumberOfMessages=min(10, self._settings["BatchSize"]),
            WaitTimeSeconds=0,  # the queue's own long poll would have every empty one take 20 s
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if not messages:
            return 0, []
        failed = self._invoke(messages)
        for message in messages:
            handle = {"QueueUrl": self.queue_url, "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                self._sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            else:
                self._sqs.delete_message(**handle)
        return len(messages), failed

    def dead_letters(self) -> list[str]:
        """Take what lies in the dead-letter queue, and return the bodies."""
        found = self._sqs.receive_message(QueueUrl=self.dead_letter_url, MaxNumberOfMessages=10).get(
            "Messages", []
        )
        for message in found:
            self._sqs.delete_message(QueueUrl=self.dead_letter_url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in found]

    def send(self, body: str) -> str:
        """Put a message into the queue, past the bus; return its ID."""
        identity: str = self._sqs.send_message(QueueUrl=self.queue_url, MessageBody=body)["MessageId"]
        return identity

    def _invoke(self, messages: list[dict[str, Any]]) -> list[str]:
        records = [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": self._source,
                "awsRegion": REGION,
            }
            for message in messages
        ]
        try:
            answer = self._function.invoke({"Records": records})
        except FunctionError:
            return [message["MessageId"] for message in messages]
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]
