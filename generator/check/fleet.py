"""What environments must not share, compared: TFG201 to TFG206.

Of each module the facts are taken while it is at hand; they are small, and can come from other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.aws.name_bounds import NAMES
from generator.check.rule import Category, Option, settings_of
from generator.hcl import COVER, BlockView, Key, Module, Reference, Value
from generator.location import Location
from generator.model.finding import Finding, Severity
from generator.naming import did_you_mean

IDENTITIES = {
    "azurerm": ("storage_account_name", "container_name", "key"),
    "consul": ("address", "path"),
    "gcs": ("bucket", "prefix"),
    "http": ("address",),
    "s3": ("bucket", "key"),
}
"""What of a backend's settings decides where the state is.

https://developer.hashicorp.com/terraform/language/backend
"""
DOMAINS = {
    "aws_api_gateway_domain_name": "domain_name",
    "aws_apigatewayv2_domain_name": "domain_name",
}
"""Resource types that serve a domain, and the argument that names it."""
SINGLETONS = frozenset(
    {
        "aws_api_gateway_account",
        "aws_ebs_default_kms_key",
        "aws_ebs_encryption_by_default",
        "aws_guardduty_detector",
        "aws_iam_account_alias",
        "aws_iam_account_password_policy",
        "aws_s3_account_public_access_block",
        "aws_securityhub_account",
    }
)
"""Resource types of which an account, or an account's region, has one: the last to apply wins."""
OF_ACCOUNT, OF_ALL = ("aws_iam_", "aws_s3_account_"), ("aws_s3_bucket",)
"""How types begin that are the account's in all regions alike, or whose names all accounts share."""


REMOTE_STATE = "terraform_remote_state"
_OUTPUTS = " "
"""Between the names of outputs in a fact: no name has it."""


class Fact(NamedTuple):
    """Something that a module takes for itself.

    Attributes:
        kind: "state", "domain", "name", "singleton" or "reserved"; "outputs" for a state with the names of all
            that it has, and "read" for a state with the name of what is read of it.
        key: What it takes: of the first five, no two environments may have a fact of one kind with the same key.
        amount: How much of it, where that counts.
        location: Where it says so.
        end: Where that ends.
        address: The resource, or empty.
        text: The line.
        shown: Whether messages may show it; not what files hold, nor what is made of that.
    """

    kind: str
    key: tuple[str, ...]
    amount: int
    location: Location
    end: Location
    address: str
    text: str
    shown: bool = True


class Facts(NamedTuple):
    """What a module takes.

    Attributes:
        environment: The environment, or empty.
        folder: The folder, as the user would name it.
        facts: What it takes.
    """

    environment: str
    folder: str
    facts: tuple[Fact, ...]

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.environment or self.folder


