"""Starts moto's server, an emulator of AWS, for the tests."""

from __future__ import annotations

import contextlib
import functools
import os
import select
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ACCOUNT_ID = "123456789012"
"""The account that moto plays by default."""

_START_SECONDS, _STOP_SECONDS = 60.0, 10.0
_TAIL_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator.

    Attributes:
        url: Where it listens, such as http://127.0.0.1:40123.
        account_id: Whose account it plays.
        log: What it said; each request is a line.
    """

    url: str
    account_id: str
    log: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables that point the AWS provider, an SDK or the CLI here, so that files need no change."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }

    @property
    def calls(self) -> Path:
        """What was asked of it, a line each; see `deploy.calls`."""
        return self.log.with_suffix(".calls")

    def client(self, service: str, region: str) -> Any:
        """Return boto3's client of a service."""
        return _client(self.url, service, region)

    def is_healthy(self) -> bool:
        """Return whether it answers."""
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/moto-api/", timeout=10) as answer:
            return bool(answer.status == 200)
        return False


@contextlib.contextmanager
def running(log: Path, account_id: str = ACCOUNT_ID) -> Iterator[Emulator]:
    """Start an emulator on a free port of the loopback interface, and stop it however the block ends.

    Args:
        log: Where its output goes; it is kept.
        account_id: The account that it plays.

    Raises:
        RuntimeError: It did not come up; the message ends with its log.
    """
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("moto_process.py"))]
    command.append(str(log.with_suffix(".calls")))
    settings = {
        "MOTO_ACCOUNT_ID": account_id,
        "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        "MOTO_ACM_VALIDATION_WAIT": "1",  # seconds, instead of 60
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops us
        ) as process,
    ):
        try:
            emulator = Emulator(f"http://127.0.0.1:{_port(process, log)}", account_id, log)
            if not emulator.is_healthy():
                raise RuntimeError(f"moto does not answer:\n{tail(log)}")
            yield emulator
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
            process.kill()


def tail(log: Path) -> str:
    """Return the end of a log."""
    return log.read_text(errors="replace")[-_TAIL_CHARACTERS:]


@functools.cache
def _client(url: str, service: str, region: str) -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"max_attempts": 1}),
    )


def _port(process: subprocess.Popen[str], log: Path) -> int:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    line = process.stdout.readline() if ready else ""
    if not line.strip().isdigit():
        raise RuntimeError(f"moto did not start:\n{tail(log)}")
    return int(line)
