"""Two stacks with a need between, deployed by the workflows' own steps: one is applied, then what reads it is planned."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from deploy.emulator import Emulator

from pipelines import stack
from pipelines.conftest import DEV_ROLE, REGION
from pipelines.runner import Runner, WorkflowRun

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("pipelines")]

PROJECT = "layered-events"
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "note": {"type": "string", "description": "What is said.", "default": "reads"},
        "destroy_protection": {"type": "boolean", "description": "Whether it stays.", "default": True},
    },
    "x-tfgen": {"protected": "destroy_protection"},
}
READER = f"""\
    terraform {{
      required_version = ">= 1.11.0, < 2.0.0"

      required_providers {{
        aws = {{
          source = "hashicorp/aws"
          version = ">= 5.100.0, < 7.0.0"
        }}
      }}

      backend "s3" {{
        bucket = "{stack.STATE_BUCKET}"
        key = "{PROJECT}/reader/{{{{ environment | part }}}}/terraform.tfstate"
        region = "{REGION}"
        encrypt = true
        use_lockfile = true
      }}
    }}

    provider "aws" {{
      region = "{REGION}"
    }}

    variable "environment_suffix" {{
      description = "What the environment's names end with."
      type = string
      default = {{{{ environment }}}}
    }}

    data "terraform_remote_state" "root" {{
      backend = {{{{ needs.root.backend }}}}
      config = {{{{ needs.root.config }}}}
    }}

    resource "aws_ssm_parameter" "copy" {{
      name = "/{PROJECT}/reader-${{var.environment_suffix}}/copy"
      description = {{{{ note }}}}
      type = "SecureString"
      value = data.terraform_remote_state.root.outputs.parameter_name
    }}

    output "copy_name" {{
      description = "Where the copy is."
      value = aws_ssm_parameter.copy.name
    }}
    """


@dataclass
class Seen:
    """What was seen, by the step of the story."""

    runs: dict[str, WorkflowRun] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    order: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(new_runner: Callable[[], Runner], emulator: Emulator) -> Seen:
    """The story."""
    runner, seen = new_runner(), Seen()
    forge, ssm = runner.forge, emulator.client("ssm", REGION)
    forge.environments |= {"reader.dev": {"AWS_ROLE_ARN": DEV_ROLE}}
    (wheel,) = (forge.clone / "vendor").iterdir()
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}", PROJECT))
    (forge.clone / "environments/old.yaml").unlink()
    reader = {
        "environments/schema.json": json.dumps(SCHEMA, indent=2),
        "environments/dev.yaml": "needs: {root: dev}\n",
        "templates/main.tf.j2": textwrap.dedent(READER),
    }
    stack.write(forge.clone, {f"stacks/reader/{path}": text for path, text in reader.items()})
    # By OpenTofu's program: no other is on the PATH then, and the one that is there is terraform by that name.
    settings = forge.clone / "tfgen.toml"
    settings.write_text(f'dialect = "opentofu"\n\n{settings.read_text()}')
    runner.before = lambda job, environment: seen.order.append((job, environment))

    def push(step: str, commit: str) -> None:
        seen.order.clear()
        seen.runs[step] = runner.send("push", forge.event(ref="refs/heads/main"), commit)["deploy"]
        seen.commits[step], seen.tags[step] = commit, forge.tags()
        copy = ssm.get_parameter(Name=f"/{PROJECT}/reader-dev/copy", WithDecryption=True)
        seen.copies[step] = copy["Parameter"]["Value"]

    forge.render()
    push("first", forge.begin("begin"))
    (forge.clone / "environments/dev.yaml").write_text("message: hello again\nsuffix: moved\n")
    forge.render()
    push("moved", forge.commit("moved"))
    (forge.clone / "stacks/reader/environments/dev.yaml").write_text("needs: {root: dev}\nnote: reads more\n")
    forge.render()
    push("own", forge.commit("own"))
    return seen


def applied(run: WorkflowRun) -> list[str]:
    return [name for name, result in run.results().items() if result == "success" and name.endswith(".apply")]


def test_what_is_needed_is_applied_first_and_read(seen: Seen) -> None:
    run = seen.runs["first"]

    assert set(run.results().values()) <= {"success", "skipped"}, run.said
    assert applied(run) == ["stage-1 (1).apply (dev).apply", "stage-2 (1).apply (reader.dev).apply"]
    assert seen.copies["first"] == f"/{PROJECT}/dev/token"
    assert set(seen.tags["first"]) == {"tfgen/applied/dev", "tfgen/applied/reader.dev"}


def test_the_jobs_run_the_program_that_the_dialect_names_and_no_other(seen: Seen) -> None:
    run = seen.runs["first"]
    steps = {
        (step.name.partition("@")[0], step.result)
        for outer in run.jobs
        for job in outer.all()
        for step in job.steps
        if step.name.startswith(("hashicorp/setup-", "opentofu/setup-"))
    }

    assert steps == {("opentofu/setup-opentofu", "success"), ("hashicorp/setup-terraform", "skipped")}


def test_what_reads_a_changed_output_is_applied_after_it(seen: Seen) -> None:
    run = seen.runs["moved"]

    assert set(run.results().values()) <= {"success", "skipped"}, run.said
    assert applied(run) == ["stage-1 (1).apply (dev).apply", "stage-2 (1).apply (reader.dev).apply"]
    assert seen.copies["moved"] == f"/{PROJECT}/moved/token"
    assert seen.tags["moved"]["tfgen/applied/reader.dev"] == seen.commits["moved"]


def test_what_nobody_reads_reaches_nobody_else(seen: Seen) -> None:
    assert applied(seen.runs["own"]) == ["stage-1 (1).apply (reader.dev).apply"]
    assert seen.tags["own"]["tfgen/applied/dev"] == seen.commits["moved"]
