"""A stack of resources that any terraform plans, without a provider to fetch, and what is done to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

SECRET = "correct-horse-battery"

MAIN = """\
variable "color" {
  default = {{ color }}
}

variable "token" {
  default   = {{ token }}
  sensitive = true
}

locals {
  label = "paint-${var.color}"
}

resource "terraform_data" "wall" {
  input = { label = local.label, token = var.token }
}

# A provider gives back what it was given without a mark: Terraform does not know that the token is in it.
resource "terraform_data" "door" {
  input            = terraform_data.wall.output
  triggers_replace = {{ door }}
}

resource "terraform_data" "window" {
  count = {{ windows }}
  input = jsonencode({ panes = [{ color = var.color }], number = count.index })
}
{% if fence %}

resource "terraform_data" "fence" {
  input = "wood"
}
{% endif %}

output "label" {
  value = local.label
}

output "token" {
  value     = var.token
  sensitive = true
}
"""
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "color": {"type": "string", "default": "red"},
        "token": {"type": "string", "default": SECRET},
        "door": {"type": "string", "default": "oak"},
        "windows": {"type": "integer", "default": 1},
        "fence": {"type": "boolean", "default": True},
    },
}
FILES = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/dev.yaml": "door: oak\n",
    "templates/main.tf.j2": MAIN,
}
SECOND = "door: elm\ncolor: blue\nwindows: 2\nfence: false\n"
"""The spec that the kept plan is of; the one before is that of `FILES`."""


def write(folder: Path, files: Mapping[str, str] = FILES) -> None:
    """Write a project."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
