"""The README's "Try it without AWS", up to the plan: `test_apply` has the rest."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from terraform_bench import Terraform

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy-failures")]

SCRIPT = Path(__file__).with_name("by_hand.py")


def test_an_environment_is_planned_as_the_script_says(terraform: Terraform, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "pr-7", "--place", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = [next(process.stdout).strip() for _ in range(4)]
            # What init says here is about the mirror that it has its providers from, not about the environment.
            by_hand = f"{said[2]} && terraform init >/dev/null && terraform plan -input=false -no-color"
            planned = subprocess.run(
                ["sh", "-c", by_hand], capture_output=True, text=True, check=False, timeout=600
            )
        finally:
            process.send_signal(signal.SIGINT)
            told, complaints = process.communicate(timeout=60)

    assert re.fullmatch(r"moto plays AWS at http://127\.0\.0\.1:\d+ until Ctrl-C\..*", said[0])
    assert said[2] == f"cd {shlex.quote(str(tmp_path / 'pr-7'))} && . ./emulator.env"
    assert said[3] == "terraform init && terraform apply"
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert re.search(r"Plan: \d+ to add, 0 to change, 0 to destroy", planned.stdout)
    assert "Warning" not in planned.stdout
    assert (process.returncode, told.strip(), complaints) == (0, "The account is gone.", "")
