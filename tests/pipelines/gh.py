"""Stands in for `gh api`: answers from a folder what GitHub would, and refuses what the job's token does not allow."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer one call."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["api"])
    parser.add_argument("path")
    parser.add_argument("--paginate", action="store_true")
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--method", default="GET")
    parser.add_argument("--jq")
    parser.add_argument("--field", action="append", default=[])
    options = parser.parse_args()
    granted = json.loads(os.environ["GH_TOKEN"].removeprefix("token "))
    answer = _answer(options, granted, Path(os.environ["STANDIN_FORGE"]))
    if options.silent:
        return
    text = json.dumps(answer)
    if options.jq:
        done = subprocess.run(
            ["jq", "--raw-output", options.jq], input=text, stdout=subprocess.PIPE, text=True, check=True
        )
        text = done.stdout
    sys.stdout.write(text)


def _answer(options: argparse.Namespace, granted: dict[str, str], folder: Path) -> Any:
    repository = os.environ["GITHUB_REPOSITORY"]
    path = options.path.removeprefix(f"repos/{repository}/")
    allowed = granted.get("pull-requests")
    if pull := re.fullmatch(r"pulls/(\d+)", path):
        assert options.method == "GET" and allowed in {"read", "write"}, f"403 {options.path}"
        return json.loads((folder / "pulls.json").read_text())[pull[1]]
    if path.startswith("actions/"):
        assert granted.get("actions") == "read" and options.method == "GET", f"403 {options.path}"
        return _runs(path, json.loads((folder / "runs.json").read_text()))
    place = path.partition("?")[0]
    if (
        place == "issues"
        or (re.fullmatch(r"issues/\d+", place))
        or (granted.get("issues") and "/comments" in place)
    ):
        assert granted.get("issues") == "write", f"403 {options.path}"
        return _issues(place, options, folder / "issues.json")
    file = folder / "comments.json"
    comments = json.loads(file.read_text())
    if (issue := re.fullmatch(r"issues/(\d+)/comments", path)) and options.method == "GET":
        assert allowed in {"read", "write"}, f"403 {options.path}"
        return [each for each in comments if each["issue"] == int(issue[1])]
    assert allowed == "write", f"403 {options.path}"
    ((name, value),) = (field.split("=", 1) for field in options.field)
    assert name == "body" and value.startswith("@"), options.field
    body = Path(value[1:]).read_text()
    assert len(body) <= 65_536, "422 the body is too long"
    if issue and options.method == "POST":
        user = {"login": "github-actions[bot]"}
        comments.append({"id": 1000 + len(comments), "issue": int(issue[1]), "user": user, "body": body})
    else:
        found = re.fullmatch(r"issues/comments/(\d+)", path)
        assert found and options.method == "PATCH", f"404 {options.method} {options.path}"
        next(each for each in comments if each["id"] == int(found[1]))["body"] = body
    file.write_text(json.dumps(comments))
    return {}


def _issues(place: str, options: argparse.Namespace, file: Path) -> Any:
    """List open issues, open one, change one, or comment on one."""
    issues = json.loads(file.read_text())
    given: dict[str, Any] = {}
    for field in options.field:
        name, _, value = field.partition("=")
        value = Path(value[1:]).read_text() if value.startswith("@") else value
        assert len(value) <= 65_536, "422 the body is too long"
        given[name] = [*given.get(name, []), value] if name.endswith("[]") else value
    if options.method == "GET":
        return [each for each in issues if each["state"] == "open"]
    number = int(place.split("/")[1]) if "/" in place else 0
    if place.endswith("/comments"):
        issues[number - 1]["comments"].append(given["body"])
    elif options.method == "POST":
        assert given.pop("labels[]") == ["tfgen-drift"]
        user = {"login": "github-actions[bot]"}
        issues.append({"number": len(issues) + 1, "state": "open", "user": user, "comments": [], **given})
    else:
        issues[number - 1] |= given
    file.write_text(json.dumps(issues))
    return {}


def _runs(path: str, runs: list[dict[str, Any]]) -> Any:
    """Return the runs of a workflow, the newest first, or the artifacts of one."""
    place, _, query = path.partition("?")
    asked = dict(part.split("=") for part in query.split("&"))
    if workflow := re.fullmatch(r"actions/workflows/([\w.-]+)/runs", place):
        found = [run for run in runs if run["path"].endswith(f"/{workflow[1]}") and run["event"] == asked["event"]]
        return {"workflow_runs": found[: int(asked["per_page"])]}
    one = re.fullmatch(r"actions/runs/(\d+)/artifacts", place)
    assert one, f"404 {path}"
    (run,) = (each for each in runs if each["id"] == int(one[1]))
    return {"artifacts": [{"name": name, "expired": False} for name in run["artifacts"]]}


if __name__ == "__main__":
    main()
