"""The spec stage: from YAML files to resolved, validated specs that know where each value comes from."""

from generator.spec.catalogue import FOLDER, Catalogue, Pattern, open_catalogue
from generator.spec.constraints import Problem, constraints, notes, own_names, retained, summary
from generator.spec.emission import to_yaml
from generator.spec.life import Life, life, protection
from generator.spec.model import Origin, Spec
from generator.spec.names import check_name, is_environment_name
from generator.spec.overrides import parse_path
from generator.spec.resolution import resolve
from generator.spec.schema import SCHEMA_PATH, Knob, Schema, load_schema

__all__ = [
    "FOLDER",
    "SCHEMA_PATH",
    "Catalogue",
    "Knob",
    "Life",
    "Origin",
    "Pattern",
    "Problem",
    "Schema",
    "Spec",
    "check_name",
    "constraints",
    "is_environment_name",
    "life",
    "load_schema",
    "notes",
    "open_catalogue",
    "own_names",
    "parse_path",
    "protection",
    "resolve",
    "retained",
    "summary",
    "to_yaml",
]
