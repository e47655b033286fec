"""Where the files of a new project go, if it is a folder of a repository: pipelines stand at the repository's top.

GitHub looks for workflows in the top folder alone, and so do GitLab and pre-commit for theirs. In what goes there
the project's folder is written where it matters: as the folder that commands run in, and before the paths that
artifacts and hooks name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.errors import TfgenError

PIPELINES = (".github/", ".gitlab/", ".gitlab-ci.yml", ".pre-commit-config.yaml")
"""What begins the path of a file that stands at the top."""
DEPLOY = ".github/workflows/tfgen-deploy.yml"
_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")
"""A folder whose name means the same in a shell, in YAML and in a regular expression but for its dots."""
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")


def top_of(folder: Path) -> Path | None:
    """Return the top folder of the repository that a folder is in; None if it is in none."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def default_branch(top: Path | None) -> str:
    """Return the branch that a repository deploys: what its remote leads to, or else the one checked out.

    Args:
        top: The repository's top folder, or None where there is none.
    """
    if top is not None:
        for head in ("refs/remotes/origin/HEAD", "HEAD"):
            try:
                text = (top / ".git" / head).read_text(encoding="utf-8", errors="replace").strip()
            except OSError:  # no such head; or .git is a file, as in a worktree
                continue
            branch = re.sub(r"^ref: refs/(heads|remotes/origin)/", "", text)
            if branch != text and _BRANCH.fullmatch(branch):
                return branch
    return "main"


def branch_of(files: Mapping[str, bytes]) -> str:
    """Return the branch that a project's pipelines deploy, or an empty string if they don't say."""
    named = re.search(rb"\n    branches: \[([\w./-]+)\]\n", files.get(DEPLOY, b""))
    return named[1].decode() if named else ""


class Placement(NamedTuple):
    """Where a project's files go.

    Attributes:
        top: What their paths are relative to: the repository's top folder, or the project's own.
        folder: The project's, relative to that; "." if it is the same.
        branch: The one that is deployed.
    """

    top: Path
    folder: PurePosixPath
    branch: str

    def paths(self, files: Mapping[str, bytes], branch: str = "") -> dict[str, bytes]:
        """Return files of a project by their path from `top`; see `placed`.

        Args:
            files: By their path in the project.
            branch: The one that is deployed, if it is not the place's own.
        """
        return place_files(files, self.folder, branch or self.branch)

    def in_project(self, path: str) -> str:
        """Return the path in the project of what is at `path` from the top: the inverse for all but pipelines."""
        return path if self.folder == PurePosixPath() else path.removeprefix(f"{self.folder}/")


def place_of(folder: Path, *, alone: bool = False) -> Placement:
    """Return where a project's files go that is in `folder`, or is to be made there.

    Args:
        folder: The project's.
        alone: Whether all of them stay in it: what has no pipelines.
    """
    real = Path(os.path.realpath(folder))
    top = None if alone else top_of(real)
    if top is None or top == real:
        return Placement(folder, PurePosixPath(), default_branch(top))
    return Placement(top, PurePosixPath(real.relative_to(top)), default_branch(top))


def place_files(files: Mapping[str, bytes], folder: PurePosixPath, branch: str) -> dict[str, bytes]:
    """Return a project's files by their path from the top of the repository.

    Args:
        files: By their path in the project.
        folder: The project's, relative to the top; "." if it is the top.
        branch: The one that is deployed.

    Raises:
        TfgenError: The folder's name can't be written into pipelines.
    """
    named = dict(files)
    if DEPLOY in named:
        named[DEPLOY] = named[DEPLOY].replace(b"branches: [main]", f"branches: [{branch}]".encode())
    if folder == PurePosixPath():
        return named
    if not _FOLDER.fullmatch(folder.as_posix()) or ".." in folder.parts:
        raise TfgenError(
            f"{folder}: a project's folder has letters, digits, dots, dashes and underscores alone",
            hint="pipelines name it",
        )
    found = {}
    for path, content in named.items():
        if path.startswith(PIPELINES):
            found[path] = _edit(path)(content.decode(), folder.as_posix()).encode()
        else:
            found[(folder / path).as_posix()] = content
    return dict(sorted(found.items()))


def _edit(path: str) -> Callable[[str, str], str]:
    if path.startswith(".github/"):
        return _github
    return _gitlab if path.startswith(".gitlab") else _hooks


def _github(text: str, folder: str) -> str:
    text = text.replace(
        "\npermissions: {}\n", f"\npermissions: {{}}\n\ndefaults:\n  run:\n    working-directory: {folder}\n", 1
    )
    # What GitHub shows beside a change is named from the top, where a check is told the project.
    text = re.sub(
        r"tfgen check (?=.*--format (?:github|sarif))",
        f'cd "$GITHUB_WORKSPACE" && tfgen check --project {folder} ',
        text,
    )
    return re.sub(r"^( +path: )(?!\$)", rf"\g<1>{folder}/", text, flags=re.MULTILINE)


def _gitlab(text: str, folder: str) -> str:
    text = text.replace(
        "\n  before_script:\n    - |\n      if", f"\n  before_script:\n    - cd {folder}\n    - |\n      if", 1
    )
    text = re.sub(r"^( +paths: \[)(.*)\]", lambda found: f"{found[1]}{_each(found[2], folder)}]", text, flags=re.M)
    return re.sub(r"^( +(?:- artifact|junit): )", rf"\g<1>{folder}/", text, flags=re.MULTILINE)


def _each(names: str, folder: str) -> str:
    return ", ".join(f"{folder}/{name}" for name in names.split(", "))


def _hooks(text: str, folder: str) -> str:
    text = re.sub(r"^( +entry: tfgen \w+)", rf"\g<1> --project {folder}", text, flags=re.MULTILINE)
    pattern = re.escape(folder)
    return re.sub(
        r"^( +files: )(.*)$", lambda found: f"{found[1]}^{pattern}/({found[2].replace('^', '')})", text, flags=re.M
    )