class FleetRule(NamedTuple):
    """A rule about several modules; the attributes are those of `Rule`, but for `compare`.

    Attributes:
        compare: Yields, of all modules' facts, whose, which one, and what is wrong with it.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    reason: str
    source: str
    bad: str
    good: str
    compare: Callable[..., Iterable[tuple[Facts, Fact, str]]]
    options: tuple[Option, ...] = ()
    category: Category = Category.OPERATIONS


def facts(module: Module, environment: str, folder: str) -> Facts:
    """Return what a module takes for itself, as far as that can be known."""
    found = list(_facts(module))
    if found and module.reads_files:
        known = set(_facts(module.concealed()))
        found = [
            one if one in known else one._replace(address=one.address.partition("[")[0], shown=False)
            for one in found
        ]
    return Facts(environment, folder, tuple(found))


def _facts(module: Module) -> Iterator[Fact]:
    account, region = _account(module), _region(module)
    yield from (*_state(module), *_read(module), *_domains(module), *_reserve(module, account, region))
    for resource in module.resources():
        if resource.type in SINGLETONS:
            key = (*_scope(resource.type, account, region), resource.type)
            yield from (_fact("singleton", key, one, one.address) for one in resource.instances)
        bounds = NAMES.get(resource.type)
        if bounds and bounds.unique and not bounds.parent:
            within = _scope(resource.type, account, region)
            for instance in resource.instances:
                name = instance[bounds.attribute]
                if name.known:
                    yield _fact("name", (*within, resource.type, str(name.value)), name, instance.address)


def sharing(own: Facts, known: dict[Any, Any]) -> Facts:
    """Return facts that share what is the same in those of many modules: places, texts, parts of keys.

    Args:
        own: The facts of one module, as they come from another process.
        known: What is shared; the same for all modules.
    """

    def shared(part: Any) -> Any:
        return known.setdefault(part, part)

    return own._replace(
        facts=tuple(
            Fact(
                shared(fact.kind),
                tuple(map(shared, fact.key)),
                fact.amount,
                shared(fact.location),
                shared(fact.end),
                shared(fact.address),
                shared(fact.text),
                fact.shown,
            )
            for fact in own.facts
        )
    )


def compare(
    modules: Sequence[Facts], wanted: frozenset[str], options: Mapping[str, Mapping[str, Any]]
) -> list[Finding]:
    """Return what is wrong between modules.

    Args:
        modules: What each of them takes.
        wanted: The ids of the rules that are reported.
        options: What is set about rules.
    """
    found = []
    for rule in ACROSS_RULES:
        if rule.id not in wanted or len(modules) < 2:  # noqa: PLR2004 (one module has nobody to share with)
            continue
        for owner, fact, message in rule.compare(modules, **settings_of(rule, options.get(rule.id, {}))):
            place = (fact.location, fact.end)
            about = (fact.address, fact.text, owner.environment, owner.folder)
            found.append(
                Finding(rule.id, rule.name, rule.severity, *place, message, "", *about, category=rule.category)
            )
    return found


def _compare_facts(
    kind: str, what: Callable[[Fact], str]
) -> Callable[[Sequence[Facts]], Iterator[tuple[Facts, Fact, str]]]:
    """Return a comparison that tells of every fact whose key another module has too."""

    def comparison(modules: Sequence[Facts]) -> Iterator[tuple[Facts, Fact, str]]:
        owners: dict[tuple[str, ...], list[Facts]] = {}
        for module in modules:
            for key in {fact.key for fact in module.facts if fact.kind == kind}:
                owners.setdefault(key, []).append(module)
        for module in modules:
            for fact in module.facts:
                others = [each.name for each in owners.get(fact.key, ()) if each is not module]
                if fact.kind == kind and others:
                    said = what(fact) if fact.shown else what(fact._replace(key=(COVER,) * len(fact.key)))
                    yield module, fact, f"{said} is also that of {_list_names(others)}"

    return comparison


def _unknown_outputs(modules: Sequence[Facts]) -> Iterator[tuple[Facts, Fact, str]]:
    """Yield what is read of a state that one of the modules has, and that has no such output."""
    all_facts = [(module, fact) for module in modules for fact in module.facts]
    known = {fact.key[:-1]: (module, fact.key[-1]) for module, fact in all_facts if fact.kind == "outputs"}
    for module, fact in all_facts:
        owner, names = known.get(fact.key[:-1], (None, "")) if fact.kind == "read" else (None, "")
        if owner and fact.key[-1] not in names.split(_OUTPUTS):
            output = fact.key[-1] if fact.shown else COVER
            hint = did_you_mean(output, names.split(_OUTPUTS)) if fact.shown else ""
            yield module, fact, f"{owner.name} has no output {output}" + (f" ({hint})" if hint else "")


def _over_account(
    modules: Sequence[Facts], account_limit: int, unreserved: int
) -> Iterator[tuple[Facts, Fact, str]]:
    scopes: dict[tuple[str, ...], list[tuple[Facts, Fact]]] = {}
    for module in modules:
        for fact in module.facts:
            if fact.kind == "reserved":
                scopes.setdefault(fact.key, []).append((module, fact))
    for taken in scopes.values():
        total, owners = sum(fact.amount for _, fact in taken), {id(module) for module, _ in taken}
        if total > account_limit - unreserved and len(owners) > 1:
            names = _list_names(sorted({module.name for module, _ in taken}))
            shown = total if all(fact.shown for _, fact in taken) else COVER
            for module, fact in taken:
                yield (
                    module,
                    fact,
                    (
                        f"{names} reserve {shown} together, of the {account_limit - unreserved} "
                        f"that an account with {account_limit} may reserve"
                    ),
                )


def _list_names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown  # noqa: PLR2004


def _scope(resource_type: str, account: str, region: str) -> tuple[str, ...]:
    """Return what two of a type have to have in common to be in conflict."""
    if resource_type.startswith(OF_ALL):
        return ()
    return (account,) if resource_type.startswith(OF_ACCOUNT) else (account, region)


def _account(module: Module) -> str:
    for provider in module.providers:
        if provider.name == "aws" and not provider.alias:
            allowed = provider.view["allowed_account_ids"]
            if allowed.known and len(allowed.value) == 1:
                return str(allowed.value[0])
    return ""


def _region(module: Module) -> str:
    for provider in module.providers:
        if provider.name == "aws" and not provider.alias:
            region = provider.view["region"]
            return str(region.value) if region.known else ""
    return ""


def _state(module: Module) -> Iterator[Fact]:
    backend, key = module.settings.backend, state_of(module)
    if backend and key:
        place = backend[IDENTITIES[key[0]][-1]]
        yield _fact("state", key, place, "")
        yield _fact("outputs", (*key, _OUTPUTS.join(sorted(module.outputs))), place, "")


def _read(module: Module) -> Iterator[Fact]:
    for use in outputs_read(module):
        node, place = use.reference.node, use.reference.location
        text = node.source.line(place.line)
        yield Fact("read", (*use.state, use.output), 0, place, use.reference.end, use.reference.address, text)


class OutputReference(NamedTuple):
    """An output of another module's state, as a module reads it.

    Attributes:
        state: Where that state is; see `state_of`.
        output: The output's name.
        reference: Where it is read.
    """

    state: tuple[str, ...]
    output: str
    reference: Reference


def outputs_read(module: Module) -> Iterator[OutputReference]:
    """Yield what a module reads of the states of others by `terraform_remote_state`, as far as that is known."""
    states = {data.address: state for data in module.data(REMOTE_STATE) if (state := state_read(data.view))}
    for reference in module.references(*module.blocks) if states else ():
        if reference.address in states and [*reference.rest[:1]] == ["outputs"]:
            name = reference.rest[1] if len(reference.rest) > 1 else ""
            name = name.value if isinstance(name, Key) else name
            if isinstance(name, str) and name:
                yield OutputReference(states[reference.address], name, reference)


def state_of(module: Module) -> tuple[str, ...] | None:
    """Return where a module's state is: the backend's type, and what of its settings decides that.

    None where that is not known: what `init -backend-config` gives is not written anywhere.
    """
    backend = module.settings.backend
    names = IDENTITIES.get(backend.labels[0]) if backend and backend.labels else None
    if backend is None or names is None:
        return None
    values = [backend[name] for name in names]
    if not values[-1].known or any(value.unknown for value in values):
        return None
    return (backend.labels[0], *(str(value.value) for value in values))


def state_read(data: BlockView) -> tuple[str, ...] | None:
    """Return where the state is that a `terraform_remote_state` reads, None where that is not known."""
    backend, settings = data["backend"].value, data["config"].value
    names = IDENTITIES.get(backend) if isinstance(backend, str) else None
    if names is None or not isinstance(settings, dict):
        return None
    values = [settings.get(name) for name in names]
    known = all(isinstance(value, str) for value in values)
    return (str(backend), *map(str, values)) if known else None


def _domains(module: Module) -> Iterator[Fact]:
    for resource in module.resources(*DOMAINS):
        for instance in resource.instances:
            name = instance[DOMAINS[resource.type]]
            if name.known:
                yield _fact("domain", (str(name.value).lower(),), name, instance.address)


def _reserve(module: Module, account: str, region: str) -> Iterator[Fact]:
    for resource in module.resources("aws_lambda_function"):
        for instance in resource.instances:
            reserved = instance["reserved_concurrent_executions"]
            if reserved.known and isinstance(reserved.value, int) and reserved.value > 0:
                yield _fact("reserved", (account, region), reserved, instance.address, reserved.value)


def _fact(kind: str, key: tuple[str, ...], place: Value | BlockView, address: str, amount: int = 0) -> Fact:
    node = place.node
    location = place.location
    return Fact(kind, key, amount, location, place.end, address, node.source.line(location.line))


_STATE = """\
terraform {
  backend "s3" {
    bucket = "states"
    key    = "%s/terraform.tfstate"
    region = "us-east-1"
  }
}
"""
_DOMAIN = """\
resource "aws_api_gateway_domain_name" "main" {
  domain_name = "%s.example.com"
}
"""
_NAME = """\
resource "aws_sqs_queue" "orders" {
  name = "%s-orders"
}
"""
_FUNCTION = """\
resource "aws_lambda_function" "main" {
  function_name                  = "%s-fn"
  reserved_concurrent_executions = %s
}
"""
_READER = """\
data "terraform_remote_state" "app" {
  backend = "s3"
  config = {
    bucket = "states"
    key    = "app/terraform.tfstate"
    region = "us-east-1"
  }
}

