"""`tfgen iam`: who may deploy an environment."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from generator.aws.deployment import LARGEST_POLICY
from generator.cli.command import EnvironmentsOption, Exit, Run, SetOption, choose_environments, command
from generator.environments import iam as policies
from generator.errors import TfgenError


def iam(
    run: Run,
    *,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    settings: SetOption = [],  # noqa: B006
    boundary: Annotated[
        bool, typer.Option("--boundary", help="The permissions boundary of the environment's own roles instead.")
    ] = False,
) -> None:
    """Print the policy of a role that plans, applies and destroys an environment.

      tfgen iam --env prod > deployer.json

      tfgen iam --env prod --boundary > boundary.json     (the most that the roles it makes may do)

    The policy is made of what is rendered: for each type of resource the actions that the provider takes, for the
    names that the environment gives. Exits with 1 where the actions of a type are not known.
    """
    run = run.having(env[0]) if len(env) == 1 else run
    environments = choose_environments(run, env, False)
    if len(environments) != 1:
        raise TfgenError("a policy is of one environment", hint="use --env NAME")
    if boundary:
        run.result(json.dumps(policies.boundary(run.inputs, environments[0], settings), indent=2))
        return
    found = policies.deployer(run.inputs, environments[0], settings)
    run.result(json.dumps(found.policy, indent=2))
    size = len(json.dumps(found.policy, separators=(",", ":")))
    if size > LARGEST_POLICY:
        run.note(
            f"note: {size:,} characters, and a managed policy has {LARGEST_POLICY:,}: use an inline policy, or two"
        )
    if found.unknown:
        run.note(f"note: what these take is not known: {', '.join(found.unknown)}")
        raise typer.Exit(Exit.FOUND)


app = command(iam)
