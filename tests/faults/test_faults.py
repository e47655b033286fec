"""Every call that writes, of every command that writes, made to fail or to be the process's last.

The sample that runs with the other tests takes a few points of each kind. All of them, and the table in
docs/reliability.md: TFGEN_FAULTS=all python -m pytest tests/faults
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from faults.scenarios import SCENARIOS
from faults.strace import STRACE, Server
from faults.trial import ERRORS, SIGNALS, Trial

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]


@pytest.fixture(scope="module")
def trials(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Trial]:
    known: dict[str, Trial] = {}

    def get(name: str) -> Trial:
        if name not in known:
            known[name] = Trial(SCENARIOS[name], tmp_path_factory.mktemp("scenario"), server)
        return known[name]

    return get


@pytest.mark.parametrize("kind", [*SIGNALS, *ERRORS])
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in SCENARIOS])
def test_whatever_call_fails_nothing_is_torn_lost_or_left(
    name: str, kind: str, trials: Callable[[str], Trial], record_property: Callable[[str, object], None]
) -> None:
    tried, bad = trials(name).try_points(kind)
    record_property("faults", [kind, tried, tried - len({line.partition(":")[0] for line in bad})])
    assert not bad, "\n".join(bad)
