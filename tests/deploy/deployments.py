"""The environments of a test run, together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from terraform_bench import Terraform

from deploy.emulator import Emulator
from deploy.environments import CASES, Deployment


@dataclass(slots=True)
class Deployments:
    """The environments of a test run: brought up together, and each destroyed when a test wants to see that.

    The provider waits 25 s for every attribute of a queue, three times in a row, whatever AWS answers. These
    waits are most of an apply, so that five environments at once take hardly longer than one.
    """

    terraform: Terraform
    emulator: Emulator
    place: Path
    pool: ThreadPoolExecutor
    found: dict[str, Deployment] = field(default_factory=dict)
    rising: dict[str, Future[None]] = field(default_factory=dict)
    work: dict[tuple[str, str], Future[object]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Bring environments up, without waiting for it."""
        for name in names:
            if name not in self.found:
                deployment = Deployment(CASES[name], self.terraform, self.emulator, self.place)
                self.found[name] = deployment
                self.rising[name] = self.pool.submit(deployment.bring_up)

    def up(self, name: str) -> Deployment:
        """Return an environment that stands; the test fails if it can't be brought up."""
        self.start(name)
        self.rising[name].result()
        return self.found[name]

    def once(self, label: str, name: str, work: Callable[[Deployment], object]) -> Future[object]:
        """Start to do something to an environment that stands, once in the test run."""
        if (label, name) not in self.work:
            deployment = self.up(name)
            self.work[label, name] = self.pool.submit(work, deployment)
        return self.work[label, name]
