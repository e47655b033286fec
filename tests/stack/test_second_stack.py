"""The engine knows no AWS: another provider, another schema, three files, and not a line of Python."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from terraform_bench import Terraform

from generator.environments.pipeline import Inputs, write
from generator.files.project import locate

FILES = {
    "environments/schema.json": json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "team": {"type": "string", "description": "Who owns the tokens."},
                "tokens": {
                    "type": "object",
                    "description": "Tokens by name, each with its length in characters.",
                    "additionalProperties": {"type": "integer", "minimum": 8, "maximum": 64},
                    "default": {"api": 32},
                },
                "special": {
                    "type": "boolean",
                    "description": "Whether tokens hold punctuation.",
                    "default": False,
                },
            },
            "required": ["team"],
        }
    ),
    "environments/lab.yaml": "team: 'r&d \"alpha\"'\ntokens:\n  web: 16\n  db-1: 24\n",
    "templates/versions.tf.j2": """\
        terraform {
          required_version = ">= 1.6"
          required_providers {
            random = { source = "hashicorp/random", version = ">= 3.5, < 4" }
          }
        }
        """,
    "templates/tokens.tf.j2": """\
        {% for name, length in tokens | dictsort %}
        {% if not loop.first %}

        {% endif %}
        resource "random_password" "{{ name | identifier }}" {
          length = {{ length }}
          special = {{ special }}
          keepers = { environment = {{ environment }}, note = {{ folder("notes") }} }
        }
        {% endfor %}
        """,
    "templates/outputs.tf.j2": """\
        output "team" {
          description = {{ knob("team").description }}
          value = {{ team }}
        }
        """,
    "notes/README": "carried along\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text))
    return tmp_path


def test_another_stack_renders(project: Path) -> None:
    landing = write(Inputs(locate(project)), "lab")
    out = project / "out/lab"

    assert sorted(change.path for change in landing.changes) == [
        "notes/README",
        "outputs.tf",
        "tokens.tf",
        "versions.tf",
    ]
    assert (out / "notes/README").read_text() == "carried along\n"
    assert (out / "tokens.tf").read_text().split("\n\n", 1)[1] == textwrap.dedent(
        """\
        resource "random_password" "api" {
          length  = 32
          special = false
          keepers = { environment = "lab", note = "notes" }
        }

        resource "random_password" "db-1" {
          length  = 24
          special = false
          keepers = { environment = "lab", note = "notes" }
        }

        resource "random_password" "web" {
          length  = 16
          special = false
          keepers = { environment = "lab", note = "notes" }
        }
        """
    )
    assert 'value       = "r&d \\"alpha\\""' in (out / "outputs.tf").read_text()


@pytest.mark.slow
def test_terraform_takes_it(terraform: Terraform, project: Path) -> None:
    write(Inputs(locate(project)), "lab")
    out = project / "out/lab"

    assert terraform.fmt_check(out).exit_code == 0
    assert terraform.validate(out) == []
