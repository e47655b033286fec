"""What differs between two renderings of an environment: the values that every report of a diff is made from."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple

from generator.location import Location
from generator.model.finding import TemplateSource


class Action(StrEnum):
    """What became of something between the two renderings."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


class Effect(StrEnum):
    """What Terraform would do about a change, as far as it can be told without a state."""

    CREATE = "create"
    DESTROY = "destroy"
    REPLACE = "replace"
    UPDATE = "update"
    MOVE = "move"
    READ = "read"
    FORGET = "forget"
    NONE = "none"
    UNKNOWN = "unknown"


class Gravity(IntEnum):
    """How much a change matters to whoever reads it, the gravest first."""

    PLACE = 0
    """The environment goes elsewhere: to another region, or another account."""
    LOSS = 1
    """Data is lost that nothing brings back."""
    SECURITY = 2
    """It touches security."""
    GONE = 3
    """Something is destroyed, or made anew."""
    UNCLEAR = 4
    """What Terraform does can't be told."""
    OTHER = 5

    @property
    def word(self) -> str:
        """The word for it in JSON."""
        return self.name.lower()


class Extent(NamedTuple):
    """Where something stands on one side of a comparison.

    Attributes:
        location: Its first character; the path is relative to the environment's folder.
        end: The place after its last character.
        text: The whole lines that it stands on, as they are written, without the last line's end.
        source: For a rendered file: what made its first line.
    """

    location: Location
    end: Location
    text: str
    source: TemplateSource | None = None


class AttributeChange(NamedTuple):
    """One attribute with another value.

    Attributes:
        path: From the resource on, such as `timeout`, `settings[0].throttling_rate_limit` or, inside of what is
            JSON text, `policy.Statement[0].Action`.
        old: The evaluated value before, as HCL on one line; what can't be known is shown as its expression;
            None where it was not set.
        new: The evaluated value after, likewise.
        before: Where the old one stands, or the block that does not set it; None where there was no such block.
        after: Where the new one stands, likewise.
        replaces: Whether Terraform makes a new resource for it; None where that is not known.
        security: What of security it touches, in a few words such as "who may invoke the function"; or empty.
        because: What it follows from where it is written as before, such as "aws_sqs_queue.q is replaced"; or why
            Terraform does nothing about it; empty otherwise.
        applies: Whether Terraform does something about it: not for `lifecycle` or `depends_on`, for what
            `ignore_changes` names, nor for what is no longer set and then stays as it is.
    """

    path: str
    old: str | None
    new: str | None
    before: Extent | None = None
    after: Extent | None = None
    replaces: bool | None = None
    security: str = ""
    because: str = ""
    applies: bool = True


class Change(NamedTuple):
    """What differs about one resource, or about something else that a configuration declares.

    Attributes:
        address: As Terraform has it: `aws_lambda_function.fn["auth"]`, `data.aws_region.current`, `output.url`,
            `var.region`, `provider.aws`, `terraform`. Of a removed one the old address, else the new one.
        kind: "resource", "data", "ephemeral", "module", "output", "variable", "provider", "terraform", "check",
            "moved", "import", "removed", or "other" for what tfgen does not know, such as a block of a new type.
        type: A resource's type, such as `aws_sqs_queue`; empty for what has none.
        action: What became of it.
        effect: What Terraform would do.
        previous: The old address of a renamed one; empty otherwise.
        attributes: What is different about it; for one that was added or removed, nothing.
        meaning: What comes of it, in words: "replaces the table: its data is lost"; empty where nothing is known.
        security: What of security it touches, each once; those of its attributes among them.
        before: The block before, if there was one.
        after: The block after, if there is one.
        moved: For a renamed one without a `moved` block: that block, to be written.
        gravity: How much it matters.
        refused: What an apply has to have done before AWS deletes what goes; empty where it just does.
    """

    address: str
    kind: str
    type: str
    action: Action
    effect: Effect
    previous: str = ""
    attributes: tuple[AttributeChange, ...] = ()
    meaning: str = ""
    security: tuple[str, ...] = ()
    before: Extent | None = None
    after: Extent | None = None
    moved: str = ""
    gravity: Gravity = Gravity.OTHER
    refused: str = ""


