"""What the tests do, for a person to do by hand: an emulator of AWS, and an environment rendered for it.

    python tests/deploy/by_hand.py pr-123

renders the environment into a folder of its own (what the emulator can't do is taken out there, which must never
reach a real account), starts the emulator, says what to type, and ends with Ctrl-C, taking the account with it.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from terraform_bench import Terraform, TerraformMissing, set_up

from deploy import emulator as emulators
from deploy import excused
from deploy.emulator import Emulator
from deploy.environments import REGION, ROOT, Case, Deployment, prepare_account

ENVIRONMENT_FILE = "emulator.env"


def main() -> None:
    """Render, start the emulator, and wait to be interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("environment", help="such as pr-123")
    parser.add_argument("--place", type=Path, default=ROOT / "build" / "emulated", help="where it is rendered")
    options = parser.parse_args()
    place = options.place.resolve()
    place.mkdir(parents=True, exist_ok=True)
    with emulators.running(place / "moto.log") as emulator:
        prepare_account(emulator, REGION)
        folder = prepare(options.environment, place, emulator)
        print(f"moto plays AWS at {emulator.url} until Ctrl-C. In another terminal:\n")
        print(f"  cd {shlex.quote(_shown(folder))} && . ./{ENVIRONMENT_FILE}")
        print("  terraform init && terraform apply", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("\nThe account is gone.")


def prepare(environment: str, place: Path, emulator: Emulator) -> Path:
    """Render an environment for the emulator, with a file of the variables that point terraform there."""
    variables = dict(emulator.environment)
    shutil.rmtree(place / environment, ignore_errors=True)  # the state of an account that is gone
    shutil.rmtree(place / "providers", ignore_errors=True)
    try:
        terraform = set_up(place / "providers")
        variables["TF_CLI_CONFIG_FILE"] = str(terraform.home / "terraform.rc")
    except TerraformMissing:  # then it comes, or its providers do, from where terraform has them from
        terraform = Terraform("terraform", "", (), place)
    deployment = Deployment(Case("by hand", environment), terraform, emulator, place)
    deployment.render()
    excused.write_override(deployment.folder)
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    own = "unset AWS_PROFILE AWS_SESSION_TOKEN\n"  # what would lead to a real account
    (deployment.folder / ENVIRONMENT_FILE).write_text(own + "".join(lines))
    return deployment.folder


def _shown(folder: Path) -> str:
    return str(folder.relative_to(Path.cwd())) if folder.is_relative_to(Path.cwd()) else str(folder)


if __name__ == "__main__":
    main()
