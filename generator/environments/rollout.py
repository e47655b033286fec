"""The order in which environments are applied: the stages that `[rollout]` of tfgen.toml names.

[rollout]
stages = [
  { name = "dev", environments = ["dev"] },
  { name = "staging", tags = ["tier=staging"] },
  { name = "prod", environments = ["prod-*"], gate = "production" },
]
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator import bounds
from generator.check.configuration import FILES, read_toml, setting_location
from generator.environments.pipeline import Inputs
from generator.environments.selection import tags_of
from generator.errors import TfgenError, raise_all
from generator.files.project import Files, FolderFiles
from generator.model.change import AffectedEnvironment
from generator.naming import did_you_mean, join_names, quote
from generator.spec import is_environment_name

_KEYS = ("name", "environments", "tags", "gate")
_EXAMPLE = 'such as { name = "prod", environments = ["prod-*"] }'


class Stage(NamedTuple):
    """Environments that are applied together, when those of the stages before are.

    Attributes:
        name: What it is called.
        environments: Names and globs of them.
        tags: Tags, all of which an environment of it has; it is of the stage by its name or by these.
        gate: What is approved before it, once for all of it; empty for each environment by itself.
    """

    name: str
    environments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    gate: str = ""


def read_rollout(files: Files) -> tuple[Stage, ...]:
    """Return the stages of a project in their order; none where it sets none.

    Raises:
        TfgenError: What it sets is no rollout; all problems at once.
    """
    if FILES[0] not in files.names(""):
        return ()
    content = files.read(FILES[0])
    found = read_toml(content, FILES[0])
    section = found.document.get("rollout") if found and isinstance(found.document, dict) else None
    if found is None or section is None:
        return ()
    return _RolloutReader(found.text).stages(section)


class _RolloutReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._problems: list[TfgenError] = []

    def stages(self, section: Any) -> tuple[Stage, ...]:
        entries = section.get("stages") if isinstance(section, dict) else None
        if not isinstance(entries, list) or not entries:
            self._wrong("rollout", "has a list of stages", f"stages = [ … ], {_EXAMPLE}")
            raise_all(self._problems)
            return ()
        for key in section.keys() - {"stages"}:
            self._wrong(key, "is no setting of a rollout", did_you_mean(key, ["stages"]))
        stages = [stage for entry in entries if (stage := self._stage(entry))]
        names = [stage.name for stage in stages]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._wrong("stages", f"has two of the name {quote(name)}")
        if len(entries) > bounds.ROLLOUT_STAGES.limit:
            self._wrong("stages", bounds.ROLLOUT_STAGES.message)
        raise_all(self._problems)
        return tuple(stages)

    def _stage(self, entry: Any) -> Stage | None:
        if not isinstance(entry, dict):
            self._wrong("stages", "has something that is no table", _EXAMPLE)
            return None
        for key in entry.keys() - set(_KEYS):
            self._wrong(key, "is no setting of a stage", did_you_mean(key, _KEYS))
        name, gate = entry.get("name"), entry.get("gate", "")
        if not isinstance(name, str) or not is_environment_name(name):
            self._wrong("name", f"has to be lower-case letters, digits and inner hyphens, not {name!r}", _EXAMPLE)
            return None
        if not isinstance(gate, str) or (gate and not is_environment_name(gate)):
            self._wrong("gate", f"has to be lower-case letters, digits and inner hyphens, not {gate!r}")
            gate = ""
        environments, tags = self._texts(entry, "environments"), self._texts(entry, "tags")
        if not environments and not tags:
            self._wrong("stages", f"names neither environments nor tags in {quote(name)}", _EXAMPLE)
        return Stage(name, environments, tags, gate)

    def _texts(self, entry: dict[str, Any], key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(value)
        self._wrong(key, "has to be a list of texts")
        return ()

    def _wrong(self, key: str, message: str, hint: str = "") -> None:
        where = setting_location(self._text, FILES[0], key)
        self._problems.append(TfgenError(f"{quote(key)} {message}", where, hint))


def _stage_of(inputs: Inputs, stages: Sequence[Stage], one: AffectedEnvironment) -> Stage | None:
    """Return the first stage that an environment is of, None if it is of none.

    Raises:
        TfgenError: Tags decide it, and its spec is invalid.
    """
    own = one.name.removeprefix(f"{one.stack}.") if one.stack else one.name
    for stage in stages:
        if any(fnmatch.fnmatchcase(one.name, glob) for glob in stage.environments):
            return stage
        if stage.tags and tags_of(inputs, own).issuperset(stage.tags):
            return stage
    return None


def staged(
    stacks: Mapping[str, Inputs], found: Sequence[AffectedEnvironment], *, complete: bool = False
) -> list[AffectedEnvironment]:
    """Return affected environments with the stages that they are applied in, if the project has some.

    Args:
        stacks: What all environments of a stack share, by its name; with one alone it is that of all.
        found: The environments.
        complete: Whether each has to be of a stage.

    Raises:
        TfgenError: The settings are no rollout, or one is of no stage.
    """
    first = next(iter(stacks.values()))
    stages = read_rollout(FolderFiles(first.project.top))
    if not stages:
        return list(found)
    chosen = {
        one: _stage_of(stacks.get(one.stack, first), stages, one) for one in found if one.action != "destroy"
    }
    left = [one.name for one, stage in chosen.items() if stage is None]
    if left and complete:
        raise TfgenError(
            f"{join_names(left)} {'is' if len(left) == 1 else 'are'} in no stage of the rollout in {FILES[0]}",
            hint='a last stage with environments = ["*"] takes what is left',
        )
    return [_in_stage(one, stages, chosen[one]) if one in chosen else one for one in found]


def _in_stage(one: AffectedEnvironment, stages: Sequence[Stage], stage: Stage | None) -> AffectedEnvironment:
    if stage is None:
        return one._replace(stage="rest", stage_number=len(stages))
    return one._replace(stage=stage.name, stage_number=stages.index(stage), gate=stage.gate)
