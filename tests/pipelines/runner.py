"""Runs workflows as GitHub would: events to jobs, in order, each on a runner of its own, each step by bash as written.

Secrets and permissions count: a token allows what the job was granted, credentials of the cloud take `id-token: write`,
a called workflow can't have more than its caller, and nothing is left of a runner but artifacts and outputs.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines import actions
from pipelines.expressions import filled, holds, shown
from pipelines.forge import REPOSITORY, Forge, git

WORKFLOWS = ".github/workflows"
_RANK = {"none": 0, "read": 1, "write": 2}
_STEP_SECONDS = 600
_BASH = ("/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
executed: set[tuple[str, str, str]] = set()
"""Workflow file, job and name of each `run:` step that ran, in this process."""


@dataclass
class StepRun:
    """A step that ran, or was passed over."""

    name: str
    result: str
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass
class JobRun:
    """A job that ran, or was passed over.

    Attributes:
        name: As in the workflow; those of a called one follow their caller's: `apply.plan`.
        result: success, failure or skipped.
        roles: What it assumed in the cloud.
    """

    name: str
    result: str
    outputs: dict[str, str] = field(default_factory=dict)
    steps: list[StepRun] = field(default_factory=list)
    inner: list[JobRun] = field(default_factory=list)
    summary: str = ""
    environment: str = ""
    concurrency: str = ""
    roles: list[str] = field(default_factory=list)
    after_failure: bool = False

    def all(self) -> Iterator[JobRun]:
        """Yield it, and the jobs of the workflow that it called."""
        yield self
        for job in self.inner:
            yield from job.all()

    @property
    def said(self) -> str:
        """Everything that its steps said."""
        return "".join(f"--- {step.name}: {step.result}\n{step.said}" for step in self.steps)


@dataclass
class WorkflowRun:
    """A workflow that an event set off."""

    name: str
    jobs: list[JobRun]
    artifacts: Path
    sarif: list[dict[str, Any]]

    def results(self) -> dict[str, str]:
        """Return how each job ended, by name."""
        return {job.name: job.result for outer in self.jobs for job in outer.all()}

    def job(self, name: str) -> JobRun:
        """Return a job."""
        return next(job for outer in self.jobs for job in outer.all() if job.name == name)

    @property
    def said(self) -> str:
        """Everything that was said, for a test that fails."""
        return "".join(f"=== {job.name}: {job.result}\n{job.said}" for outer in self.jobs for job in outer.all())


@dataclass
class Runner:
    """GitHub's machines.

    Attributes:
        forge: The repository.
        place: A folder of its own.
        environment: Variables that each machine has.
        cloud: Variables that stand for the credentials of a role.
        terraform: The program.
        python: A folder with Python and pip, which `setup-python` puts on the PATH.
        before: Is called before a job that waits for an environment, with its name and that of the environment: what
            happens while an approval is awaited.
    """

    forge: Forge
    place: Path
    environment: Mapping[str, str]
    cloud: Mapping[str, str]
    terraform: str
    python: Path
    number: Iterator[int] = field(default_factory=itertools.count)
    before: Callable[[str, str], None] = lambda job, environment: None

    def send(
        self, name: str, payload: dict[str, Any], commit: str, *, fork: bool = False, only: str = ""
    ) -> dict[str, WorkflowRun]:
        """Run the workflows that an event sets off; return them by their file's name, without its prefix and suffix.

        Args:
            name: Of the event, such as pull_request.
            payload: What it tells.
            commit: Whose files are run.
            fork: Whether the event comes from a fork: then the token only reads, and there are no secrets.
            only: The one workflow that is run, if it is to be one.
        """
        runs = {}
        for path in sorted(git(self.forge.remote, "ls-tree", "--name-only", commit, f"{WORKFLOWS}/").splitlines()):
            stem = Path(path).stem.removeprefix("tfgen-")
            if only not in {"", stem}:
                continue
            workflow = yaml.safe_load(git(self.forge.remote, "show", f"{commit}:{path}"))
            if _is_set_off(workflow[True], name, payload):  # YAML 1.1 reads the key `on` as true
                number = next(self.number)
                run = Run(self, name, payload, commit, fork, self.place / f"run-{number}", identity=number)
                given = {"inputs": {}, "secrets": {} if fork else dict(self.forge.secrets)}
                jobs = run.workflow(Called(path, given, None))
                runs[stem] = WorkflowRun(workflow["name"], jobs, run.artifacts, run.sarif)
                told = {"id": number, "path": path, "event": name, "head_sha": commit}
                self.forge.record_run(told, fork, run.artifacts)
        return runs


def _is_set_off(triggers: Any, name: str, payload: Mapping[str, Any]) -> bool:
    if not isinstance(triggers, Mapping) or name not in triggers:
        return False
    trigger = triggers[name] or {}
    if "types" in trigger and payload["action"] not in trigger["types"]:
        return False
    return "branches" not in trigger or payload["ref"].removeprefix("refs/heads/") in trigger["branches"]


@dataclass(frozen=True)
class Called:
    """A workflow as it is run: by an event, or by the job of another.

    Attributes:
        path: Its file.
        given: `inputs` and `secrets`.
        allowed: What its caller may do, if it is called.
    """

    path: str
    given: Mapping[str, Any]
    allowed: Mapping[str, str] | None


@dataclass
class Run:
    """One run of a workflow, with those that it calls."""

    runner: Runner
    event: str
    payload: dict[str, Any]
    commit: str
    fork: bool
    place: Path
    sarif: list[dict[str, Any]] = field(default_factory=list)
    identity: int = 0
    attempt: int = 1

    @property
    def artifacts(self) -> Path:
        """What its jobs leave for each other, and for people."""
        return self.place / "artifacts"

    def workflow(self, called: Called) -> list[JobRun]:
        """Run the jobs of a workflow, those first that others need."""
        workflow = self._read(called.path)
        waiting, ended = dict(workflow["jobs"]), dict[str, list[JobRun]]()
        while waiting:
            name = next(each for each in waiting if all(need in ended for need in _needs(waiting[each])))
            job = {"permissions": workflow["permissions"], **waiting.pop(name)}
            contexts = self._contexts(called.given, {need: _summed(ended[need]) for need in _needs(job)})
            contexts["env"] = filled(workflow.get("env", {}), contexts)
            ended[name] = self._matrix(called, name, job, contexts)
        return [run for runs in ended.values() for run in runs]

    def _matrix(self, called: Called, name: str, job: dict[str, Any], contexts: dict[str, Any]) -> list[JobRun]:
        results = [need["result"] for need in contexts["needs"].values()]
        # Of a job that was passed over since one before it failed, that is what counts.
        functions = {
            "success": lambda: all(result == "success" for result in results),
            "failure": lambda: any(need["failed"] for need in contexts["needs"].values()),
            "always": lambda: True,
            "cancelled": lambda: False,
        }
        if not holds(job.get("if"), {**contexts, "env": {}}, functions):
            return [JobRun(name, "skipped", after_failure=functions["failure"]())]
        strategy = filled(job.get("strategy", {}), contexts)
        entries = [dict(each) for each in strategy["matrix"]["include"]] if strategy else [{}]
        for number, each in enumerate(entries if strategy else (), 1):
            each.setdefault("batch", number)
        assert 0 < len(entries) <= 256, f"{called.path}: {name} has a matrix of {len(entries)}"
        granted = self._granted(called, name, job)
        return [self._job(called.path, name, job, {**contexts, "matrix": entry}, granted) for entry in entries]

    def _granted(self, called: Called, name: str, job: dict[str, Any]) -> dict[str, str]:
        wanted: dict[str, str] = job["permissions"]
        for scope, level in wanted.items():
            enough = called.allowed is None or _RANK[called.allowed.get(scope, "none")] >= _RANK[level]
            assert enough, f"{called.path}: {name} wants {scope}: {level}, which its caller may not"
        if self.fork:
            return {scope: "read" for scope in wanted if scope != "id-token"}
        return dict(wanted)

    def _job(
        self, path: str, name: str, job: dict[str, Any], contexts: dict[str, Any], granted: dict[str, str]
    ) -> JobRun:
        entry = contexts["matrix"]
        run = JobRun(f"{name} ({_called(entry)})" if entry else name, "success")
        run.concurrency = filled(job.get("concurrency", {}), contexts).get("group", "")
        if "uses" in job:
            self._call(job, run, contexts, granted)
            return run
        run.environment = filled(job.get("environment", ""), contexts)
        contexts["vars"] = self.runner.forge.variables | self.runner.forge.environments.get(run.environment, {})
        contexts["github"] = {**contexts["github"], "token": f"token {json.dumps(granted)}"}
        if run.environment:
            self.runner.before(name, run.environment)
        machine = Machine(self, path, name, run, granted, self.place / re.sub(r"\W+", "-", f"{path}-{run.name}"))
        machine.work(job, contexts)
        return run

    def _call(self, job: dict[str, Any], run: JobRun, contexts: dict[str, Any], granted: dict[str, str]) -> None:
        path = job["uses"].removeprefix("./")
        given = {
            "inputs": _defaults(self._read(path)) | filled(job.get("with", {}), contexts),
            "secrets": filled(job.get("secrets", {}), contexts),
        }
        run.inner = self.workflow(Called(path, given, granted))
        told = self._read(path)[True]["workflow_call"].get("outputs", {})
        jobs = {"jobs": {each.name: {"outputs": each.outputs} for each in run.inner}}
        run.outputs = {name: shown(filled(each["value"], jobs)) for name, each in told.items()}
        for each in (job for outer in run.inner for job in outer.all()):
            each.name = f"{run.name}.{each.name}"
        if any(each.result == "failure" for each in run.inner):
            run.result = "failure"

    def _read(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(git(self.runner.forge.remote, "show", f"{self.commit}:{path}"))
        return found

    def _contexts(self, given: Mapping[str, Any], needs: Mapping[str, Any]) -> dict[str, Any]:
        ref = self.payload.get("ref", "")
        names = {"ref": ref, "ref_name": ref.removeprefix("refs/heads/")}
        github = {"event": self.payload, **names, "repository": REPOSITORY, "run_attempt": self.attempt}
        github |= {"event_name": self.event, "token": ""}
        return {**given, "github": github, "needs": needs, "vars": self.runner.forge.variables, "matrix": {}}


@dataclass
class Machine:
    """One job's machine."""

    run: Run
    path: str
    name: str
    job: JobRun
    granted: dict[str, str]
    place: Path

    def __post_init__(self) -> None:
        for folder in (self.workspace, self.temporary):
            folder.mkdir(parents=True)
        self.variables: dict[str, str] = {}
        self.paths = [str(self.run.runner.place / "bin"), "/usr/bin", "/bin"]

    @property
    def workspace(self) -> Path:
        """Where steps run."""
        return self.place / "workspace"

    @property
    def temporary(self) -> Path:
        """`runner.temp`."""
        return self.place / "temporary"

    def work(self, job: dict[str, Any], contexts: dict[str, Any]) -> None:
        """Run the steps, and leave nothing behind but what the job gives."""
        contexts = {**contexts, "steps": {}, "runner": {"temp": str(self.temporary)}}
        contexts["env"] = contexts["env"] | filled(job.get("env", {}), contexts)
        functions = {
            "success": lambda: self.job.result == "success",
            "failure": lambda: self.job.result == "failure",
            "always": lambda: True,
            "cancelled": lambda: False,
        }
        for step in job["steps"]:
            self._step(step, contexts, functions)
        self.job.outputs = {
            key: str(value or "") for key, value in filled(job.get("outputs", {}), contexts).items()
        }
        shutil.rmtree(self.place)

    def _step(self, step: dict[str, Any], contexts: dict[str, Any], functions: Mapping[str, Any]) -> None:
        name = step.get("name") or step.get("uses", "")
        if not holds(step.get("if"), contexts, functions):
            self.job.steps.append(StepRun(name, "skipped"))
            return
        own = {**contexts, "env": contexts["env"] | filled(step.get("env", {}), contexts)}
        if "run" in step:
            assert "${{" not in step["run"], f"{self.path}: {name} has an expression in its script"
            outcome = self._script(name, step["run"], own["env"])
            executed.add((self.path, self.name, name))
        else:
            outcome = StepRun(name, "success")
            try:
                outcome.outputs = actions.perform(self, step["uses"], filled(step.get("with", {}), own))
            except actions.ActionError as error:
                outcome.result, outcome.said = "failure", f"{error}\n"
        self.job.steps.append(outcome)
        if outcome.result == "failure":
            self.job.result = "failure"
        if "id" in step:
            contexts["steps"][step["id"]] = {"outputs": outcome.outputs, "outcome": outcome.result}

    def _script(self, name: str, script: str, env: Mapping[str, Any]) -> StepRun:
        told = {each: self.temporary / f"told-{each}" for each in ("OUTPUT", "STEP_SUMMARY", "ENV")}
        for file in told.values():
            file.write_text("")
        variables = {
            **self.run.runner.environment,
            "HOME": str(self.run.runner.place / "home"),
            "PATH": ":".join(self.paths),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": str(self.run.identity),
            "RUNNER_TEMP": str(self.temporary),
            "STANDIN_FORGE": str(self.run.runner.forge.api),
            **{f"GITHUB_{each}": str(file) for each, file in told.items()},
            **self.variables,
            **{key: shown(value) for key, value in env.items()},
        }
        done = subprocess.run(
            [*_BASH, script],
            cwd=self.workspace,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_STEP_SECONDS,
            check=False,
        )
        self.job.summary += told["STEP_SUMMARY"].read_text()
        kept = (line.partition("=") for line in told["ENV"].read_text().splitlines())
        self.variables |= {key: value for key, _, value in kept}
        lines = (line.partition("=") for line in told["OUTPUT"].read_text().splitlines())
        outputs = {key: value for key, _, value in lines}
        return StepRun(name, "failure" if done.returncode else "success", done.stdout, outputs)


