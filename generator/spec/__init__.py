"""The spec stage: from YAML files to resolved, validated specs that know where each value comes from."""

from generator.spec.across import Problem, constraints, own_names, summary
from generator.spec.catalogue import Catalogue, Pattern, open_catalogue
from generator.spec.emission import to_yaml
from generator.spec.model import Origin, Spec
from generator.spec.names import check_name
from generator.spec.overrides import parse_path
from generator.spec.resolution import resolve
from generator.spec.schema import SCHEMA_PATH, Knob, Schema, load_schema

__all__ = [
    "SCHEMA_PATH",
    "Catalogue",
    "Knob",
    "Origin",
    "Pattern",
    "Problem",
    "Schema",
    "Spec",
    "check_name",
    "constraints",
    "load_schema",
    "open_catalogue",
    "own_names",
    "parse_path",
    "resolve",
    "summary",
    "to_yaml",
]
