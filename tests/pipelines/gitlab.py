"""Runs GitLab's pipelines, as far as ours use them: includes, extends, rules, needs, artifacts, child pipelines."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import yaml

from pipelines.forge import Forge, git

_GLOBAL = {"include", "stages", "workflow"}
_STAGES = ["build", "test", "deploy"]
_JOB_SECONDS = 600
TOKENS_USER = {"id": 7, "username": "project_1_bot"}
"""Whom the review token is of."""
executed: set[str] = set()
"""The lines of `script` and `before_script` that ran, in this process."""


class _Loader(yaml.SafeLoader):
    """Knows `!reference`."""


_Loader.add_constructor("!reference", lambda loader, node: tuple(loader.construct_sequence(node)))


@dataclass
class Job:
    """A job that ran."""

    name: str
    result: str
    said: str
    environment: str = ""


class Place(NamedTuple):
    """Where a job runs: the folder of its pipeline, and the jobs there whose artifacts it gets."""

    folder: Path
    given: list[str]


@dataclass
class GitLab:
    """A project on GitLab, and its runners.

    Attributes:
        forge: The repository.
        place: A folder of its own.
        environment: Variables that each machine has.
        variables: The project's CI/CD variables.
    """

    forge: Forge
    place: Path
    environment: Mapping[str, str]
    variables: dict[str, str]
    runs: int = 0
    jobs: dict[str, Job] = field(default_factory=dict)
    approved: Sequence[str] = ()

    def pipeline(
        self, commit: str, only: str = "", approved: Sequence[str] = (), **predefined: str
    ) -> dict[str, Job]:
        """Run the pipeline of a commit, with the child pipelines that it triggers; or one job of it.

        Args:
            commit: Whose files are run.
            only: The job, if it is to be one, such as a manual one.
            approved: Manual jobs that somebody starts; those of later stages wait for one that may not fail.
            predefined: Variables that say what set it off.
        """
        self.runs += 1
        self.jobs, self.approved = {}, approved
        text = git(self.forge.remote, "show", f"{commit}:.gitlab-ci.yml")
        variables = {**self.variables, "CI_DEFAULT_BRANCH": "main", **predefined}
        self._run(
            _Configuration(self.forge, commit, text), commit, variables, self.place / f"run-{self.runs}", only
        )
        return self.jobs

    def _run(
        self, configuration: _Configuration, commit: str, variables: Mapping[str, str], place: Path, only: str
    ) -> None:
        jobs = configuration.jobs()
        if "CI_MERGE_REQUEST_IID" in variables and "workflow" not in configuration.whole:
            # As GitLab has it: https://gitlab.com/gitlab-org/gitlab/-/issues/322012
            jobs = {name: job for name, job in jobs.items() if "rules" in job}
        wanted = {name: rule for name, job in jobs.items() if (rule := _rule(job, variables))}
        blocking = [
            name for name, rule in wanted.items() if rule["when"] == "manual" and not _may_fail(jobs[name], rule)
        ]
        chosen = [name for name, rule in wanted.items() if rule["when"] != "manual" or name in blocking]
        chosen = [only] if only else chosen
        assert all(name in wanted for name in chosen), f"{chosen} of {wanted}"
        stages = [*configuration.whole.get("stages", _STAGES), ".post"]
        order = sorted(chosen, key=lambda name: stages.index(_stage(jobs[name])))
        for name in order:
            job = jobs[name]
            before = order[: next(place for place, each in enumerate(order) if _stage(jobs[each]) == _stage(job))]
            needs = _needed(job["needs"], order) if "needs" in job else before  # all of the stages before
            job["variables"] = job.get("variables", {}) | wanted[name].get("variables", {})
            if name in blocking and name not in self.approved:
                self.jobs[name] = Job(name, "waiting", "")
                continue
            failed = [need for need in needs if need in self.jobs and self.jobs[need].result != "success"]
            if failed and wanted[name]["when"] != "always":
                self.jobs[name] = Job(name, "skipped", f"after {failed}\n")
            elif "trigger" in job:
                (included,) = job["trigger"]["include"]
                text = (place / included["job"] / included["artifact"]).read_text()
                child = {**variables, **job["variables"], "CI_PIPELINE_SOURCE": "parent_pipeline"}
                self._run(_Configuration(self.forge, commit, text), commit, child, place / "child", "")
            else:
                handed = job.get("dependencies", needs)
                given = [need for need in order if need in handed and (place / need).is_dir()]
                self.jobs[name] = self._job(name, job, commit, variables, Place(place, given))

    def _job(
        self,
        name: str,
        job: Mapping[str, Any],
        commit: str,
        variables: Mapping[str, str],
        where: Place,
    ) -> Job:
        place, given = where
        workspace = place / f"{name} workspace"
        git(self.place, "clone", "--quiet", str(self.forge.remote), str(workspace))
        git(workspace, "fetch", "--quiet", "origin", commit)
        git(workspace, "checkout", "--quiet", "--detach", commit)
        for need in given:
            shutil.copytree(place / need, workspace, dirs_exist_ok=True)
        own = {**variables, "CI_JOB_ID": str(self.runs), "CI_BUILDS_DIR": str(place), "CI_PIPELINE_ID": "42"}
        own |= (
            {"CI_COMMIT_REF_PROTECTED": "true"} if own.get("CI_COMMIT_BRANCH") == own["CI_DEFAULT_BRANCH"] else {}
        )
        for key, value in job.get("variables", {}).items():
            own[key] = _expanded(str(value), own)
        self._restore(job, own, workspace)
        own |= {key: "a token" for key in job.get("id_tokens", {})}
        lines = [*job.get("before_script", []), *job["script"]]
        done = subprocess.run(
            ["/bin/sh", "-ec", "\n".join(lines)],
            cwd=workspace,
            env={**self.environment, **own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_JOB_SECONDS,
            check=False,
        )
        executed.update(lines)
        kept = job.get("artifacts", {})
        if not done.returncode or kept.get("when") == "always":
            for pattern in [*kept.get("paths", []), *kept.get("reports", {}).values()]:
                path = _expanded(pattern, own)
                assert done.returncode or (workspace / path).is_file(), (
                    f"{name}: {path} is not there\n{done.stdout}"
                )
                if (workspace / path).is_file():
                    (place / name).mkdir(exist_ok=True)
                    shutil.copy(workspace / path, place / name)
        if not done.returncode:
            self._keep(job, own, workspace)
        shutil.rmtree(workspace)
        environment = _expanded(job.get("environment", {}).get("name", ""), own)
        return Job(name, "failure" if done.returncode else "success", done.stdout, environment)

    def _cached(self, job: Mapping[str, Any], variables: Mapping[str, str]) -> Path:
        """Return where a job's cache is: that of protected branches is another than that of others."""
        suffix = "protected" if variables.get("CI_COMMIT_REF_PROTECTED") == "true" else "non_protected"
        return self.place / "cache" / f"{_expanded(job['cache']['key'], variables)}-{suffix}"

    def _restore(self, job: Mapping[str, Any], variables: Mapping[str, str], workspace: Path) -> None:
        if "cache" in job and self._cached(job, variables).is_dir():
            shutil.copytree(self._cached(job, variables), workspace, dirs_exist_ok=True)

    def _keep(self, job: Mapping[str, Any], variables: Mapping[str, str], workspace: Path) -> None:
        for path in job.get("cache", {}).get("paths", ()):
            if (workspace / path).is_dir():
                shutil.rmtree(self._cached(job, variables), ignore_errors=True)
                shutil.copytree(workspace / path, self._cached(job, variables) / path)