def _needs(job: Mapping[str, Any]) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else list(needs)


def _summed(runs: list[JobRun]) -> dict[str, Any]:
    results = [run.result for run in runs]
    result = next((each for each in ("failure", "skipped") if each in results), "success")
    failed = result == "failure" or any(run.after_failure for run in runs)
    return {"result": result, "outputs": runs[0].outputs, "failed": failed}


def _called(entry: Mapping[str, Any]) -> str:
    """Return what a job of a matrix is called by: its environment, or else the number of its batch."""
    return str(entry.get("environment", entry["batch"]))


def _defaults(workflow: dict[str, Any]) -> dict[str, Any]:
    inputs = workflow[True]["workflow_call"]["inputs"]
    return {name: each["default"] for name, each in inputs.items() if "default" in each}


def environment(home: Path) -> dict[str, str]:
    """Return what each machine has of this one: nothing that would configure git, AWS, terraform or Python."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    pip = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    terraform = {"TF_CLI_CONFIG_FILE": str(home / "terraform.rc"), "CHECKPOINT_DISABLE": "1"}
    # BUCKET.127.0.0.1 has no address, so the bucket has to stand in the path.
    path_style = {"TF_CLI_ARGS_init": "-backend-config=use_path_style=true"}
    # Garbage collected less often, and no log that nobody reads: a third less processor time.
    lighter = {"GOGC": "400", "TF_LOG_PROVIDER": "off", "TF_LOG_SDK": "off"}
    return kept | pip | settings | terraform | path_style | lighter
