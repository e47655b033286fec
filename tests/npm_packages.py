"""Packages of npm that tests use, installed as the package-lock.json beside them says."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

_INSTALL_SECONDS = 600.0


class ToolMissing(Exception):
    """A tool is not on the PATH, or npm can't get the packages."""


def install(folder: Path) -> Path:
    """Return the folder of the installed packages of a folder that has a package.json.

    Raises:
        ToolMissing: There is no Node.js, or npm can't get the packages.
    """
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            raise ToolMissing(f"{tool} is not on the PATH")
    with (folder / "package.json").open() as lock:  # one installs, others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        packages = folder / "node_modules"
        installed, wanted = packages / ".package-lock.json", folder / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, check=False, timeout=_INSTALL_SECONDS
            )
            if done.returncode:
                raise ToolMissing(
                    f"npm can't install what {folder.name}/package.json names: {done.stderr.strip()[-300:]}"
                )
    return packages
