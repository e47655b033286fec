"""What GitHub keeps: a repository, its pull requests and their comments, variables, secrets and environments."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import git_repository
from typer.testing import CliRunner

from generator.cli.main import app

REPOSITORY = "example/events"
FORK = "stranger/events"
AUTHOR = "a-robot[bot]"


def git(folder: Path, *arguments: str, date: str = git_repository.DATE) -> str:
    """Run git as a person would, without this machine's settings; return what it said."""
    environment = git_repository.environment(date)
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


@dataclass
class Forge:
    """A repository on GitHub, and a clone in which a person works.

    Attributes:
        place: A folder of its own.
        variables: `vars` of the repository.
        secrets: `secrets` of the repository.
        environments: `vars` of each GitHub environment, on top of those of the repository.
    """

    place: Path
    variables: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    environments: dict[str, dict[str, str]] = field(default_factory=dict)
    visibility: str = "private"

    def __post_init__(self) -> None:
        self.place.mkdir(parents=True)
        git(self.place, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
        git(self.remote, "config", "uploadpack.allowAnySHA1InWant", "true")
        git(self.place, "init", "--quiet", "--initial-branch=main", "clone")
        git(self.clone, "remote", "add", "origin", str(self.remote))
        self.api.mkdir()
        (self.api / "comments.json").write_text("[]")
        (self.api / "pulls.json").write_text("{}")
        (self.api / "runs.json").write_text("[]")
        (self.api / "issues.json").write_text("[]")

    @property
    def remote(self) -> Path:
        """The repository that runners fetch from and push to."""
        return self.place / "remote.git"

    @property
    def clone(self) -> Path:
        """Where a person edits."""
        return self.place / "clone"

    @property
    def api(self) -> Path:
        """What the stand-in of `gh` reads and writes."""
        return self.place / "api"

    @property
    def comments(self) -> list[dict[str, Any]]:
        """The comments on pull requests, in the order that they were made."""
        found: list[dict[str, Any]] = json.loads((self.api / "comments.json").read_text())
        return found

    @property
    def issues(self) -> list[dict[str, Any]]:
        """The issues, in the order that they were opened."""
        found: list[dict[str, Any]] = json.loads((self.api / "issues.json").read_text())
        return found

    def commit(self, message: str) -> str:
        """Commit all that was edited, and push the branch; return the commit."""
        git(self.clone, "add", "--all")
        git(self.clone, "commit", "--quiet", "--message", message)
        git(self.clone, "push", "--quiet", "origin", "HEAD")
        return git(self.clone, "rev-parse", "HEAD")

    def begin(self, message: str) -> str:
        """Commit and push what there is, as the first of main; return the commit."""
        git(self.clone, "checkout", "--quiet", "-B", "main")
        return self.commit(message)

    def render(self) -> None:
        """Render what was edited, and remove what is gone, as a person does before a commit."""
        for command in (["render", "--all", "--force"], ["prune"]):
            done = CliRunner().invoke(app, [*command, "--project", str(self.clone)])
            assert done.exit_code == 0, done.output

    def branch(self, name: str) -> None:
        """Begin a branch from main."""
        git(self.clone, "checkout", "--quiet", "-B", name, "main")

    def tags(self) -> dict[str, str]:
        """Return the commit that each tag of the repository leads to."""
        told = git(
            self.remote, "for-each-ref", "--format=%(refname:strip=2) %(*objectname)%(objectname)", "refs/tags"
        )
        return {name: target[:40] for name, target in (line.split() for line in told.splitlines())}

    def pull_request(self, number: int, action: str, *, fork: bool = False) -> tuple[dict[str, Any], str]:
        """Return the event of a pull request of the branch that is checked out, and the commit that runs of it take.

        As GitHub does, that is a merge of the branch into main, which only a reference of the pull request leads to.
        """
        head = git(self.clone, "rev-parse", "HEAD")
        branch = git(self.clone, "rev-parse", "--abbrev-ref", "HEAD")
        git(self.clone, "checkout", "--quiet", "--detach", "main")
        if action != "closed":
            git(self.clone, "merge", "--quiet", "--no-ff", "--message", f"merge {head}", head)
            git(self.clone, "push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        merge = git(self.remote, "rev-parse", f"refs/pull/{number}/merge")
        git(self.clone, "checkout", "--quiet", branch)
        self.set_state(number, "closed" if action == "closed" else "open")
        head_of = {"ref": branch, "repo": {"full_name": FORK if fork else REPOSITORY}}
        pull = {"number": number, "head": head_of, "user": {"login": AUTHOR}}
        return self.event(action=action, number=number, pull_request=pull), merge

    def record_run(self, run: dict[str, Any], fork: bool, artifacts: Path) -> None:
        """Keep what the stand-in of `gh` tells of a run."""
        runs = json.loads((self.api / "runs.json").read_text())
        named = sorted(each.name for each in artifacts.iterdir()) if artifacts.is_dir() else []
        repository = FORK if fork else REPOSITORY
        whole = {**run, "artifacts": named, "head_branch": "main", "head_repository": {"full_name": repository}}
        runs.insert(0, whole)
        (self.api / "runs.json").write_text(json.dumps(runs))

    def tag(self, name: str, commit: str, date: str) -> None:
        """Push an annotated tag of that date."""
        git(self.clone, "tag", "--annotate", "--message=applied", name, commit, date=date)
        git(self.clone, "push", "--quiet", "origin", f"refs/tags/{name}")

    def set_state(self, number: int, state: str) -> None:
        """Say whether a pull request is open."""
        pulls = json.loads((self.api / "pulls.json").read_text())
        pulls[str(number)] = {"number": number, "state": state}
        (self.api / "pulls.json").write_text(json.dumps(pulls))

    def merge(self, branch: str) -> str:
        """Merge a branch into main, as a person does on a pull request's page; return main's commit."""
        git(self.clone, "checkout", "--quiet", "main")
        git(self.clone, "merge", "--quiet", "--no-ff", "--message", f"merge {branch}", branch)
        git(self.clone, "push", "--quiet", "origin", "main")
        return git(self.clone, "rev-parse", "main")

    def event(self, **details: Any) -> dict[str, Any]:
        """Return an event's payload."""
        repository = {"full_name": REPOSITORY, "default_branch": "main", "visibility": self.visibility}
        return {"repository": repository, **details}