@dataclass
class _Configuration:
    """A pipeline's configuration, with what it includes."""

    forge: Forge
    commit: str
    text: str

    def __post_init__(self) -> None:
        self.whole: dict[str, Any] = {}
        self._take(yaml.load(self.text, _Loader))

    def _take(self, document: dict[str, Any]) -> None:
        for each in document.pop("include", []):
            text = git(self.forge.remote, "show", f"{self.commit}:{each['local']}")
            self._take(yaml.load(text, _Loader))
        self.whole |= document

    def jobs(self) -> dict[str, dict[str, Any]]:
        """Return the jobs, with all that they extend."""
        return {
            name: self._extended(name) for name in self.whole if name not in _GLOBAL and not name.startswith(".")
        }

    def _extended(self, name: str) -> dict[str, Any]:
        job = copy.deepcopy(self.whole[name])
        extends = job.pop("extends", [])
        whole: dict[str, Any] = {}
        for parent in [extends] if isinstance(extends, str) else extends:
            whole = _merged(whole, self._extended(parent))
        whole = _merged(whole, job)
        for part in {"before_script", "script"} & whole.keys():
            lines = whole[part]
            whole[part] = [
                inner for line in lines for inner in (self._referred(line) if isinstance(line, tuple) else [line])
            ]
        return whole

    def _referred(self, steps: tuple[str, ...]) -> list[str]:
        value: Any = self.whole
        for step in steps:
            value = value[step]
        return list(value)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `extends` makes of two jobs: maps merge, all else is replaced."""
    found = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = _merged(found[key], value) if both else value
    return found


def _needed(needs: Sequence[Any], there: Sequence[str]) -> list[str]:
    """Return the jobs that one needs: those that are optional only where they are in the pipeline."""
    named = [
        (need, False) if isinstance(need, str) else (need["job"], need.get("optional", False)) for need in needs
    ]
    assert all(name in there for name, optional in named if not optional), f"{needs} of {there}"
    return [name for name, _ in named if name in there]


def _may_fail(job: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    """Return whether a manual job holds up nothing: as GitLab has it, unless it says that it may not fail."""
    return bool(rule.get("allow_failure", job.get("allow_failure", False)))


def _stage(job: Mapping[str, Any]) -> str:
    return str(job.get("stage", "test"))


def _rule(job: Mapping[str, Any], variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the rule by which a job is in the pipeline, with its `when`; nothing where none puts it there."""
    for rule in job.get("rules", [{}]):
        if _holds(rule.get("if", ""), variables):
            when = rule.get("when", "on_success")
            return {} if when == "never" else {**rule, "when": when}
    return {}


