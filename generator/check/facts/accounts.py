"""Account IDs in texts, and the accounts that are AWS's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.check.facts.texts import words

TOKEN = re.compile(r"(?<!\d)\d{12}(?!\d)")
"""What may be an account ID: twelve digits by themselves."""

DIGITS = re.compile("[0-9]{12}")
"""Twelve digits of whatever; finding none of these takes a tenth of the time."""

_IN_TEXT = (
    r'arn:[^:\s"\']*:[^:\s"\']*:[^:\s"\']*:(\d{12})(?!\d)',
    r"(?<!\d)(\d{12})\.dkr[.-]",  # a registry's host
    r"amazonaws\.com(?:\.cn)?/(\d{12})(?!\d)",  # a queue's URL
)
_IN_JSON = r'"([^"\n]*)"\s*:\s*(?:\[\s*(?:"[^"]*"\s*,\s*)*)?"?(\d{12})(?!\d)'
_LIST = re.compile(r"\s*\d{12}(?:[\s,;]+\d{12})*\s*")

_PRINCIPALS = frozenset({"principal", "principals", "aws", "identifiers"})
_ACCOUNTS = frozenset({"account", "accounts", "acct", "accountid", "accountids", "registry"})
_NO_ACCOUNTS = frozenset({"name", "names", "email", "alias", "type", "description", "service", "storage"})

OWNED_BY_AWS = frozenset((
    # Elastic Load Balancing, which writes access logs by these, a region each:
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    "127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648",
    "718504428378", "383597477331", "600734575887", "114774131450", "783225319266", "582318560864",
    "985666609251", "054676820928", "156460612806", "652711504416", "635631232127", "009996457667",
    "897822967062", "076674570225", "507241528517", "048591011584", "190560391635", "638102146993",
    "037604701340",
    # Layers: Powertools for Python and for TypeScript, Lambda Insights.
    # https://docs.powertools.aws.dev/lambda/python/latest/
    # https://docs.aws.amazon.com/powertools/typescript/latest/getting-started/lambda-layers
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-extension-versions.html
    "017000801446", "094274105915", "580247275435",
))  # fmt: skip


def accounts_in_text(text: str) -> set[str]:
    """Return the account IDs in ARNs, registries' hosts, queues' URLs and JSON policies of a text."""
    if not TOKEN.search(text):
        return set()
    found = {account for pattern in _IN_TEXT for account in re.findall(pattern, text)}
    if '"' in text:
        for key, _ in re.findall(_IN_JSON, text):
            if is_account_name(key):
                found |= _after_key(text, key)
    return found


def _after_key(text: str, key: str) -> set[str]:
    """Return the IDs in what a key of a JSON text has: one, or a list."""
    lists = re.findall(rf'"{re.escape(key)}"\s*:\s*(\[[^\]]*\]|"?\d{{12}})', text)
    return {account for each in lists for account in TOKEN.findall(each)}


def bare_accounts(text: str) -> set[str]:
    """Return the IDs that a text consists of."""
    return set(TOKEN.findall(text)) if _LIST.fullmatch(text) else set()


def is_account_name(name: str) -> bool:
    """Whether an argument, key, local value or variable of this name has account IDs."""
    said = words(name)
    if said and said[-1] in _NO_ACCOUNTS:
        return False
    return name.lower() in _PRINCIPALS or not (_ACCOUNTS.isdisjoint(said) or {"service", "storage"} & set(said))


def in_account_context(names: Iterable[str]) -> bool:
    """Whether one of the names that lead to a value says that it has account IDs."""
    return any(is_account_name(name) for name in names)
