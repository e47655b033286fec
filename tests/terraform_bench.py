"""Runs a real terraform for tests: offline, with its providers from one mirror for the whole test run.

Tests take the fixture `terraform` (see `conftest.py`) and need not import this module but for its types:

    def test_dev_is_valid(terraform: Terraform, tmp_path: Path) -> None:
        assert terraform.validate(tmp_path / "out" / "dev") == []

Where the providers come from, the first that has one:

1. the folder that TFGEN_TEST_PROVIDERS names, laid out as terraform's filesystem mirrors are;
2. the mirrors that terraform itself would look into without any configuration;
3. a folder one or two levels below the root that holds `registry.terraform.io/hashicorp/aws`;
4. the registry, if TFGEN_TEST_REGISTRY=1 allows a download of hundreds of megabytes;
5. for random and archive, our stand-ins (`standin/`).

What ran is printed below the test run's results.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standin import mirror as standins
from terraform_modules import Diagnostic, Said, ask_about_all, copy_sources, parse_plan

NAMESPACE = Path("registry.terraform.io/hashicorp")
PROVIDERS = ("aws", "random", "archive")
REPORT_FILE = "terraform.json"
"""Says, in the folder of the test run, what ran; written when the first test asks for terraform."""

_INIT_SECONDS, _RUN_SECONDS = 900.0, 1200.0
_PRIVATE_VARIABLES = re.compile(r"(TF|AWS)_|CHECKPOINT_")
_HASHES = re.compile(r"^ *hashes = \[\n.*?^ *\]\n", re.MULTILINE | re.DOTALL)
# For a plan of many modules. Garbage collected less often: a quarter less processor time, for twice the memory.
# And the providers make and terraform parses no log that nobody reads: another twentieth.
_BULK = {"GOGC": "400", "TF_LOG_PROVIDER": "off", "TF_LOG_SDK": "off"}


class TerraformMissing(Exception):
    """Terraform, or a provider that we have no stand-in for, is not on this machine."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A command that ran to its end."""

    arguments: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def output(self) -> str:
        """Everything that it said."""
        return self.stdout + self.stderr

    def check(self, *exit_codes: int) -> Completed:
        """Return self, or fail the test with what terraform said if it left with another exit code."""
        expected = exit_codes or (0,)
        command = " ".join(self.arguments)
        assert self.exit_code in expected, f"terraform {command}: exit {self.exit_code}\n{self.output}"
        return self


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of a test run."""

    name: str
    origin: str  # "mirror", "registry" or "stand-in"
    version: str = ""

    def __str__(self) -> str:
        real = "real" if self.origin != "stand-in" else "stand-in"
        return f"{self.name} {self.version} ({real})"


@dataclass(frozen=True, slots=True)
class Terraform:
    """A terraform with its providers.

    Attributes:
        executable: The terraform that was on the PATH.
        version: Its version, such as 1.11.4.
        providers: What the mirror offers.
        home: The folder of the test run that holds the mirror, the configuration and what `init` left.
    """

    executable: str
    version: str
    providers: tuple[Provider, ...]
    home: Path

    def run(
        self,
        folder: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        seconds: float = _RUN_SECONDS,
        stdin: str | None = None,
    ) -> Completed:
        """Run terraform in `folder`, without this machine's AWS or terraform settings.

        Args:
            folder: The working directory.
            arguments: Such as "validate", "-json".
            env: Variables on top of what the test run gives.
            seconds: After this long it is stopped, together with its providers.
            stdin: What it reads.
        """
        environment = _environment(self.home) | dict(env or {})
        return _run((self.executable, *arguments), folder, environment, seconds, stdin)

    def init(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Completed:
        """Run a whole `terraform init`: about 3 s, for it hashes the AWS provider's 700 MB."""
        providers = folder / ".terraform" / "providers"
        if providers.is_symlink():  # of `prepare`: init would write into what all tests share
            providers.unlink()
            (folder / ".terraform.lock.hcl").unlink(missing_ok=True)
        return self.run(folder, "init", "-input=false", "-no-color", *arguments, env=env).check()

    def prepare(self, folder: Path) -> None:
        """Do what `init` would, in no time: link the providers, and lock their versions without hashes.

        Terraform checks no hashes where the lock file has none, which also saves each later command a second.
        It is not enough for a folder with modules or with a backend other than the implied local one.
        """
        data = folder / ".terraform"
        data.mkdir(exist_ok=True)
        link = data / "providers"
        if not link.exists():
            link.symlink_to(self.home / "installed" / "providers", target_is_directory=True)
        shutil.copyfile(self.home / "installed" / "lock.hcl", folder / ".terraform.lock.hcl")

    def fmt_check(self, folder: Path) -> Completed:
        """Run `terraform fmt -check -recursive -diff`; exit code 3 and a diff where a file is not clean."""
        return self.run(folder, "fmt", "-check", "-recursive", "-diff", "-no-color")

    def validate(self, folder: Path) -> list[Diagnostic]:
        """Return what `terraform validate` says about a folder, which stays as it is: about 2.5 s."""
        with _scratch(self.home) as scratch:
            copy = scratch / "copy"
            copy_sources(folder, copy)
            self.prepare(copy)
            return self.diagnostics(copy)

    def diagnostics(self, folder: Path) -> list[Diagnostic]:
        """Return what `terraform validate` says in a folder that `init` or `prepare` has been at."""
        answer = self.run(folder, "validate", "-json", "-no-color")
        try:
            document = json.loads(answer.stdout)
        except json.JSONDecodeError:
            raise AssertionError(f"terraform validate: {answer.output}") from None
        return [Diagnostic.parse(message) for message in document["diagnostics"]]

    def validate_many(self, folders: Sequence[Path]) -> list[list[Diagnostic]]:
        """Return what `terraform validate` says about each of many folders, in 2.5 s and 0.4 s for each.

        They become one configuration, so that the providers start once. That takes the `backend` blocks out of
        the question, and the `provider` blocks of all but the first: validate one folder of each kind by itself
        as well. The folders must be terraform-fmt clean, and stay as they are.
        """
        with _scratch(self.home) as scratch:
            answers = ask_about_all(folders, scratch, self.prepare, lambda place: Said(self.diagnostics(place)))
        return [said.diagnostics for said in answers]

    def plan_many(self, folders: Sequence[Path], env: Mapping[str, str]) -> list[Said]:
        """Return what `terraform plan` says about each of many folders, what `validate` would say included.

        As with `validate_many`, they share the providers, which are configured as the first folder says.
        A run of 20 folders with 90 resources each takes 26 s of processor time and 1.3 GB, of 10 folders
        14 s and 1.0 GB: time and memory grow by the folder, above what the providers need.

        Args:
            folders: What to plan, for one region; terraform-fmt clean.
            env: Variables that lead the provider to an account.
        """

        def ask(place: Path) -> Said:
            planned = self.plan(place, "-json", "-refresh=false", env=_BULK | dict(env))
            assert planned.exit_code in (0, 1) and not planned.stderr, planned.output
            return parse_plan(planned.stdout)

        with _scratch(self.home) as scratch:
            return ask_about_all(folders, scratch, self.prepare, ask)

    def plan(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Completed:
        """Run `terraform plan`; give `-detailed-exitcode` for exit code 2 where there are changes."""
        return self.run(folder, "plan", "-input=false", "-no-color", *arguments, env=env)

    def plan_json(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return a plan as `terraform show -json` tells it."""
        with _scratch(self.home) as scratch:
            file = scratch / "plan"
            self.plan(folder, f"-out={file}", *arguments, env=env).check()
            return self.json(folder, "show", "-json", str(file), env=env)

    def json(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Run a command that succeeds and prints one JSON object, and return that."""
        document: dict[str, Any] = json.loads(self.run(folder, *arguments, env=env).check().stdout)
        return document


def set_up(home: Path) -> Terraform:
    """Return the terraform of this test run; the first to ask lays out its providers, the others wait.

    Args:
        home: A folder that all processes of the test run share.

    Raises:
        TerraformMissing: It, or the AWS provider, is not here.
    """
    executable = shutil.which("terraform")
    if not executable:
        raise TerraformMissing("not on the PATH")
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed, even by a process that dies
        report = home / REPORT_FILE
        if not report.exists():
            report.write_text(json.dumps(_lay_out(executable, home)))
    known = json.loads(report.read_text())
    if "missing" in known:
        raise TerraformMissing(known["missing"])
    providers = tuple(Provider(**each) for each in known["providers"])
    return Terraform(executable, known["version"], providers, home)


def read_report(home: Path) -> str:
    """Return one line about what ran, empty where no test asked for terraform."""
    try:
        known = json.loads((home / REPORT_FILE).read_text())
    except FileNotFoundError:
        return ""
    if "missing" in known:
        return f"terraform: {known['missing']}"
    providers = ", ".join(str(Provider(**each)) for each in known["providers"])
    return f"terraform {known['version']}, providers: {providers}"


def mirrors() -> Iterator[Path]:
    """Yield the folders that may hold `registry.terraform.io/`, the preferred first.

    Source:
        https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    named = os.environ.get("TFGEN_TEST_PROVIDERS")
    if named:
        yield Path(named)
    home = Path.home()
    yield home / ".terraform.d" / "plugins"
    if platform.system() == "Darwin":
        inner = "Library/Application Support/io.terraform/plugins"
        yield from (home / inner, Path("/") / inner)
    else:
        data_home = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
        data_folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        for folder in (data_home, *data_folders.split(":")):
            yield Path(folder) / "terraform" / "plugins"
    for depth in ("*", "*/*"):
        found = Path("/").glob(f"{depth}/{NAMESPACE}/aws")
        yield from sorted(path.parents[len(NAMESPACE.parts)] for path in found)


def _lay_out(executable: str, home: Path) -> dict[str, Any]:
    """Make the mirror and install from it; return the report."""
    information = json.loads(_run((executable, "version", "-json"), home, dict(os.environ), 60.0).stdout)
    target = information["platform"]
    origins = {name: _offer(home / "mirror", name, target) for name in PROVIDERS}
    if not origins["aws"]:
        return {
            "missing": "the AWS provider is in no mirror; TFGEN_TEST_PROVIDERS names one, "
            "TFGEN_TEST_REGISTRY=1 allows a download"
        }
    from_registry = [name for name, origin in origins.items() if origin == "registry"]
    (home / "terraform.rc").write_text(_configuration(home / "mirror", from_registry))
    versions = _install(executable, home)
    providers = [{"name": name, "origin": origin, "version": versions[name]} for name, origin in origins.items()]
    return {"version": information["terraform_version"], "providers": providers}


def _offer(mirror: Path, name: str, target: str) -> str:
    """Bring one provider into the mirror and return its origin, empty where there is none."""
    for source in mirrors():
        if _link_provider(source / NAMESPACE / name, mirror / NAMESPACE / name, target):
            return "mirror"
    if os.environ.get("TFGEN_TEST_REGISTRY") == "1":
        return "registry"
    if name in standins.NAMES:
        standins.write_provider(mirror, name, target)
        return "stand-in"
    return ""


def _link_provider(source: Path, link: Path, target: str) -> bool:
    """Link what another mirror has for this platform; terraform follows links at that level alone."""
    unpacked = {path: link / path.parent.name / target for path in source.glob(f"*/{target}")}
    packed = {path: link / path.name for path in source.glob(f"terraform-provider-*_{target}.zip")}
    for path, place in (unpacked | packed).items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(path.resolve())
    return bool(unpacked or packed)


def _configuration(mirror: Path, from_registry: Iterable[str]) -> str:
    names = [f"{NAMESPACE}/{name}" for name in from_registry]
    direct = f"include = {json.dumps(names)}" if names else 'exclude = ["*/*/*"]'
    return (
        "disable_checkpoint = true\n\nprovider_installation {\n"
        f"  filesystem_mirror {{\n    path    = {json.dumps(str(mirror))}\n"
        f"    exclude = {json.dumps(names)}\n  }}\n"
        f"  direct {{\n    {direct}\n  }}\n}}\n"
    )


def _install(executable: str, home: Path) -> dict[str, str]:
    """Let terraform install what the mirror offers, for `prepare`; return the versions."""
    installed = home / "installed"
    installed.mkdir()
    blocks = "".join(f'    {name} = {{ source = "hashicorp/{name}" }}\n' for name in PROVIDERS)
    (installed / "versions.tf").write_text(f"terraform {{\n  required_providers {{\n{blocks}  }}\n}}\n")
    command = (executable, "init", "-input=false", "-no-color")
    _run(command, installed, _environment(home), _INIT_SECONDS).check()
    (installed / ".terraform" / "providers").rename(installed / "providers")
    locked = (installed / ".terraform.lock.hcl").read_text()
    (installed / "lock.hcl").write_text(_HASHES.sub("", locked))
    pairs = re.findall(r'hashicorp/(\w+)" \{\n +version += "([^"]+)"', locked)
    return dict(pairs)


def _environment(home: Path) -> dict[str, str]:
    """Return this process's variables without those by which AWS or terraform would be configured."""
    kept = {name: value for name, value in os.environ.items() if not _PRIVATE_VARIABLES.match(name)}
    return kept | {
        "TF_CLI_CONFIG_FILE": str(home / "terraform.rc"),
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _run(
    command: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
    stdin: str | None = None,
) -> Completed:
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # so that its providers can be stopped with it
    ) as process:
        try:
            stdout, stderr = process.communicate(stdin, timeout=seconds)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return Completed(command[1:], process.returncode, stdout, stderr, time.monotonic() - started)


@contextlib.contextmanager
def _scratch(home: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=home) as folder:
        yield Path(folder)
