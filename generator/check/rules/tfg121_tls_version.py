"""TFG121 tls-version: nothing is offered over a TLS older than 1.2."""

import re
from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import BlockView, Instance, Module, Value

_OLD_LISTENER_POLICIES = frozenset(
    {"ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-FS-2018-06"}
)
"""Those with TLS 1.0 whose names do not say so; the first to be made is the default of the API.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""

_SETTINGS = {
    "aws_api_gateway_domain_name": ("security_policy",),
    "aws_apigatewayv2_domain_name": ("domain_name_configuration", "security_policy"),
    "aws_elasticsearch_domain": ("domain_endpoint_options", "tls_security_policy"),
    "aws_opensearch_domain": ("domain_endpoint_options", "tls_security_policy"),
    "azurerm_mssql_server": ("minimum_tls_version",),
    "azurerm_redis_cache": ("minimum_tls_version",),
    "azurerm_storage_account": ("min_tls_version",),
    "google_compute_ssl_policy": ("min_tls_version",),
}
"""The settings whose value names the oldest version that is allowed."""

_LISTENERS = ("aws_lb_listener", "aws_alb_listener")


def check(module: Module) -> Iterator[Violation]:
    """Yield the settings that let clients, or origins, use an old TLS."""
    for view in instances(module, *_SETTINGS):
        yield from _old(view, view.path(*_SETTINGS[view.resource.type]))
    for listener in instances(module, *_LISTENERS):
        yield from _of_listener(listener)
    for distribution in instances(module, "aws_cloudfront_distribution"):
        for certificate in distribution.blocks("viewer_certificate"):
            yield from _of_certificate(distribution, certificate)
        for origin in distribution.blocks("origin"):
            for custom in origin.blocks("custom_origin_config"):
                for protocol in custom["origin_ssl_protocols"].items():
                    yield from _old(distribution, protocol)


def _old(view: Instance, setting: Value) -> Iterator[Violation]:
    text = setting.value
    if isinstance(text, str) and _is_old(text):
        yield Violation(setting, f"{text} allows versions of TLS before 1.2", _HINT, view.address)


def _is_old(text: str) -> bool:
    """Whether a name such as TLS_1_0, TLSv1.1_2016 or Policy-Min-TLS-1-0-2019-07 is of an old version."""
    found = re.fullmatch(r"SSLv[23]|1\.[01]|(?:Policy-Min-)?TLSv?[_-]?1(?:[._-]?[01])?(?:[_-]20\d\d.*)?", text)
    return found is not None


def _of_listener(listener: Instance) -> Iterator[Violation]:
    policy = listener["ssl_policy"]
    name = policy.value
    if policy.absent and listener["protocol"].value in ("HTTPS", "TLS"):
        message = "ssl_policy is not set, and the default, ELBSecurityPolicy-2016-08, allows TLS 1.0"
        yield Violation(
            policy, message, 'set ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"', listener.address
        )
    elif isinstance(name, str) and (
        name in _OLD_LISTENER_POLICIES or re.search(r"(?:TLS|TLS13|FS)-1-[01]-", name)
    ):
        message = f"{name} allows versions of TLS before 1.2"
        yield Violation(policy, message, 'use "ELBSecurityPolicy-TLS13-1-2-2021-06"', listener.address)


def _of_certificate(distribution: Instance, certificate: BlockView) -> Iterator[Violation]:
    version = certificate["minimum_protocol_version"]
    own = not (certificate["acm_certificate_arn"].absent and certificate["iam_certificate_id"].absent)
    if version.absent and own and certificate.certain:
        message = "minimum_protocol_version is not set, and the default is TLSv1"
        yield Violation(version, message, _HINT, distribution.address)
    yield from _old(distribution, version)


_HINT = "ask for TLS 1.2 or later"

RULE = Rule(
    id="TFG121",
    name="tls-version",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="TLS is at least 1.2",
    reason="TLS 1.0 and 1.1 are broken and withdrawn (RFC 8996); clients that still use them can be listened to.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    bad="""resource "aws_api_gateway_domain_name" "main" {
  domain_name     = "api.example.com"
  security_policy = "TLS_1_0" # expect
}
""",
    good="""resource "aws_api_gateway_domain_name" "main" {
  domain_name     = "api.example.com"
  security_policy = "TLS_1_2"
}
""",
    check=check,
)
