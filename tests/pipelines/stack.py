"""A project of four resources, in seconds where the bundled stack takes minutes; else it is as `tfgen init` makes one."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

from generator import starter

STATE_BUCKET, FILES_BUCKET = "tfgen-pipelines-state", "tfgen-pipelines-files"
_BUNDLED = ("environments/", "templates/", "lambda-src/", "docs/", "README.md")


def _text(**details: Any) -> dict[str, Any]:
    return {"type": "string", "description": "A text.", **details}


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "message": _text(default="hello"),
        "region": _text(default="us-east-1"),
        "suffix": _text(default="{environment}"),
        "destroy_protection": {"type": "boolean", "description": "Whether it stays.", "default": True},
        "state": {
            "type": "object",
            "description": "Where the state is.",
            "additionalProperties": False,
            "default": {},
            "properties": {"backend": _text(enum=["local", "s3"], default="s3")},
        },
        "ephemeral": {
            "type": "object",
            "description": "What does not last.",
            "additionalProperties": False,
            "default": {},
            "properties": {
                "enabled": {"type": "boolean", "description": "Whether it does not last.", "default": False},
                "owner": _text(type=["string", "null"], default=None),
                "pull_request": _text(type=["string", "null"], default=None),
                "expires_on": _text(type=["string", "null"], default=None),
                "expires_after_days": {"type": ["integer", "null"], "description": "Days.", "default": None},
            },
        },
    },
    "x-tfgen": {
        "region": "region",
        "ephemeral": "ephemeral.enabled",
        "protected": "destroy_protection",
        "owner": "ephemeral.owner",
        "pull_request": "ephemeral.pull_request",
        "expires_on": "ephemeral.expires_on",
        "expires_after_days": "ephemeral.expires_after_days",
        "unique": [{"paths": ["suffix"], "severity": "error", "message": "one suffix each"}],
    },
}
MAIN = """\
    terraform {
      required_version = ">= 1.11.0, < 2.0.0"

      required_providers {
        archive = {
          source = "hashicorp/archive"
          version = ">= 2.4.0, < 3.0.0"
        }
        aws = {
          source = "hashicorp/aws"
          version = ">= 5.100.0, < 7.0.0"
        }
        random = {
          source = "hashicorp/random"
          version = ">= 3.5.0, < 4.0.0"
        }
      }
      {% if state.backend == "s3" %}

      backend "s3" {
        bucket = "BUCKET"
        key = "PROJECT/{{ environment | part }}/terraform.tfstate"
        region = {{ region }}
        encrypt = true
        use_lockfile = true
      }
      {% endif %}
    }

    provider "aws" {
      region = var.aws_region

      default_tags {
        tags = { Owner = {{ "nobody" if ephemeral.owner is none else ephemeral.owner }} }
      }
    }

    variable "aws_region" {
      description = "Where it runs."
      type = string
      default = {{ region }}
    }

    variable "environment_suffix" {
      description = "What the environment's names end with."
      type = string
      default = {{ suffix }}
    }

    data "archive_file" "notes" {
      type = "zip"
      source_dir = "${path.module}/{{ folder("notes") | part }}"
      output_path = "${path.module}/packages/notes.zip"
      output_file_mode = "0644"
    }

    resource "aws_s3_object" "notes" {
      bucket = "FILES"
      key = "PREFIX${var.environment_suffix}/notes.zip"
      source = data.archive_file.notes.output_path
      source_hash = data.archive_file.notes.output_base64sha256
    }

    resource "random_password" "token" {
      length = 40
    }

    resource "aws_ssm_parameter" "token" {
      name = "/PROJECT/${var.environment_suffix}/token"
      description = {{ message }}
      type = "SecureString"
      value = random_password.token.result
    }

    output "region" {
      description = "Where it runs."
      value = var.aws_region
    }

    output "parameter_name" {
      description = "Where the token is."
      value = aws_ssm_parameter.token.name
    }
    """
PR = """\
    matches: pr-(?P<number>[0-9]+)
    destroy_protection: false
    ephemeral:
      enabled: true
      pull_request: "{number}"
      expires_after_days: 14
    """


def files(requirement: str, project: str = "events") -> dict[str, str]:
    """Return a new project's files, by path; only its stack is another.

    Args:
        requirement: What pipelines install tfgen from.
        project: What the names of its resources begin with.
    """
    begun = {path: content.decode() for path, content in starter.files().items() if not path.startswith(_BUNDLED)}
    main = textwrap.dedent(MAIN)
    words = {"BUCKET": STATE_BUCKET, "FILES": FILES_BUCKET, "PROJECT": project, "PREFIX": f"{project}/"}
    for word, meaning in words.items():
        main = main.replace(word, meaning)
    own = {
        starter.REQUIREMENTS: f"{requirement}\n",
        "environments/schema.json": json.dumps(SCHEMA, indent=2),
        "environments/dev.yaml": "message: hello dev\n",
        "environments/old.yaml": "message: hello old\ndestroy_protection: false\n",
        "environments/pr.yaml": textwrap.dedent(PR),
        "templates/main.tf.j2": main,
        "notes/a.txt": "a\n",
    }
    return begun | own


def write(folder: Path, tree: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
