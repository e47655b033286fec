"""Stands in for the actions that the workflows use: what they promise, on this machine."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.forge import git

if TYPE_CHECKING:
    from pipelines.runner import Machine


class ActionError(Exception):
    """An action failed, as it would have on GitHub."""


def perform(machine: Machine, uses: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Do what an action does; return its outputs."""
    name, _, _ = uses.partition("@")
    return ACTIONS[name](machine, given) or {}


def _checkout(machine: Machine, given: Mapping[str, Any]) -> None:
    """Fetch as much as was asked for, and no more; without credentials nothing can be pushed, or fetched, later."""
    if machine.granted.get("contents") not in {"read", "write"}:
        raise ActionError("the token may not read the repository")
    folder, remote = machine.workspace, f"file://{machine.run.runner.forge.remote}"
    depth = int(given.get("fetch-depth", 1))
    target = given.get("ref") or machine.run.commit
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", remote)
    if depth:
        git(
            folder,
            "fetch",
            "--quiet",
            "--no-tags",
            f"--depth={depth}",
            "origin",
            f"+{target}:refs/remotes/origin/target",
        )
    else:
        everything = ("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
        git(folder, "fetch", "--quiet", "origin", *everything, f"+{target}:refs/remotes/origin/target")
    git(folder, "checkout", "--quiet", "--detach", "refs/remotes/origin/target")
    if not given.get("persist-credentials", True):
        git(folder, "remote", "set-url", "origin", "file:///without/credentials")
    elif machine.granted["contents"] != "write":
        git(folder, "remote", "set-url", "--push", "origin", "file:///may/not/write")


def _setup_python(machine: Machine, given: Mapping[str, Any]) -> None:
    machine.paths.insert(0, str(machine.run.runner.python))


def _setup_terraform(machine: Machine, given: Mapping[str, Any]) -> None:
    if given["terraform_wrapper"]:
        raise ActionError("the wrapper would mix into what terraform prints")
    folder = machine.place / "terraform"
    folder.mkdir()
    os.symlink(machine.run.runner.terraform, folder / "terraform")
    machine.paths.insert(0, str(folder))


def _configure_aws_credentials(machine: Machine, given: Mapping[str, Any]) -> None:
    if machine.granted.get("id-token") != "write":
        raise ActionError("Credentials could not be loaded: the job may not have an identity token")
    if not given["role-to-assume"]:
        raise ActionError("Credentials could not be loaded: no role is named")
    machine.job.roles.append(given["role-to-assume"])
    machine.variables |= {**machine.run.runner.cloud, "AWS_REGION": given["aws-region"]}


def _upload_artifact(machine: Machine, given: Mapping[str, Any]) -> dict[str, str]:
    source = Path(machine.workspace, given["path"])
    if not source.is_file():
        raise ActionError(f"No files were found with the provided path: {given['path']}")
    target = machine.run.artifacts / given["name"] / source.name
    if target.exists() and not given.get("overwrite"):
        raise ActionError("an artifact with this name already exists")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return {"artifact-url": f"https://github.example/artifacts/{given['name']}"}


def _setup_opentofu(machine: Machine, given: Mapping[str, Any]) -> None:
    if given["tofu_wrapper"]:
        raise ActionError("the wrapper would mix into what tofu prints")
    folder = machine.place / "tofu"
    folder.mkdir()
    os.symlink(machine.run.runner.terraform, folder / "tofu")
    machine.paths.insert(0, str(folder))


def _download_artifact(machine: Machine, given: Mapping[str, Any]) -> None:
    target = Path(machine.workspace, given["path"])
    if "pattern" in given:
        for source in sorted(machine.run.artifacts.glob(given["pattern"])):
            shutil.copytree(source, target / source.name, dirs_exist_ok=True)
        return
    artifacts = machine.run.artifacts
    if "run-id" in given:
        if machine.granted.get("actions") not in {"read", "write"} or not given["github-token"]:
            raise ActionError("the token may not read other runs")
        artifacts = machine.run.runner.place / f"run-{given['run-id']}" / "artifacts"
    source = artifacts / given["name"]
    if not source.is_dir():
        raise ActionError(f"there is no artifact {given['name']}")
    shutil.copytree(source, target, dirs_exist_ok=True)


def _upload_sarif(machine: Machine, given: Mapping[str, Any]) -> None:
    if machine.granted.get("security-events") != "write":
        raise ActionError("Resource not accessible by integration")
    machine.run.sarif.append(json.loads((machine.workspace / given["sarif_file"]).read_text()))


ACTIONS: dict[str, Callable[[Machine, Mapping[str, Any]], dict[str, str] | None]] = {
    "actions/checkout": _checkout,
    "actions/setup-python": _setup_python,
    "actions/upload-artifact": _upload_artifact,
    "actions/download-artifact": _download_artifact,
    "aws-actions/configure-aws-credentials": _configure_aws_credentials,
    "github/codeql-action/upload-sarif": _upload_sarif,
    "hashicorp/setup-terraform": _setup_terraform,
    "opentofu/setup-opentofu": _setup_opentofu,
}
