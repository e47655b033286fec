"""A small project in a git repository, with environments that come and go."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_repository import Repository
from typer.testing import CliRunner, Result

from generator.cli.main import app

Tfgen = Callable[..., Result]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "region": {"type": "string", "description": "A region.", "default": "us-east-1"},
        "size": {"type": "integer", "description": "Megabytes.", "maximum": 10, "default": 2},
        "runtime": {"type": "string", "description": "A runtime.", "default": "node22"},
        "notes": {"type": "boolean", "description": "Whether there are notes.", "default": False},
        "protected": {"type": "boolean", "description": "Whether it is kept.", "default": True},
        "ephemeral": {"type": "boolean", "description": "Whether it goes.", "default": False},
        "owner": {"type": ["string", "null"], "description": "Whose it is.", "default": None},
        "number": {"type": ["string", "null"], "description": "Of the pull request.", "default": None},
        "last_day": {"type": ["string", "null"], "description": "When it goes.", "default": None},
        "days": {"type": ["integer", "null"], "description": "How long it stays.", "default": None},
    },
    "x-tfgen": {
        "region": "region",
        "ephemeral": "ephemeral",
        "protected": "protected",
        "owner": "owner",
        "pull_request": "number",
        "expires_on": "last_day",
        "expires_after_days": "days",
    },
}
PROJECT = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/base.yaml": "abstract: true\nsize: 3\n",
    "environments/dev.yaml": "extends: base\n",
    "environments/prod.yaml": "extends: base\nsize: 9\nnotes: true\n",
    "environments/pr.yaml": (
        "extends: base\n"
        "matches: pr-(?P<number>[0-9]+)\n"
        'ephemeral: true\nprotected: false\nnumber: "{number}"\ndays: 14\n'
    ),
    "templates/_names.tf.j2": '{% macro named(name) %}"app-{{ name | part }}"{% endmacro %}\n',
    "templates/main.tf.j2": (
        '{% from "_names.tf.j2" import named %}\n'
        'output "name" {\n  value = {{ named(environment) }}\n}\n'
        'output "size" {\n  value = {{ size }}\n}\n'
    ),
    "templates/notes.tf.j2": '{% if notes %}\noutput "notes" {\n  value = {{ folder("notes") }}\n}\n{% endif %}\n',
    "templates/run.tf.j2": 'output "runtime" {\n  value = {{ runtime }}\n}\n',
    "notes/a.txt": "a\n",
    "README.md": "A project.\n",
    ".gitignore": "out/\n",
}


def commit(repository: Repository) -> str:
    """Commit the project, and return the commit's name."""
    return repository.commit(PROJECT)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository that holds the project, and is the working directory."""
    found = Repository(tmp_path / "repository")
    commit(found)
    monkeypatch.chdir(found.folder)
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    return found


@pytest.fixture
def tfgen(repository: Repository) -> Tfgen:
    """The command, in that repository."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def schema(**changes: Any) -> str:
    """Return the schema with other properties, as its file's text; None takes one out."""
    properties = {name: value for name, value in {**SCHEMA["properties"], **changes}.items() if value is not None}
    return json.dumps({**SCHEMA, "properties": properties})
