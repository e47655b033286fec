"""`tfgen doctor`: what is installed, and which of it each command needs."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__
from generator.cli.command import EnvironmentsOption, Exit, Run, choose_environments, command
from generator.errors import TfgenError
from generator.render import codecache
from generator.report import text

SECONDS = 10
"""How long a program may take to say its version."""
LIBRARIES = ("google-re2", "jinja2", "jsonschema-rs", "pyyaml", "typer")
PROGRAMS = (
    (
        "terraform",
        ("terraform", "version"),
        "to plan and apply what tfgen renders; only `tfgen outputs DIR` calls it",
    ),
    ("node", ("node", "--version"), "to run the tests of lambda-src/"),
    ("git", ("git", "--version"), "for affected, list --ephemeral, and render and diff of a revision"),
)


def doctor(
    run: Run,
    *,
    account: Annotated[
        bool,
        typer.Option("--account", help="Ask the AWS account what it has, with the credentials of this shell."),
    ] = False,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
) -> None:
    """Print what is installed here, and what each of it is needed for. Nothing but Python is needed to render.

      tfgen doctor --account --env dev       (what the account has and lacks for it; nothing is written)

    With --account it asks AWS for the account's log role of API Gateway, its limits and quotas, OIDC providers and
    the bucket of the state, by boto3 (pip install 'tfgen[account]'). It exits with 1 where an environment lacks
    something.
    """
    if account:
        _account(run, env)
        return
    if env:
        raise TfgenError("--env is for what --account asks", hint="tfgen doctor --account --env NAME")
    rows = [("WHAT", "FOUND", "NEEDED")]
    rows.append(("tfgen", __version__, ""))
    rows.append(("python", platform.python_version(), "3.11 or later, for every command"))
    rows += [(library, _library(library), "for every command") for library in LIBRARIES]
    rows.append(("libyaml", _libyaml(), "makes reading specs several times faster"))
    rows += [(name, _program(call), why) for name, call, why in PROGRAMS]
    rows.append(("terraform providers", _providers(), "offline `terraform init`; otherwise from the registry"))
    rows.append(("project", _project(run), "for every command that works on environments"))
    rows.append(
        ("template cache", str(codecache.default_folder() or "off"), "renders start faster; TFGEN_CACHE_DIR")
    )
    for line in text.table(rows):
        run.result(line)


def _account(run: Run, env: Sequence[str]) -> None:
    """Print what the account has, and what it lacks for environments."""
    try:
        boto3, failures = importlib.import_module("boto3"), importlib.import_module("botocore.exceptions")
    except ImportError:
        raise TfgenError("boto3 is not installed", hint="pip install 'tfgen[account]'") from None
    # Nothing but this command talks to AWS, and what it asks for is of an environment that is rendered.
    asking = importlib.import_module("generator.environments.account")
    wanted = [asking.AccountNeeds()]
    if env:
        run = run.having(env[0]) if len(env) == 1 else run
        target = importlib.import_module("generator.environments.check").target
        wanted = [
            asking.needs(target(run.inputs, name, (), "").module) for name in choose_environments(run, env, False)
        ]
    rows, lacking = [("WHAT", "FOUND", "WAY OUT")], False
    for needs in wanted:
        try:
            session = boto3.Session(region_name=needs.region or None)
            if not session.region_name:
                raise TfgenError("no region is known", hint="name an environment, or set AWS_REGION")
            refused = (failures.ClientError, failures.BotoCoreError)
            answers = list(asking.ask(session.client, needs, refused))
        except failures.BotoCoreError as failure:
            raise TfgenError(f"AWS can't be asked: {failure}") from None
        rows += [(one.what, one.found, one.way_out) for one in answers if tuple(one) not in rows]
        lacking = lacking or any(one.way_out for one in answers)
    for line in text.table(rows):
        run.result(line)
    if lacking:
        raise typer.Exit(Exit.FOUND)


def _library(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _libyaml() -> str:
    import yaml  # noqa: PLC0415 (what is missing must not keep the rest from being told)

    return "found" if yaml.__with_libyaml__ else "missing"


def _program(call: tuple[str, ...]) -> str:
    path = shutil.which(call[0])
    if path is None:
        return "not found"
    try:
        done = subprocess.run(
            [path, *call[1:]],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not answer ({type(error).__name__})"
    first = (done.stdout or done.stderr).strip().splitlines()
    return first[0] if first else "does not say its version"


def _providers() -> str:
    """Look where terraform looks for providers without being told.

    Source: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    folders = [
        Path.home() / ".terraform.d/plugins",
        Path.home() / ".local/share/terraform/plugins",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
    ]
    if os.environ.get("TF_PLUGIN_CACHE_DIR"):
        folders.append(Path(os.environ["TF_PLUGIN_CACHE_DIR"]))
    found = sorted({path.name for folder in folders for path in folder.glob("*/hashicorp/*")})
    return ", ".join(found) or "none installed"


def _project(run: Run) -> str:
    try:
        return run.stacks[0].project.top.as_posix()
    except TfgenError:
        return "none here"


app = command(doctor)
