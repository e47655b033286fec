"""The spec stage: from YAML files to resolved, validated specs that know where each value comes from."""

from generator.spec.constraints import (
    Conflict,
    constraints,
    notes,
    own_names,
    retention_rules,
    summary,
    tags,
    values_at,
)
from generator.spec.emission import to_yaml
from generator.spec.life import Life, life, protection
from generator.spec.origins import Origin
from generator.spec.schema import SCHEMA_PATH, Knob, Schema, load_schema
from generator.spec.spec import Spec, resolve, stack_of
from generator.spec.spec_files import (
    FOLDER,
    PatternSpec,
    SpecFiles,
    check_name,
    is_environment_name,
    open_spec_files,
)
from generator.spec.stack import StackChoice
from generator.spec.value_paths import parse_path

__all__ = [
    "FOLDER",
    "SCHEMA_PATH",
    "Conflict",
    "Knob",
    "Life",
    "Origin",
    "PatternSpec",
    "Schema",
    "Spec",
    "SpecFiles",
    "StackChoice",
    "check_name",
    "constraints",
    "is_environment_name",
    "life",
    "load_schema",
    "notes",
    "open_spec_files",
    "own_names",
    "parse_path",
    "protection",
    "resolve",
    "retention_rules",
    "stack_of",
    "summary",
    "tags",
    "to_yaml",
    "values_at",
]
