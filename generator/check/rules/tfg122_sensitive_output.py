"""TFG122 sensitive-output: an output that carries a secret says that it is sensitive."""

from collections.abc import Iterator

from generator import providers
from generator.check.facts.texts import truth, words
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Expression, Module, Node, Reference
from generator.hcl.evaluation.references import reference_of
from generator.hcl.module.declarations import Output
from generator.hcl.syntax.tree import Call, Traversal

_CLEARING = frozenset({"nonsensitive", "issensitive"})
_SECRET_WORDS = frozenset({"password", "passwd", "passphrase", "secret", "token"})
_SECRET_KEYS = frozenset({"private", "secret", "access", "api", "signing"})
_HARMLESS = frozenset({"encrypted", "hash", "hashed", "public", "fingerprint", "path", "ssm", "arn"})
_KEPT_ELSEWHERE = "master_user_secret"
"""What RDS calls the ARN and the key of a secret that it keeps in Secrets Manager."""
_KINDS = frozenset({"resource", "data", "ephemeral"})
_OTHER_PROVIDERS = {
    "tls_private_key": frozenset({"private_key_pem", "private_key_openssh", "private_key_pem_pkcs8"}),
    "random_bytes": frozenset({"base64", "hex"}),
}
"""Attributes of types whose provider's schema is not at hand."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the outputs that carry a secret and are not marked."""
    for output in module.outputs.values():
        marked = output.view["sensitive"]
        if truth(marked.value) or not (marked.absent or marked.known) or output.value.expression is None:
            continue
        secret = _secret_in(module, output)
        if secret:
            message = f"this shows {secret}, which is secret"
            yield Violation(output.value, message, "set sensitive = true", f"output.{output.name}")


def _secret_in(module: Module, output: Output) -> str:
    """Return what is secret in an output's value, empty if nothing is."""
    expression = output.value.expression
    references = _references(module, expression) if expression else []
    for reference in references:
        if _is_sensitive(module, reference):
            return ".".join((reference.address, *reference.attributes))
    name = output.value.reference
    last = ([name.address.rpartition(".")[2], *name.attributes])[-1] if name else ""
    if _is_secret_name(output.name) and _is_secret_name(last) and not isinstance(output.value.value, (bool, int)):
        return ".".join((name.address, *name.attributes)) if name else ""
    return ""


def _references(module: Module, expression: Expression) -> list[Reference]:
    """Return the references whose values come through, also through locals."""
    found: list[Reference] = []
    waiting: list[Node] = [expression]
    seen = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call) and node.name in _CLEARING:
            continue
        reference = reference_of(node) if isinstance(node, Traversal) else None
        if reference is not None:
            found.append(reference)
            local = module.locals.get(reference.address[6:]) if reference.kind == "local" else None
            if local is not None and local.name not in seen:
                seen.add(local.name)
                waiting.append(local.attribute.expression)
        waiting += node.children()
    return found


def _is_sensitive(module: Module, reference: Reference) -> bool:
    if reference.kind == "var":
        variable = module.variables.get(reference.address[4:])
        return variable is not None and variable.sensitive
    resource = module.resource(reference.address) if reference.kind in _KINDS else None
    if resource is None or not reference.attributes:
        return False
    attribute = reference.attributes[0]
    schema = providers.lookup(resource.kind, resource.type)
    described = schema.attributes.get(attribute) if schema else None
    return described.sensitive if described else attribute in _OTHER_PROVIDERS.get(resource.type, ())


def _is_secret_name(name: str) -> bool:
    all_words = words(name)
    last = all_words[-2:]
    if not last or _HARMLESS.intersection(all_words) or name.endswith(_KEPT_ELSEWHERE):
        return False
    return last[-1] in _SECRET_WORDS or (last[-1] == "key" and last[0] in _SECRET_KEYS)


RULE = Rule(
    id="TFG122",
    name="sensitive-output",
    severity=Severity.ERROR,
    summary="Outputs that carry secrets are marked as sensitive",
    reason="Terraform refuses to plan a root module that shows a sensitive value, and one that it does not know "
    "to be secret it prints into the log of every pipeline.",
    source="https://developer.hashicorp.com/terraform/language/values/outputs",
    bad="""resource "random_password" "token" {
  length = 40
}

output "token" {
  value = random_password.token.result # expect
}
""",
    good="""resource "random_password" "token" {
  length = 40
}

output "token" {
  value     = random_password.token.result
  sensitive = true
}
""",
    check=check,
)
