"""What a provider says a block may hold: its arguments and attributes, and the blocks in it."""

from __future__ import annotations

from collections.abc import Callable

from generator.providers.schema_types import Type, decode

# The marks of an attribute, as bits of the character that stands before its type in the data.
MARKS = ("required", "optional", "computed", "deprecated", "sensitive", "write_only")
MARKS_BASE = ord("0")
REQUIRED, OPTIONAL, COMPUTED, DEPRECATED, SENSITIVE, WRITE_ONLY = (1 << bit for bit in range(len(MARKS)))

NESTINGS = {"s": "single", "g": "group", "l": "list", "S": "set", "m": "map"}

_types: dict[str, Type] = {}


class AttributeSchema:
    """One argument or attribute; those that are alike share one object, which so has no name.

    Attributes:
        required: It must be set.
        optional: It may be set.
        computed: The provider says what it is, where it is not set; where it can't be set, always.
        deprecated: It should be neither set nor read.
        sensitive: Terraform hides its value.
        write_only: It may be set, and can't be read; not in the state.
    """

    __slots__ = ("_type", "computed", "deprecated", "optional", "required", "sensitive", "write_only")

    def __init__(self, code: str) -> None:
        marks, self._type = ord(code[0]) - MARKS_BASE, code[1:]
        self.required = bool(marks & REQUIRED)
        self.optional = bool(marks & OPTIONAL)
        self.computed = bool(marks & COMPUTED)
        self.deprecated = bool(marks & DEPRECATED)
        self.sensitive = bool(marks & SENSITIVE)
        self.write_only = bool(marks & WRITE_ONLY)

    @classmethod
    def optional_of(cls, type_: Type) -> AttributeSchema:
        """Return an argument of a type that may be set."""
        return cls(chr(MARKS_BASE + OPTIONAL) + type_.encode())

    @classmethod
    def required_of(cls, type_: Type) -> AttributeSchema:
        """Return an argument of a type that must be set."""
        return cls(chr(MARKS_BASE + REQUIRED) + type_.encode())

    @property
    def type(self) -> Type:
        """The type of its value."""
        found = _types.get(self._type)
        if found is None:
            found = _types[self._type] = decode(self._type)
        return found

    @property
    def settable(self) -> bool:
        """Whether a configuration may set it."""
        return self.required or self.optional

    def __repr__(self) -> str:
        marks = " ".join(mark for mark in MARKS if getattr(self, mark))
        return f"<{self.type}: {marks}>"


class NestedBlock:
    """A kind of block within a block.

    Attributes:
        nesting: "list" or "set" (any number), "single" or "group" (one), "map" (labelled with its key).
        minimum: How many there must be; a `dynamic` block may bring them.
        maximum: How many there may be; 0 where nothing bounds them.
    """

    __slots__ = ("_block", "_load", "maximum", "minimum", "nesting")

    def __init__(self, nesting: str, minimum: int, maximum: int, load: Callable[[], BlockSchema]) -> None:
        self.nesting, self.minimum, self.maximum = nesting, minimum, maximum
        self._load, self._block = load, None

    _block: BlockSchema | None

    @property
    def block(self) -> BlockSchema:
        """What it may hold; read when it is first asked for."""
        if self._block is None:
            self._block = self._load()
        return self._block

    @property
    def needed(self) -> bool:
        """Whether there must be one.

        Providers made with Terraform's plugin framework want the required arguments of a single block even where
        the block is not there, which makes it a required one; their schemas do not say so.
        """
        inner = self.nesting == "single" and (self.block.required or self.block.needed_blocks)
        return self.minimum > 0 or bool(inner)

    def __repr__(self) -> str:
        return f"<{self.nesting} of blocks, {self.minimum} to {self.maximum or 'any number'}>"


class BlockSchema:
    """What a block may hold.

    Attributes:
        attributes: By name, in no particular order.
        blocks: The kinds of blocks in it, by their type.
        deprecated: The block, or the whole resource type, should not be used.
        open: Anything may be in it: what it holds is not known.
    """

    __slots__ = ("_needed_blocks", "_required", "attributes", "blocks", "deprecated", "open")

    _required: tuple[str, ...] | None
    _needed_blocks: tuple[tuple[str, NestedBlock], ...] | None

    def __init__(
        self,
        attributes: dict[str, AttributeSchema],
        blocks: dict[str, NestedBlock],
        deprecated: bool,
        open_: bool = False,
    ) -> None:
        self.attributes, self.blocks, self.deprecated, self.open = attributes, blocks, deprecated, open_
        self._required = self._needed_blocks = None

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the arguments that must be set."""
        if self._required is None:
            self._required = tuple(name for name, each in self.attributes.items() if each.required)
        return self._required

    @property
    def needed_blocks(self) -> tuple[tuple[str, NestedBlock], ...]:
        """The blocks of which there must be some, by their types."""
        if self._needed_blocks is None:
            self._needed_blocks = tuple((name, each) for name, each in self.blocks.items() if each.needed)
        return self._needed_blocks

    def __repr__(self) -> str:
        return f"<{len(self.attributes)} attributes, {len(self.blocks)} kinds of blocks>"
