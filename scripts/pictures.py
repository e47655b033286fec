"""Makes the pictures of the documents anew: docs/images/review.png, by Chromium, and the diagram in README.md.

python scripts/pictures.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TFGEN = str(Path(sys.executable).parent / "tfgen")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROJECT = ("environments", "templates", "lambda-src")
CHANGES = (
    ("environments/prod.yaml", "extends: base", "extends: base\n\ntags:\n  team: orders"),
    ("templates/iam.tf.j2", '"ssm:GetParameter"', '["ssm:GetParameter", "ssm:PutParameter"]'),
    ("templates/sqs.tf.j2", "receive_wait_time_seconds", "delay_seconds = 5\n  receive_wait_time_seconds"),
    ("templates/dynamodb.tf.j2", '"event_id"', '"id"'),
)
"""What the review shows: something replaced, something of security, something small."""
MARKS = re.compile(r"(?<=<!-- graph: scripts/pictures.py -->\n).*?(?=<!-- /graph -->)", re.DOTALL)


def review(target: Path) -> None:
    """Write the picture of a review page."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit(f"none of {', '.join(BROWSERS)} is on the PATH")
    with tempfile.TemporaryDirectory() as place:
        folder = f"{place}/events"
        for name in PROJECT:
            shutil.copytree(ROOT / name, f"{folder}/{name}", symlinks=True)
        git = [
            "git",
            "-C",
            folder,
            "-c",
            "user.name=docs",
            "-c",
            "user.email=docs@example.com",
            "-c",
            "core.hooksPath=",
        ]
        for call in (
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "."],
            ["commit", "--quiet", "--message", "as shipped"],
        ):
            subprocess.run([*git, *call], check=True)
        for path, old, new in CHANGES:
            file = Path(folder, path)
            text = file.read_text()
            if old not in text:
                raise SystemExit(f"{path} has no {old}")
            file.write_text(text.replace(old, new, 1))
        page = Path(folder, "review.html")
        call = [TFGEN, "diff", "--all", "--against", "HEAD", "--format", "html", "-o", str(page)]
        done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 1:
            raise SystemExit(done.stderr)
        target.parent.mkdir(exist_ok=True)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1120,760"]
        shot = [browser, *options, f"--user-data-dir={place}/browser", f"--screenshot={target}", page.as_uri()]
        subprocess.run(shot, check=True, capture_output=True)


def graph() -> str:
    """Return the drawing of an environment, for a fence."""
    done = subprocess.run([TFGEN, "graph", "--env", "dev"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def with_graph(page: str) -> str:
    """Return README.md with the drawing as it is now."""
    return MARKS.sub(lambda _: f"```mermaid\n{graph()}\n```\n", page)


def main() -> None:
    """Make both."""
    readme = ROOT / "README.md"
    readme.write_text(with_graph(readme.read_text()))
    review(ROOT / "docs/images/review.png")


if __name__ == "__main__":
    main()
