"""Which names stand for secrets, and which values under such names are none."""

from __future__ import annotations

from itertools import pairwise

from generator.check.facts.texts import words

# fmt: off
_SECRETS = frozenset((
    "password", "passwords", "passwd", "pwd", "passphrase", "secret", "secrets", "token", "tokens",
    "credential", "credentials", "apikey",
))
_KEYS = frozenset(("api", "private", "secret", "signing", "access"))
"""Of these the keys are secrets."""

_ASK = frozenset((
    "use", "uses", "create", "enable", "disable", "require", "requires", "allow", "allows", "is", "has",
    "max", "min", "maximum", "minimum", "number", "rotate", "public",
))
"""A name that begins with one of these is about a secret, and no secret itself."""

_ABOUT = frozenset((
    "name", "names", "arn", "arns", "id", "ids", "identifier", "url", "urls", "uri", "endpoint", "host",
    "hostname", "port", "path", "paths", "parameter", "parameters", "param", "prefix", "suffix", "ttl",
    "time", "seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "ms", "length",
    "size", "count", "number", "version", "versions", "enabled", "disabled", "required", "rotation",
    "policy", "policies", "type", "types", "kind", "algorithm", "header", "headers", "issuer",
    "audience", "expiry", "expiration", "expires", "lifetime", "duration", "age", "cache", "region",
    "store", "file", "filename", "folder", "directory", "manager", "provider", "description", "format",
    "limit", "limits", "max", "min", "maximum", "minimum", "validity", "valid", "bucket", "table", "kms",
    "location", "source", "field", "special", "engine", "mode", "usage", "regex", "pattern", "characters", "chars",
    "retention", "window", "refresh", "interval", "timeout", "timeouts", "alias", "username", "user",
    "scope", "scopes", "method", "function", "role", "group", "label", "tag", "tags", "topic", "queue",
    "status", "trigger", "stage", "account", "tenant", "environment", "env", "cert", "certificate",
))
"""Neither is one that ends in one of these."""
# fmt: on

_NO_SECRETS = frozenset((
    "", "true", "false", "null", "none", "required", "optional", "enabled", "disabled",
    "argon2", "argon2d", "argon2i", "argon2id", "bcrypt", "scrypt", "pbkdf2", "md5", "sha1", "sha256",
    "sha384", "sha512",
    "hs256", "rs256", "es256", "bearer", "basic",
))  # fmt: skip
"""Values of settings, such as `http_tokens = "required"` or `PASSWORD_HASH = "argon2id"`, and words for"
" nothing."""


def is_secret_name(name: str) -> bool:
    """Whether a variable, key or parameter of this name holds a secret: "auth_token", not "token_ttl"."""
    said = [word for word in words(name) if not word.isdigit()]
    if not said or said[0] in _ASK or said[-1] in _ABOUT:
        return False
    return not _SECRETS.isdisjoint(said) or any(of in _KEYS and key == "key" for of, key in pairwise(said))


def may_be_secret(text: str, name: str) -> bool:
    """Whether a text could be the secret of a name; where one is kept is none, nor is a word for nothing."""
    if text.lower() in _NO_SECRETS or _names_one(text, name):
        return False
    return not text.startswith(("arn:", "/", "alias/", "http://", "https://", "{{resolve:"))


def _names_one(text: str, name: str) -> bool:
    """Whether a text is the name of a secret, not the secret: "KUBE_TOKEN" for "github_secret_kube_token"."""
    folders, _, last = text.rpartition("/")
    if folders and is_secret_name(last):
        return True
    said = words(text)
    return text.isupper() and len(said) > 1 and is_secret_name(text) and set(said) < set(words(name))