def _holds(condition: str, variables: Mapping[str, str]) -> bool:
    if not condition:
        return True
    parts = (part.split("&&") for part in condition.split("||"))
    return any(all(_compared(each.strip(), variables) for each in part) for part in parts)


def _compared(comparison: str, variables: Mapping[str, str]) -> bool:
    found = re.fullmatch(r"\$(\w+) (==|!=) (?:null|\"([^\"]*)\"|\$(\w+))", comparison)
    assert found, comparison
    other = variables.get(found[4]) if found[4] else found[3]
    return (variables.get(found[1]) == other) == (found[2] == "==")


def _expanded(text: str, variables: Mapping[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: variables.get(found[1], ""), text)


class Api(BaseHTTPRequestHandler):
    """GitLab's interface, as far as pipelines ask it: notes and issues, two a page, and whether a merge request is open."""

    notes: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    states: dict[str, str]

    def answer(self, body: Any, **headers: str) -> None:
        """Send an answer."""
        text = json.dumps(body).encode()
        self.send_response(200 if self.headers.get("PRIVATE-TOKEN") == "review-token" else 401)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self) -> None:
        """Answer a question."""
        address = urlsplit(self.path)
        kind, asked = address.path.rpartition("/")[2], parse_qs(address.query)
        if kind == "user":
            self.answer(TOKENS_USER)
        elif kind in {"notes", "issues"}:
            told: list[dict[str, Any]] = getattr(self, kind)
            if kind == "issues":
                told = [
                    one for one in told if one["state"] == asked["state"][0] and one["labels"] == asked["labels"]
                ]
            page = int(asked["page"][0])
            following = str(page + 1) if len(told) > page * 2 else ""
            self.answer(told[page * 2 - 2 : page * 2], X_Next_Page=following)
        else:
            self.answer({"state": self.states[kind]})

    def do_POST(self) -> None:
        """Take a note, or an issue."""
        said = self._said()
        parts = self.path.split("/")
        if parts[-1] == "issues":
            number, labels = len(self.issues) + 1, said.pop("labels").split(",")
            self.issues.append({"iid": number, "state": "opened", "author": TOKENS_USER, "labels": labels, **said})
        elif parts[-3] == "issues":
            self._issue(parts[-2]).setdefault("notes", []).append(said["body"])
        else:
            self.notes.append({"id": 100 + len(self.notes), "author": TOKENS_USER, **said})
        self.answer({})

    def do_PUT(self) -> None:
        """Change a note or an issue."""
        said, (*_, kind, number) = self._said(), self.path.split("/")
        if kind == "issues":
            said |= {"state": "closed"} if said.pop("state_event", "") == "close" else {}
            self._issue(number).update(said)
        else:
            next(note for note in self.notes if note["id"] == int(number)).update(said)
        self.answer({})

    def _issue(self, number: str) -> dict[str, Any]:
        return next(issue for issue in self.issues if issue["iid"] == int(number))

    def _said(self) -> dict[str, str]:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return {key: value[0] for key, value in parse_qs(text, keep_blank_values=True).items()}

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def api() -> Iterator[tuple[str, type[Api]]]:
    """Serve GitLab's interface on a free port of the loopback interface."""
    handler = type("Handler", (Api,), {"notes": [], "issues": [], "states": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v4", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def machine(folder: Path, python: Path, terraform: str) -> str:
    """Return a PATH with terraform, or what stands in for OpenTofu, and a `python3` whose virtual environments are all the same one, made before."""
    folder.mkdir()
    os.symlink(terraform, folder / Path(terraform).name)
    scripts = {
        "real-python": f'#!/bin/sh\nexec {python}/python3 "$@"\n',
        "python3": f'#!/bin/sh\n[ "$1 $2" = "-m venv" ] || exec {python}/python3 "$@"\n'
        f'mkdir -p "$3/bin" && cp {folder}/real-python "$3/bin/python"\n',
    }
    for name, text in scripts.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return f"{folder}:{python}:/usr/bin:/bin"
