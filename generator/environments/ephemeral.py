"""The environments that are there for a while only: which there are, whose, and until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator import spec
from generator.environments import pipeline
from generator.environments.apply_tags import TAGS, AppliedEnvironment
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError
from generator.files import revision
from generator.files.revision import ProjectAt
from generator.spec import Life, Spec


class Ephemeral(NamedTuple):
    """An ephemeral environment that is rendered or applied.

    Attributes:
        name: Its name.
        region: Where it is, if its spec says so.
        account: Whose it is, if its spec says so.
        file: The spec file that serves it.
        life: What its spec says of its life.
        applied: The commit that it was last applied from; None if it is not applied.
        expires_on: The first day on which it may be destroyed; None if nothing says so.
        expired: Whether that day has come.
    """

    name: str
    region: str | None
    account: str | None
    file: str
    life: Life
    applied: str | None
    expires_on: datetime.date | None
    expired: bool


class UnreadableSpec(NamedTuple):
    """An environment that is rendered or applied, and may be ephemeral: its spec can't be used.

    Attributes:
        name: Its name.
        applied: The commit that it was last applied from; None if it is not applied.
        failure: Why the spec can't be used.
    """

    name: str
    applied: str | None
    failure: TfgenError


def ephemeral(
    inputs: Inputs, applied: Sequence[AppliedEnvironment], today: datetime.date
) -> Iterator[Ephemeral | UnreadableSpec]:
    """Yield the ephemeral environments that are rendered or applied, by name.

    The spec of one that is applied is read as it was applied, with its settings; that of one that is only
    rendered, as it was rendered.

    Args:
        inputs: The project as it is.
        applied: What is applied.
        today: The day, in UTC.
    """
    records = {record.environment: record for record in applied}
    past = _History(inputs)
    for name in sorted({*records, *inputs.rendered}):
        record = records.get(name)
        try:
            side, settings = past.of(name, record)
            if side is None:
                continue
            resolved = pipeline.resolve(side, name, settings)
            found = _describe(resolved, side, record, today)
        except TfgenError as failure:
            yield UnreadableSpec(name, record.commit if record else None, failure)
            continue
        if found.life.ephemeral:
            yield found


class _History:
    """The project as it is in other commits. Those with the same specs are one."""

    def __init__(self, inputs: Inputs) -> None:
        self._now = inputs
        self._first: ProjectAt | None = None
        self._by_specs: dict[str, Inputs] = {}

    def of(self, name: str, record: AppliedEnvironment | None) -> tuple[Inputs | None, tuple[str, ...]]:
        """Return where the spec of an environment is read, with which settings; None if it has none any more."""
        if record:
            return self._at(record.commit, f"{TAGS}{self._now.project.full_name(name)}"), record.settings
        basis = pipeline.basis(self._now, name)
        commit, settings = basis.last_revision, basis.last_settings
        if commit:
            return self._at(commit, commit), settings
        return (self._now if self._now.spec_files.has(name) else None), settings

    def _at(self, commit: str, reference: str) -> Inputs:
        if self._first is None:
            self._first = revision.at(self._now.project, reference)
        project = self._first.at(commit)
        specs = project.files.find(spec.FOLDER)
        return self._by_specs.setdefault(specs.identity if specs else "", Inputs(project))


def _describe(resolved: Spec, side: Inputs, record: AppliedEnvironment | None, today: datetime.date) -> Ephemeral:
    schema = side.of(resolved.stack).schema
    said, life = spec.summary(resolved, schema), spec.life(resolved, schema)
    expires_on = _expiry(life, record)
    return Ephemeral(
        resolved.environment,
        said["region"],
        said["account"],
        resolved.file,
        life,
        record.commit if record else None,
        expires_on,
        expires_on is not None and expires_on <= today,
    )


def _expiry(life: Life, record: AppliedEnvironment | None) -> datetime.date | None:
    """Return the day on which an environment expires: the one that it names, or so many after its last apply."""
    if life.expires_on is not None:
        try:
            return datetime.date.fromisoformat(life.expires_on)
        except ValueError as error:
            raise TfgenError(f"{life.expires_on} is not a day: {error}") from None
    if life.expires_after_days is None or record is None:
        return None
    return record.day + datetime.timedelta(days=life.expires_after_days)
