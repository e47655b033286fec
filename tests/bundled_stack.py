"""The bundled stack as the repository's specs and templates say it now: what lies in out/ is somebody's, not a test's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.files.project import FolderFiles, Project

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ("dev", "staging", "prod")


@cache
def rendered(environment: str) -> Mapping[str, bytes]:
    """Return what a render of an environment writes, by path."""
    return pipeline.render(_inputs(), environment).contents


def configuration(environment: str) -> dict[str, str]:
    """Return its `.tf` files by name, sorted."""
    return {
        path: content.decode() for path, content in sorted(rendered(environment).items()) if path.endswith(".tf")
    }


@cache
def _inputs() -> Inputs:
    return Inputs(Project(ROOT, ROOT / "nothing-is-rendered-here", FolderFiles(ROOT)))