output "queue" {
  value = data.terraform_remote_state.app.outputs.queue
}
"""
_OUTPUT = """\
output "%s" {
  value = "orders"
}
"""
_ACCOUNT = """\
resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/logs"
}
"""


def _pair(first: str, second: str) -> str:
    """Return an example of two modules."""
    return f"# dev\n{first}\n# prod\n{second}"


ACROSS_RULES = (
    FleetRule(
        id="TFG201",
        name="shared-state",
        severity=Severity.ERROR,
        summary="Each environment has a state of its own",
        reason="Two environments with one state destroy each other: each plans to remove what the other made.",
        source="https://developer.hashicorp.com/terraform/language/backend/s3",
        bad=_pair(_STATE % "app", _STATE % "app"),
        good=_pair(_STATE % "dev", _STATE % "prod"),
        compare=_compare_facts("state", lambda fact: f"the state {'/'.join(fact.key[1:])}"),
    ),
    FleetRule(
        id="TFG202",
        name="shared-domain",
        severity=Severity.ERROR,
        summary="Each environment has a domain of its own",
        reason="A domain leads to one API. The second environment that wants it fails with ConflictException.",
        source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html",
        bad=_pair(_DOMAIN % "api", _DOMAIN % "api"),
        good=_pair(_DOMAIN % "api-dev", _DOMAIN % "api"),
        compare=_compare_facts("domain", lambda fact: f"the domain {fact.key[-1]}"),
    ),
    FleetRule(
        id="TFG203",
        name="shared-name",
        severity=Severity.ERROR,
        summary="No two environments of one account and region have a physical name in common",
        reason="The second apply fails because the name is taken, or takes over the other environment's resource.",
        source="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
        bad=_pair(_NAME % "app", _NAME % "app"),
        good=_pair(_NAME % "app-dev", _NAME % "app-prod"),
        compare=_compare_facts("name", lambda fact: f'the name "{fact.key[-1]}"'),
    ),
    FleetRule(
        id="TFG204",
        name="account-concurrency",
        severity=Severity.ERROR,
        summary="All environments of an account together leave enough concurrency unreserved",
        reason="Lambda refuses a reservation that leaves fewer than 100 executions to all others in the region.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
        bad=_pair(_FUNCTION % ("dev", 500), _FUNCTION % ("prod", 500)),
        good=_pair(_FUNCTION % ("dev", 10), _FUNCTION % ("prod", 500)),
        compare=_over_account,
        options=(
            Option("account_limit", 1000, "concurrent executions that the account has in the region"),
            Option("unreserved", 100, "how many of them have to stay unreserved"),
        ),
    ),
    FleetRule(
        id="TFG205",
        name="several-owners",
        severity=Severity.ERROR,
        summary="What an account has once is owned by one environment",
        reason="The last environment to apply overwrites what others set; the first to go takes it away.",
        source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/api_gateway_account",
        bad=_pair(_ACCOUNT, _ACCOUNT),
        good=_pair(_ACCOUNT, "# another environment's\n"),
        compare=_compare_facts("singleton", lambda fact: f"the account's one {fact.key[-1]}"),
    ),
    FleetRule(
        id="TFG206",
        name="unknown-output",
        severity=Severity.ERROR,
        summary="What is read of another environment's state is one of its outputs",
        reason="Terraform finds out when it plans: the object has no attribute of that name.",
        source="https://developer.hashicorp.com/terraform/language/state/remote-state-data",
        bad=_pair(_STATE % "app" + _OUTPUT % "queues", _READER),
        good=_pair(_STATE % "app" + _OUTPUT % "queue", _READER),
        compare=_unknown_outputs,
        category=Category.DEPLOY,
    ),
)
