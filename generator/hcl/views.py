"""Skeleton."""

from __future__ import annotations


class Value: ...


class BlockView: ...


class Instance(BlockView): ...


class Resource: ...


class ModuleCall(Resource): ...
