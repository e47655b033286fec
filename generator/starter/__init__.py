"""What `tfgen init` begins a project with: the bundled stack, its pipelines, and a few files around them.

The stack and the pipelines are the repository's own, so that there is one source of them: a wheel carries copies
in `shared/`, an editable install reads them where they are. What only a new project needs is in `own/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from generator import __version__
from generator.errors import TfgenError

SHARED = (
    "environments",
    "templates",
    "lambda-src",
    "docs/emulator.md",
    "docs/growing.md",
    "docs/operations.md",
    "docs/pipelines.md",
    "docs/pull-requests.md",
    "docs/templates.md",
    "tfgen-dependencies.txt",
    "tfgen-install.sh",
    ".github/workflows/tfgen-apply.yml",
    ".github/workflows/tfgen-batch-drift.yml",
    ".github/workflows/tfgen-batch-plan.yml",
    ".github/workflows/tfgen-batch.yml",
    ".github/workflows/tfgen-deploy.yml",
    ".github/workflows/tfgen-destroy.yml",
    ".github/workflows/tfgen-drift.yml",
    ".github/workflows/tfgen-plan.yml",
    ".github/workflows/tfgen-preview.yml",
    ".github/workflows/tfgen-review.yml",
    ".github/workflows/tfgen-sweep.yml",
    ".gitlab/tfgen.yml",
    ".gitlab/tfgen-environment.yml",
)
"""Folders and files of the repository that a project has as well; pyproject.toml puts them into the wheel."""

OWN = {
    "README.md": "README.md",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "tfgen.toml": "tfgen.toml",
}
"""Files of `own/`, and what they are called in a project."""

DISTRIBUTION = "tfgen-hcl"
"""What tfgen is called where packages are installed from."""
REQUIREMENTS = "tfgen-requirements.txt"
_EXPLANATION = """\
# What the pipelines install tfgen from, as a requirement that pip takes: a version of tfgen-hcl in an index, a
# commit of its repository, or a wheel that is kept here. On PyPI `tfgen` is another program. For example:
#
#   tfgen-hcl==0.1.0
#   tfgen-hcl @ git+https://git.example.com/platform/tfgen@0123456789abcdef0123456789abcdef01234567
#   ./vendor/tfgen_hcl-0.1.0-py3-none-any.whl
"""
_FOLDER = Path(__file__).parent
_NOT_SHARED = frozenset({"__pycache__", ".DS_Store"})


def files() -> dict[str, bytes]:
    """Return the files of a new project, by their path in it, in order.

    Raises:
        TfgenError: This installation of tfgen lacks them.
    """
    found = {target: (_FOLDER / "own" / name).read_bytes() for name, target in OWN.items()}
    found[REQUIREMENTS] = f"{_EXPLANATION}{_requirement()}".encode()
    root = _shared_root()
    for source in SHARED:
        for path in _files(root / source):
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def bootstrap_files() -> dict[str, bytes]:
    """Return the files of an account's own stack, by their path in it, in order."""
    top = _FOLDER / "bootstrap"
    found = {path.relative_to(top).as_posix(): path.read_bytes() for path in _files(top)}
    found[".gitignore"] = found.pop("gitignore")
    return dict(sorted(found.items()))


STARTERS = {"project": files, "bootstrap": bootstrap_files}
"""What a project can be made from, by the name that its record has."""


def _shared_root() -> Path:
    """Return what the shared paths are relative to: a folder of the wheel, or the repository."""
    for root in (_FOLDER / "shared", _FOLDER.parents[1]):
        if all((root / source).exists() for source in SHARED):
            return root
    raise TfgenError(
        "this installation of tfgen does not carry a project to begin with", hint="install a wheel of it"
    )


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in sorted(place.iterdir()):
        if path.name not in _NOT_SHARED:
            yield from _files(path)


def _requirement() -> str:
    """Return the requirement that this tfgen was installed by, if another machine can install it so too.

    Where it can't, it is this version in an index: one that has it installs it, any other says that it has not.

    Source: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    in_index = f"{DISTRIBUTION}=={__version__}\n"
    try:
        installed = metadata.distribution(DISTRIBUTION)
        origin = json.loads(installed.read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return in_index
    address = urlsplit(origin.get("url", ""))
    if address.scheme not in {"https", "ssh"}:
        return in_index  # or a folder or a file of this machine, which means nothing to another
    if address.password or (address.username and address.scheme == "https"):
        return in_index  # somebody's token
    version = origin.get("vcs_info")
    if version:
        return f"{DISTRIBUTION} @ {version['vcs']}+{origin['url']}@{version['commit_id']}\n"
    digest = origin.get("archive_info", {}).get("hashes", {}).get("sha256")
    return f"{DISTRIBUTION} @ {origin['url']}#sha256={digest}\n" if digest else in_index
