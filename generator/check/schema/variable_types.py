"""The types of variables as those of providers' arguments, which values are held against."""

from __future__ import annotations

from generator.hcl.evaluation.types import Collection, ObjectType
from generator.hcl.evaluation.types import Type as Constraint
from generator.providers import Type


def provider_type(constraint: Constraint) -> Type:
    """Return what a variable is constrained to, as a provider's schema would have it."""
    if isinstance(constraint, str):
        return Type("dynamic" if constraint == "any" else constraint)
    if isinstance(constraint, Collection):
        return Type(constraint.kind, provider_type(constraint.element))
    if isinstance(constraint, ObjectType):
        fields = constraint.fields
        attributes = {name: provider_type(field.type) for name, field in fields.items()}
        return Type(
            "object", None, attributes, frozenset(name for name, field in fields.items() if field.optional)
        )
    return Type("tuple", elements=[provider_type(element) for element in constraint.elements])