class FileChange(NamedTuple):
    """One file with another content.

    Attributes:
        path: Relative to the environment's folder.
        action: "added", "removed" or "changed".
        unified: The difference as lines of unified text, without their ends; none for what is not text.
        cosmetic: Whether it is configuration that means the same: formatting, comments, order.
    """

    path: str
    action: Action
    unified: tuple[str, ...] = ()
    cosmetic: bool = False


class EnvironmentChanges(NamedTuple):
    """What differs in one environment.

    Attributes:
        environment: Its name.
        action: Whether the environment was added, removed or changed.
        changes: By their gravity, then those that destroy or replace first, then by address.
        files: The files that differ, by path.
        notes: What a reader has to know of the comparison: why it is one of texts only.
        names: The names that are the environment's own, and so tell no difference from another: its name, its
            suffix.
        protection: What keeps one that is removed from being destroyed, and the way out; empty if nothing does.
    """

    environment: str
    action: Action
    changes: tuple[Change, ...]
    files: tuple[FileChange, ...]
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    protection: str = ""

    @property
    def affected(self) -> bool:
        """Whether anything but formatting, comments and order differs, or it can't be told."""
        return bool(self.changes or self.notes) or any(not file.cosmetic for file in self.files)


class ChangeGroup(NamedTuple):
    """A change that is the same in several environments, but for their own names in it.

    Attributes:
        change: The change, as the first of the environments has it.
        environments: Their names, sorted.
    """

    change: Change
    environments: tuple[str, ...]


class Review(NamedTuple):
    """What differs in several environments.

    Attributes:
        against: What they are compared with, as a person reads it: "what is on disk", "main".
        compared: The names of all environments that were compared, sorted.
        environments: Those that differ, by name.
        groups: The changes of those that are there on both sides, each once: by their gravity, then what most
            environments share. Of an environment that was added or removed, everything was.
        checkout: What is compared, if it is in a repository.
    """

    against: str
    compared: tuple[str, ...]
    environments: tuple[EnvironmentChanges, ...]
    groups: tuple[ChangeGroup, ...]
    checkout: Checkout | None = None


class Checkout(NamedTuple):
    """What of a repository is checked out.

    Attributes:
        repository: Its name, such as "acme/platform".
        branch: The branch; empty where a commit is checked out by itself.
        commit: The commit's whole name, in hexadecimal.
        changed: Whether files differ from the commit.
    """

    repository: str
    branch: str
    commit: str
    changed: bool = False


_WEIGHT = {Effect.REPLACE: 0, Effect.DESTROY: 0, Effect.UNKNOWN: 1}


def by_weight(changes: Iterable[Change]) -> list[Change]:
    """Return changes by what matters: by their gravity, then what destroys or replaces, then by address."""
    return sorted(changes, key=lambda each: (each.gravity, _WEIGHT.get(each.effect, 2), each.address))


class AffectedEnvironment(NamedTuple):
    """An environment that a change reaches.

    Attributes:
        name: Its name.
        action: "render", or "destroy" for one whose spec is gone.
        reason: "added", "changed" or "removed"; "needs" for one that reads outputs of one that is affected.
        region: Where it is, if its spec says so.
        account: Whose it is, if its spec says so.
        note: Why it counts although nothing could be compared; empty otherwise.
        stack: Its stack, where the project has several.
        level: That one's level in the order of needs.
        needs: The environments of other stacks whose outputs it reads.
        stage: The stage of the rollout that it is applied in; empty where there is none.
        stage_number: Its place among the stages, from 0.
        gate: What is approved before, once for the whole stage; empty for the environment by itself.
    """

    name: str
    action: str
    reason: str
    region: str | None = None
    account: str | None = None
    note: str = ""
    stack: str = ""
    level: int = 0
    needs: tuple[str, ...] = ()
    stage: str = ""
    stage_number: int = 0
    gate: str = ""
