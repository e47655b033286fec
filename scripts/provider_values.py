"""Makes generator/providers/data/hashicorp/aws/5.100.0.values: which values the provider takes, as it says itself.

    python scripts/provider_values.py FOLDER [ANSWERS]

FOLDER is as `provider_schemas.py` wants it; ANSWERS is a file that keeps what was said, to be read from the next
time: after a change here that asks nothing new it takes a minute. From empty it takes 35 minutes on two busy
cores, of which five are this program's: `terraform validate` gets some 30,000 blocks, of 30,000 lines at once.

There are a few blocks of each type of resource: all arguments at once with values that nothing takes, with empty
ones, with long ones, and none but those that must be. What hides behind arguments that exclude each other is
asked once more, alone. Then come words in the other case, and, for what is refused in words of the provider's
own, names with one character of interest, and values of several kinds. The answers say what would have been
taken: one of several words, a range, a length, a pattern, an ARN. What was said of some value alone is a demand
of its own; what is always said together are alternatives, of which one is enough; anything else is left out. So
is a pattern that we read out of words and that would refuse a value that was taken.

Which words AWS takes today is in its own API models, which botocore has: where all words that 5.100.0 takes are
among those of a member of the same name, these are the ones that a newer version takes as well.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import provider_schemas  # noqa: E402 - found by the path above

from generator.hcl.evaluation.functions.regular_expressions import has_match  # noqa: E402
from generator.providers.packing import pack_records  # noqa: E402
from generator.providers.value_demands import ANY_CASE, MAGIC, NEWER, OR  # noqa: E402

Schema = Mapping[str, Any]

LINES_A_RUN = 30_000
"""Of blocks of so many lines `terraform validate` is asked at once: about 1 GB, and half a minute."""
MOST_LINES = 1_500
DEPTH = 4
"""Blocks that may be left out are not gone into deeper than this."""
LONG = "a" * 1_100

PROBES = {"odd": ('"tfgen odd ~"', "-999999"), "empty": ('""', "2147483647"), "long": (f'"{LONG}"', "1")}
"""By name, what strings are and what numbers are."""

WORD = "abcdefghij"
CHARACTERS = {
    **{f"in {sign}": f"abcd{sign}fghij" for sign in " ._-/:A0{@,[(~=+#*"},
    **{f"first {sign}": f"{sign}bcdefghij" for sign in "1-_A/:."},
    **{f"last {sign}": f"abcdefghi{sign}" for sign in "-_."},
    "word": WORD,
}
"""Probes of which characters a name may have, inside and at its ends: by name, what the string is."""

STRUCTURED = (
    *(
        "arn:aws:iam::123456789012:role/abc",
        "https://abc.example/abc",
        "123456789012",
        "10.0.0.0/16",
        "a@b.example",
    ),
    *("mon:03:00-mon:04:00", "rate(1 day)", "alias/abc", "s3://abc/abc", "2026-01-31T00:00:00Z", "us-east-1"),
)
"""Values of several kinds: a character in one that is taken is not forbidden, and a pattern has to take it too."""

LIKE = "like "
"""What the name of a probe begins with that has one of `STRUCTURED`."""

ALONE = "alone "
"""What the name of a probe begins with that has one argument alone."""

CASE = "case"
"""The name of the probe that has a known word in the other case."""

_STEPS = ({*PROBES, "least"}, {f"{ALONE}{probe}" for probe in PROBES}, {CASE}, {*CHARACTERS})
"""The probes of each step."""

_NAME = r'"?([\w.\[\]]+)"?'
_ELEMENT = re.compile(r"\[Value\(.*?\)\]", re.DOTALL)
"""How the provider names an element of a set."""
_LIST = r"\[(.*?)\]"
_NUMBER = r"\(?(-?[\d.]+)\)?"
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_ANSWERS: tuple[tuple[str, str], ...] = (
    (rf"expected {_NAME} to be one of {_LIST}, got", "one_of"),
    (rf"Path: {_NAME}\nGiven Value: [^\n]*\nValid Values: {_LIST}", "one_of"),
    (rf"Attribute {_NAME} value must be one of: {_LIST}", "one_of"),
    (rf"expected length of {_NAME} to be in the range \({_NUMBER} - {_NUMBER}\)", "length"),
    (rf"Attribute {_NAME} string length must be between {_NUMBER} and {_NUMBER}", "length"),
    (rf"Attribute {_NAME} string length must be at least {_NUMBER}", "least_length"),
    (rf"Attribute {_NAME} string length must be at most {_NUMBER}", "most_length"),
    (rf"Attribute {_NAME} UTF-8 character count must be between {_NUMBER} and {_NUMBER}", "length"),
    (rf"{_NAME} length must be between {_NUMBER} and {_NUMBER} characters", "length"),
    (rf"{_NAME} (?:cannot be (?:longer|greater)|must not be longer) than {_NUMBER} characters", "most_length"),
    (rf"expected {_NAME} to not be (?:an )?empty", "filled"),
    (rf"{_NAME} must not be empty, got", "filled"),
    (rf"{_NAME} length must be between {_NUMBER}-{_NUMBER} characters", "length"),
    (rf"^{_NAME} must be between {_NUMBER} and {_NUMBER} characters", "length"),
    (rf"{_NAME} cannot be less than {_NUMBER} or longer than {_NUMBER} characters", "length"),
    (rf"{_NAME} cannot be (?:less|shorter) than {_NUMBER} (?:UTF-8 )?characters?", "least_length"),
    (rf"{_NAME} cannot be longer than {_NUMBER} UTF-8 characters", "most_length"),
    (rf"Attribute {_NAME} requires {_NUMBER} item minimum", "least_items"),
    (rf"Attribute {_NAME} (?:set|list) must contain at least {_NUMBER} elements?", "least_items"),
    (rf"expected {_NAME} to be in the range \({_NUMBER} - {_NUMBER}\)", "range"),
    (rf"Attribute {_NAME} value must be between {_NUMBER} and {_NUMBER}", "range"),
    (rf"expected {_NAME} to be at least {_NUMBER}", "least"),
    (rf"Attribute {_NAME} value must be at least {_NUMBER}", "least"),
    (rf"expected {_NAME} to be at most {_NUMBER}", "most"),
    (rf"Attribute {_NAME} value must be at most {_NUMBER}", "most"),
    (rf"expected {_NAME} to be a valid port number, got", "port"),
    (rf"expected {_NAME} to be a valid port number or 0", "port_or_zero"),
    (rf"expected {_NAME} to be divisible by {_NUMBER}", "multiple"),
    (rf"{_NAME} \(.*?\) is an invalid ARN", "arn"),
    (rf"cannot be parsed as an ARN.\n\nPath: {_NAME}", "any_arn"),
    (rf"{_NAME} doesn't look like AWS Account ID", "account"),
    (rf"Attribute {_NAME} value must be a valid AWS account ID", "account"),
    (rf"{_NAME}: cannot parse '[^\n]*as boolean", "bool"),
    (rf"expected {_NAME} to have a host", "url"),
    (rf"{_NAME} should be an URL", "url"),
    (rf"{_NAME} \([^\n]*must be base64-encoded", "base64"),
    (rf"expected {_NAME} to contain a valid (?:IP|IPv6 address),", "ip"),
    (rf"{_NAME} \([^\n]*must be a 64-bit integer", "whole"),
    (rf"expected {_NAME} to be a valid UUID", "uuid"),
    (rf"{_NAME} cannot be parsed as a duration", "duration"),
    (rf"Attribute {_NAME} value must be a valid AWS Region", "region"),
    (rf"Attribute {_NAME} value must be a valid IPv4 address", "ipv4"),
    (rf"{_NAME} \([^\n]*must be a 32-bit integer", "whole"),
    (r"^Invalid value\nUnable to parse as JSON", "json"),
    (rf"{_NAME} contains an invalid JSON policy", "json_object"),
    (rf"valid JSON string format[^\n]*\n\nPath: {_NAME}", "json"),
    (rf"{_NAME} contains an invalid JSON", "json"),
    (rf"expected {_NAME} to be a valid RFC3339 date", "date"),
    (rf"expected {_NAME} to be a valid CIDR Value", "cidr"),
    (rf"expected {_NAME} to contain a valid Value, got.*CIDR", "cidr"),
    (rf"{_NAME} doesn't look like AWS Region", "region"),
    (rf"expected {_NAME} to be a valid IPv4 Value|expected {_NAME} to contain a valid IPv4 address", "ipv4"),
    (rf"expected value of {_NAME} to match regular expression {_QUOTED}, got", "pattern"),
    (rf"{_NAME} doesn't comply with restrictions \({_QUOTED}\)", "pattern"),
    (rf"{_NAME} does not match EC2 automation ARN \({_QUOTED}\)", "pattern"),
    (rf"invalid value for {_NAME} \(must not contain any whitespace characters\)", "no_space"),
    # Without a name, these are known by the place that they are shown at.
    (r"^(?:is|\S*) ?\"[^\"]*\" is not a valid CIDR block", "cidr"),
    (r"^An Amazon Resource Name\nvalue must be a valid ARN", "any_arn"),
    (r"^Invalid RFC3339 String Value", "date"),
    (r"^Invalid JSON String Value", "json"),
    (r"is an empty string, which is not a valid JSON value", "json"),
    (r"^Invalid value\nCannot be parsed as duration", "duration"),
    (r" is not a valid IP address", "ip"),
    (r"^Invalid Time Duration String Value", "duration"),
    (r'^must be in RFC3339 time format "2006-01-02T15:04:05Z07:00"', "date"),
)
_OWN = rf"(?:(?:invalid value for|Attribute|of|in|character of(?: parameter group)?) )?{_NAME}"
"""How an answer in the provider's own words begins, with the argument's name in it or not."""
_PATTERNS = (
    (r"must start with a letter, only contain alphanumeric characters and hyphens", "^[A-Za-z][0-9A-Za-z-]+$"),
    (r"between 1 and 256 characters, starting with a letter, and consisting of letters", r"^[A-Za-z]\w{0,255}$"),
    (r"only lowercase alphanumeric characters and hyphens allowed in", "^[0-9a-z-]+$"),
    (r"only alphanumeric characters and hyphens allowed in", "^[0-9A-Za-z-]+$"),
    (r"first character of .*must be a letter\n", "^[A-Za-z]"),
    (r"(?:begin|start)s? with an? (?:alphabetic |alphabet )?(?:letter|character)[^s]", "^[A-Za-z]"),
    (r"first character must be a letter\b", "^[A-Za-z]"),
    (r"(?:begin|start)s? with (?:a )?lowercase (?:letter|alphabet)", "^[a-z]"),
    (
        r"[Mm]ust (?:begin|start)s? with ['`]?(s3://|/mnt/|/opt/ml/processing|custom-|alias/|lt-|ami-|"
        r"core-network|attachment|AWSRDSCustom|/)",
        r"^\1",
    ),
    (r"path must begin with /|to have prefix /", "^/"),
    (r"must begin with s3:// or https://|starts with either s3 or https", "^(s3|https)://"),
    (r"must be a valid S3 URI", "^s3://"),
    (r"must be a valid path:", "^(https|s3)://"),
    (r"must be a valid action ", "^(lambda:.+|[*])$"),
    (r"must be:? events: followed by", "^events:[A-Za-z]+$"),
    (r"must be [*] or a 12 digit AWS account ID", r"^([*]|\d{12})$"),
    (r"cannot parse '[^\n]*(?:as int|integer)", "^-?[0-9]+$"),
    (r"must be an integer (?:between 0 and 100 )?or 'off'", r"^(\d+|off)$"),
    (r'must satisfy the format of "hh24:mi-hh24:mi"', r"^\d\d:\d\d-\d\d:\d\d$"),
    (
        r'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"|Once A Week Window',
        r"^[A-Za-z]{3}:\d\d:\d\d-[A-Za-z]{3}:\d\d:\d\d$",
    ),
    (r"must be in the format HH:MM", r"^\d\d:\d\d$"),
    (r"must be in the format d:HH:MM", r"^\d:\d\d:\d\d$"),
    (r"cannot be parsed as iso8601 Timestamp", r"^\d{4}-\d\d-\d\dT"),
    (r"cannot be parsed as RFC3339 Timestamp", r"^\d{4}-\d\d-\d\dT"),
    (r"must be a valid phone number", r"^[^A-Za-z:{}\[\]]+$"),
    (r"must be a valid email address", r"^[^@]+@[^@]+$"),
    (r"region name followed by an underscore and then alphanumeric", r"^[\w-]+_[0-9A-Za-z]+$"),
    (r"must contain 4-7 lowercase letters or numbers", "^[0-9a-z]{4,7}$"),
    (r"isn't a valid transfer server id", "^[0-9a-z-]+$"),
    (r"[Mm]ust be a? ?valid (?:subnet |VPN )?ARN", "^arn:"),
    (r"[Mm]ust be 64-character hex code string", "^[0-9A-Fa-f]{64}$"),
    (r"must match \"pb-\" followed by 17 hexadecimal characters", "^pb-[0-9a-f]{17}$"),
    (r"must follow semantic version format", r"^v?\d+\.\d+"),
    (r"For Redis v6 or higher, use <major>\.<minor>", r"^\d"),
    (r"must be a KMS Key ID", r"^([0-9A-Fa-f-]+|mrk-.+|arn:.+|alias/.+)$"),
    (r"must be valid linux mode|only valid linux mode", r"^[0-7]{4}$"),
    (r"must be 'ROOT' or only include", r"^[0-9A-Za-z_./-]+$"),
    (r"no whitespace allowed in|no spaces", r"^\S*$"),
    (r"must be (?:a )?(?:within|from range) 169\.254\.0\.0/16", r"^169\.254\."),
    (r"container_definitions is invalid|Batch Job .* is invalid: invalid character", r"^\s*[\[{]"),
    (r"should be not be more than (\d+) ", r"^(?s:.{0,\1})$"),
    (r"must end in \.pem or \.zip", r"\.(pem|zip)$"),
    (r"[Mm]ust match cloudformation-guard version", "^guard-"),
    (r"must be a fully qualified domain", r"^[^\s:/{}\[\]]+$"),
    (r"must be a valid Directory Service Directory ID", "^d-"),
    (r"must be a full service hostname", r"\."),
    (r'must be a valid port number [^\n]*or "traffic-port"', r"^(\d+|traffic-port)$"),
    (r"Fixed length of 36", "^[0-9A-Za-z][0-9A-Za-z-]{35}$"),
    (r"in the format \[access_point_name\]--\[azid\]--xa-s3", "--xa-s3$"),
    (r"cannot contain underscores, uppercase letters, or periods", "^[^A-Z_.]*$"),
    (r"cannot parse '[^\n]*as float", r"^[-+]?(\d|\.|[Ii]nf|[Nn]a[Nn])"),
    (r"must be between 0 and 90 days inclusive", r"^(\d|[1-8]\d|90)$"),
    (r"must be a valid IPv4 CIDR", r"^\d+\.\d+\.\d+\.\d+/\d+$"),
    (r"must be a valid IPv6 CIDR", r"^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/\d+$"),
    (r"must be in the format of PT10S", "^PT"),
    (r"cannot contain \[/@\"' \]", "^[^/@\"' ]*$"),
    (r"must contain a forward slash optionally followed", "^/"),
    (r"does not contain (\{[#a-z]+\})", r"\1"),
)
"""Patterns that the provider puts into words of its own: each is the least that those words say."""

_REGEX = re.compile(
    r"(?:must (?:match|conform to|satisfy)(?: regular expression| expression| version pattern)?(?: pattern)?:?|"
    r"[Mm]atching (?:expression|regex):?|Must match(?: regex| expression)?:?|"
    r"^Invalid Attribute Value Match\nAttribute \S+)"
    r" '?(\S*[\[\\^].*?)'?(?:,? got|\s?\)?$)",
    re.MULTILINE,
)
"""A regular expression in an answer in the provider's own words."""

_OWN_NAME = re.compile(
    r'"([a-z][\w.\[\]]*)"|(?:value for|expected|Attribute|of) ([a-z][\w.\[\]]*)|^([a-z][\w.]*): '
)

_LENGTHS = {"length", "least_length", "most_length", "filled"}

_UNTOLD = "untold: "
"""What a reason begins with that is none of our forms."""

_CONFLICT = re.compile(r'"([\w.]+)": conflicts with ([\w.]+)')
_NEITHER = re.compile(r'Attribute "([^"]+)" cannot be specified when "([^"]+)" is specified')
_GROUPS = (
    (re.compile(r"only one of `([\w.,]+)` can be specified"), "one"),
    (re.compile(r"when one \(and only one\) of \[(.+)\] is required"), "one"),
    (re.compile(r"Exactly one of these attributes must be configured: \[(.+)\]"), "one"),
    (re.compile(r"one of `([\w.,]+)` must be specified"), "some"),
    (re.compile(r"At least one (?:of these attributes must be configured:|attribute out of) \[(.+)\]"), "some"),
)
_ALL_OF = re.compile(r'"([\w.]+)": all of `([\w.,]+)` must be specified')
_HIDING = re.compile(
    r"Conflicting configuration|Invalid combination of|Missing required argument|Invalid Attribute Combination|"
    r"Missing Attribute Configuration"
)


class Block(NamedTuple):
    """A block to ask about.

    Attributes:
        type: The type of resource.
        probe: What is in it; a name of `PROBES`, or "least".
        paths: What stands on each of its lines.
        text: The block.
    """

    type: str
    probe: str
    paths: list[str]
    text: str


class Answer(NamedTuple):
    """What was said of a block; the path is that of the line it was said at."""

    block: Block
    path: str
    text: str


class Found:
    """What is known of the arguments of one type."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.forms: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.groups: set[tuple[str, ...]] = set()
        self.hidden: set[str] = set()
        self.exact: set[str] = set()
        self.characters: dict[str, set[str]] = {}
        self.worded: set[str] = set()

    def note(self, path: str, form: str, parts: list[str], probe: str) -> None:
        """Note that a probe was refused for a form, or for a reason that is none of our forms."""
        self.forms[path][form] = parts
        self.said[path][form].add(probe.removeprefix(ALONE))


def blocks_of(type_: str, found: Found) -> Iterator[Block]:
    """Yield the blocks that are asked of a type first."""
    schema = found.schema
    for probe, values in PROBES.items():
        block = _block(type_, probe, [*_lines(schema, values, "")])
        if len(block.paths) <= MOST_LINES:
            yield block
    yield _block(type_, "least", [*_lines(schema, PROBES["long"], "", wanted=set())])


def in_other_case(type_: str, found: Found) -> Iterator[Block]:
    """Yield a block in which all arguments that take some words alone have one of them, in the other case."""
    forms = ((path, each["one_of"]) for path, each in found.forms.items() if "one_of" in each)
    words = {
        path: next((word for word in _words(parts[0]) if word.lower() != word.upper()), "")
        for path, parts in forms
    }
    own = {path: json.dumps(word.swapcase()) for path, word in words.items() if word}
    for paths in (set(own) - found.hidden, *({path} for path in sorted(own.keys() & found.hidden))):
        if paths:
            yield _block(type_, CASE, [*_lines(found.schema, PROBES["long"], "", wanted=paths, own=own)])


def with_characters(type_: str, found: Found) -> Iterator[Block]:
    """Yield blocks that ask which characters arguments take that refuse something for a reason of their own."""
    strings = {path for path in _paths_of_strings(found.schema)}
    untold = {path for path, forms in found.forms.items() if any(each.startswith(_UNTOLD) for each in forms)}
    asked = (untold | found.worded) & strings
    probes = {**CHARACTERS, **{f"{LIKE}{each}": each for each in STRUCTURED}}
    for paths in (asked - found.hidden, *({path} for path in sorted(asked & found.hidden))):
        for name, text in probes.items() if paths else ():
            own = dict.fromkeys(paths, json.dumps(text))
            yield _block(type_, name, [*_lines(found.schema, PROBES["long"], "", wanted=paths, own=own)])


def _paths_of_strings(block: Schema, path: str = "") -> Iterator[str]:
    for name, attribute in block.get("attributes", {}).items():
        if attribute["type"] in ("string", ["list", "string"], ["set", "string"]):
            yield f"{path}{name}"
    for name, nested in block.get("block_types", {}).items():
        if path.count(".") <= DEPTH:
            yield from _paths_of_strings(nested["block"], f"{path}{name}.")


def alone(type_: str, found: Found) -> Iterator[Block]:
    """Yield the blocks that have one argument alone, beside those that must be, of those that hid something."""
    for path in sorted(found.hidden - {""}):
        for probe, values in PROBES.items():
            yield _block(type_, f"{ALONE}{probe}", [*_lines(found.schema, values, "", wanted={path})])


def _block(type_: str, probe: str, lines: Sequence[tuple[str, str]]) -> Block:
    text = "\n".join([f'resource "{type_}" "ask" {{', *(line for line, _ in lines), "}", ""])
    return Block(type_, probe, ["", *(path for _, path in lines), ""], text)


def _lines(
    block: Schema,
    values: tuple[str, str],
    path: str,
    depth: int = 0,
    *,
    wanted: set[str] | None = None,
    own: Mapping[str, str] = {},
) -> Iterator[tuple[str, str]]:
    """Yield the lines of a body, each with the path of what it is.

    Args:
        block: The schema of the body.
        values: What strings are and what numbers are.
        path: The way to the body, with a dot at its end.
        depth: How deep it is.
        wanted: The paths of what may be left out and is not; all where it is None.
        own: What strings are at certain paths.
    """
    for name, attribute in block.get("attributes", {}).items():
        here = f"{path}{name}"
        settable = attribute.get("optional") and not (name == "id" and attribute.get("computed"))
        if attribute.get("required") or (
            settable and not attribute.get("write_only") and _is_wanted(here, wanted)
        ):
            of_type = (own.get(here, values[0]), values[1])
            yield f"{name} = {_value(attribute['type'], of_type)}", here
    for name, nested in block.get("block_types", {}).items():
        here, needed = f"{path}{name}", nested.get("min_items", 0)
        if name == "timeouts" or (not needed and (depth >= DEPTH or not _is_wanted(here, wanted))):
            continue
        for _ in range(max(1, needed)):
            yield f"{name} {{", here
            yield from _lines(nested["block"], values, f"{here}.", depth + 1, wanted=wanted, own=own)
            yield "}", here


def _is_wanted(path: str, wanted: set[str] | None) -> bool:
    return wanted is None or any(
        each == path or each.startswith(f"{path}.") or path.startswith(f"{each}.") for each in wanted
    )


def _value(type_: Any, values: tuple[str, str]) -> str:
    if isinstance(type_, str):
        return {"number": values[1], "bool": "true"}.get(type_, values[0])
    if type_[0] == "object":
        return f"{{ {', '.join(f'{name} = {_value(part, values)}' for name, part in type_[1].items())} }}"
    inner = _value(type_[1], values)
    return f"{{ a = {inner} }}" if type_[0] == "map" else f"[{inner}]"


def ask(folder: Path, blocks: Iterable[Block]) -> Iterator[Answer]:
    """Yield what `terraform validate` says of blocks."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "ask"
        shutil.copytree(folder, copy, symlinks=True)
        by_file = {}
        for number, block in enumerate(blocks):
            by_file[f"b{number}.tf"] = block
            text = block.text.replace('"ask" {', f'"b{number}" {{', 1)
            (copy / f"b{number}.tf").write_text(text, encoding="utf-8")
        answer = subprocess.run(
            ["terraform", "validate", "-json"], cwd=copy, check=False, stdout=subprocess.PIPE, env=os.environ
        )
        for each in json.loads(answer.stdout)["diagnostics"]:
            place = each.get("range") or {"filename": ""}
            if place["filename"] in by_file and each["severity"] == "error":
                block = by_file[place["filename"]]
                path = block.paths[place["start"]["line"] - 1]
                text = f"{each['summary']}\n{each['detail']}".replace(LONG, "LONG")
                yield Answer(block, path, _ELEMENT.sub("", text))


def learn(found: Found, answer: Answer) -> None:
    """Note what an answer says of a type."""
    text, probe = answer.text, answer.block.probe
    if probe == CASE:
        words = (re.search(pattern, text) for pattern, form in _ANSWERS if form == "one_of")
        match = next((each for each in words if each), None)
        found.exact.add(_path(answer, match[1]) if match else "")
    elif probe in CHARACTERS or probe.startswith(LIKE):
        path = "" if "LONG" in text else _own_path(answer)  # what has to be there is long, and not asked about
        if path:
            found.characters.setdefault(path, set()).add(probe)
            _learn_form(found, answer)
    else:
        _learn_groups(found, text)
        if _HIDING.match(text):
            found.hidden.add(answer.path)
        else:
            _learn_form(found, answer)


def _learn_groups(found: Found, text: str) -> None:
    """Note which arguments an answer says to go together."""
    pair, together = _CONFLICT.search(text), _ALL_OF.search(text)
    if pair:
        found.groups.add(("conflict", *sorted((_plain(pair[1]), _plain(pair[2])))))
    neither = _NEITHER.search(text)
    if neither:
        found.groups.add(("conflict", *sorted((_plain(neither[1]), _plain(neither[2])))))
    for pattern, kind in _GROUPS:
        several = pattern.search(text)
        if several:
            found.groups.add((kind, *sorted({_plain(each.strip()) for each in several[1].split(",")})))
    if together:
        others = {_plain(each) for each in together[2].split(",")} - {_plain(together[1])}
        found.groups.add(("with", _plain(together[1]), *sorted(others)))


def _learn_form(found: Found, answer: Answer) -> None:
    """Note what an answer says that an argument would have taken."""
    text, probe = answer.text, answer.block.probe
    for pattern, form in _ANSWERS:
        match = re.search(pattern, text, re.DOTALL)
        if match:
            groups = [each for each in match.groups() if each is not None]
            named = pattern.count(_NAME) > 0
            path = _path(answer, groups[0] if named else "")
            if path:
                found.note(path, form, groups[1:] if named else [], probe)
            elif named:
                found.hidden |= _candidates(answer, groups[0])
            return
    path = _own_path(answer)
    expression = _expression(text.replace("\\\\", "\\"))
    if path and expression:
        found.worded.add(path)
        found.note(path, f"pattern {expression}", [expression], probe)
        return
    if path:
        reason = re.sub(r"LONG|tfgen odd ~|-?\d{4,}|\"[^\"]*\"", "", text.replace("got: 0", ""))
        found.note(path, f"{_UNTOLD}{reason[:80]}", [], probe)


def _expression(text: str) -> str:
    """Return the regular expression that an answer in the provider's own words stands for, empty where none is."""
    for pattern, expression in _PATTERNS:
        match = re.search(pattern, text)
        if match:
            return match.expand(expression) if match.groups() else expression
    match = _REGEX.search(text)
    return match[1] if match and has_match(match[1], "") is not None else ""


def _candidates(answer: Answer, name: str) -> set[str]:
    """Return the paths of all arguments of a name in a block, where an answer does not say which it means."""
    leaf = _plain(name).rpartition(".")[2]
    return {path for path in answer.block.paths if path.rpartition(".")[2] == leaf}


def _own_path(answer: Answer) -> str:
    """Return the path of the argument that an answer is about which has words of its own."""
    leaf = answer.path.rpartition(".")[2]
    if not (leaf and re.search(rf"\b{leaf}\b", answer.text)):
        for names in _OWN_NAME.findall(answer.text):
            path = _path(answer, "".join(names))
            if path:
                return path
    return answer.path


def _path(answer: Answer, name: str) -> str:
    """Return the path of the argument that an answer is about; empty where it can't be told.

    The place is that of the block where the argument is in a set, and may be wrong by some lines.
    """
    plain = _plain(name)
    leaf = plain.rpartition(".")[2]
    if not plain:
        return answer.path if len(answer.path.split(".")) else ""
    paths = dict.fromkeys(each for each in answer.block.paths if each)
    parent = plain.rpartition(".")[0]
    if (plain in paths and "." in plain) or (parent and answer.path == parent and parent in paths):
        return plain  # the latter is in an argument that holds objects
    if answer.path == plain or answer.path.endswith(f".{plain}"):
        return answer.path
    same = [each for each in paths if each == plain or each.endswith(f".{leaf}")]
    return same[0] if len(same) == 1 else ""


def _plain(path: str) -> str:
    """Return a path without indexes: "a.b" of "a.0.b", of "a[0].b", of "a.1234.b" and of "a.c.<.b"."""
    path = re.sub(r"[^.]+\.<\.", "", path)
    return ".".join(part for part in re.sub(r"\[[^\]]*\]", "", path).split(".") if not part.isdecimal())


def lines_of(type_: str, found: Found) -> Iterator[str]:
    """Yield the lines of the data file about one type: path, form and what belongs to it, with tabs between."""
    for path, forms in sorted(found.forms.items()):
        refused = {probe for probes in found.said[path].values() for probe in probes}
        mark = "" if "empty" in refused else "?"
        for alternatives in _alternatives_of(found, path, forms):
            if not any(form.startswith(_UNTOLD) for form in alternatives):
                yield from _alternatives(type_, path, alternatives, mark, found.exact)
        yield from _characters(path, found, mark)
    known = set(_paths(found.schema))
    for kind, *paths in sorted(found.groups):
        if len(paths) > 1 and all(path in known for path in paths):
            yield "\t".join(["", kind, *paths])


def _alternatives_of(found: Found, path: str, forms: Mapping[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """Yield the forms of which one is enough: those that were never said one without the other.

    What was said of some probe alone is a demand of its own. What never was, and not always with the same others,
    may be part of an alternative, and is left out. So is a pattern that would refuse what was taken.
    """
    said = found.said[path]
    by_probe: dict[str, set[str]] = defaultdict(set)
    for form, probes in said.items():
        for probe in probes:
            by_probe[probe].add(form)
    grouped: set[str] = set()
    for form, parts in forms.items():
        others = {frozenset(by_probe[probe]) for probe in said[form]}
        if form.startswith("pattern ") and any(has_match(parts[0], text) is False for text in _taken(found, path)):
            continue
        if frozenset({form}) in others or (form in _LENGTHS and _is_apart(others, form)):
            yield {form: parts}
        elif len(others) == 1 and form not in grouped:
            together = next(iter(others))
            if all(said[each] == said[form] for each in together):
                grouped |= together
                yield {each: forms[each] for each in forms if each in together}


def _is_apart(others: set[frozenset[str]], form: str) -> bool:
    """Return whether a length was said only with patterns, which are said without it as well."""
    beside = frozenset().union(*others) - {form}
    return all(each.startswith((_UNTOLD, "pattern")) for each in beside)


def _taken(found: Found, path: str) -> Iterator[str]:
    """Yield the texts that an argument took, of those that it was asked about."""
    refused = found.characters.get(path, set())
    if path in found.worded:
        yield from (text for probe, text in CHARACTERS.items() if probe not in refused)
        yield from (text for text in STRUCTURED if f"{LIKE}{text}" not in refused)


def _characters(path: str, found: Found, mark: str) -> Iterator[str]:
    """Yield the line that says which characters an argument does not take, inside and at its beginning."""
    refused = found.characters.get(path)
    may_be_arn = any(form.startswith(_UNTOLD) and "arn" in form.lower() for form in found.forms[path])
    if not refused or "word" in refused or may_be_arn:
        return
    taken = [each for each in STRUCTURED if f"{LIKE}{each}" not in refused]
    ends = {
        "in ": {f"in {sign}" for text in taken for sign in text},
        "first ": {f"first {text[0]}" for text in taken},
        "last ": {f"last {text[-1]}" for text in taken},
    }
    forbidden = [
        "".join(
            name[-1] for name in CHARACTERS if name.startswith(where) and name in refused and name[-1] not in free
        )
        for where, free in ends.items()
    ]
    if any(forbidden):
        yield "\t".join([path, f"characters{mark}", *forbidden])


def _alternatives(
    type_: str, path: str, forms: Mapping[str, list[str]], mark: str, exact: set[str]
) -> Iterator[str]:
    """Yield the lines of demands of which one is enough: from the second on, the form begins with `OR`."""
    lines = []
    for form, parts in _merged(forms):
        words = _words(parts[0]) if form == "one_of" else [_unquoted(each) for each in parts]
        if form == "one_of":
            newer = newer_words(type_, path, words)
            words += [] if newer is None else [NEWER, *newer]
        if (not words and form == "one_of") or any("\t" in word or "\n" in word for word in words):
            return
        named = ANY_CASE if form == "one_of" and path not in exact else form
        lines.append("\t".join([path, (OR if lines else "") + named + mark, *words]))
    yield from lines


def _merged(forms: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the forms with those that say the same of a number or a length as one."""
    bounds: dict[str, list[str]] = {}
    for form, parts in forms.items():
        match form:
            case "range" | "length":
                bounds[form] = parts[:2]
            case "least" | "least_length" | "least_items":
                bounds.setdefault(form.replace("least_", "").replace("least", "range"), ["", ""])[0] = parts[0]
            case "most" | "most_length":
                bounds.setdefault(form.replace("most_", "").replace("most", "range"), ["", ""])[1] = parts[0]
            case "filled":
                bounds.setdefault("length", ["1", ""])
            case "port":
                bounds["range"] = ["1", "65535"]
            case "port_or_zero":
                bounds["range"] = ["0", "65535"]
            case _:
                is_worded = form.startswith("pattern ")  # others are quoted, as Go does
                yield ("pattern", [parts[0].replace("\\", "\\\\")]) if is_worded else (form, parts)
    yield from bounds.items()


def _words(text: str) -> list[str]:
    """Return the words of a list as Go prints it: quoted, or with spaces between, none where words have some."""
    quoted = re.findall(_QUOTED, text)
    if quoted or '"' in text:
        return [_unquoted(each) for each in quoted]
    words = text.replace(",", " ").split()
    is_clear = len({*words}) == len(words) and all(re.fullmatch(r"[\w./*+-]+", word) for word in words)
    return words if is_clear and not any(f" {each} " in f" {text} " for each in _phrases()) else []


@cache
def _phrases() -> frozenset[str]:
    """Return what AWS's APIs take that has blanks in it: between words of a list these can't be told apart."""
    return frozenset(each for _, all_ in models().values() for words in all_ for each in words if " " in each)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: {"t": "\t", "n": "\n"}.get(sign[1], sign[1]), text)


def _paths(block: Schema, path: str = "") -> Iterator[str]:
    for name in block.get("attributes", {}):
        yield f"{path}{name}"
    for name, nested in block.get("block_types", {}).items():
        yield f"{path}{name}"
        if path.count(".") <= DEPTH:
            yield from _paths(nested["block"], f"{path}{name}.")


@cache
def models() -> Mapping[str, tuple[Mapping[str, frozenset[frozenset[str]]], frozenset[frozenset[str]]]]:
    """Return the enumerations of each of AWS's services: by the names of the members that are one, and all."""
    import botocore.session  # noqa: PLC0415 - large, and needed here alone

    session = botocore.session.get_session()
    found = {}
    for service in session.get_available_services():
        shapes = session.get_service_model(service)._shape_resolver._shape_map
        words = {name: frozenset(shape["enum"]) for name, shape in shapes.items() if "enum" in shape}
        members: dict[str, set[frozenset[str]]] = defaultdict(set)
        for shape in shapes.values():
            for name, member in shape.get("members", {}).items():
                target = shapes.get(member["shape"], {})
                inner = target.get("member", {}).get("shape", member["shape"])
                if inner in words:
                    members[name.lower()].add(words[inner])
        found[service] = ({name: frozenset(each) for name, each in members.items()}, frozenset(words.values()))
    return found


def newer_words(type_: str, path: str, words: Sequence[str]) -> list[str] | None:
    """Return what AWS takes beside the words that a version of the provider takes.

    None where it can't be proven that these words are those of AWS's API.
    """
    own, member = {*words} - {""}, path.rpartition(".")[2].replace("_", "")
    if not own:
        return None
    prefix = type_.removeprefix("aws_").replace("_", "")
    near = [service for service in models() if prefix.startswith(service.replace("-", ""))] or ["ec2"]
    candidates = [each for service in near for each in models()[service][0].get(member, ()) if own <= each]
    if not candidates:  # the service has another name, or the member another: all of them must be of one mind
        candidates = [each for named, _ in models().values() for each in named.get(member, ()) if own <= each]
    if not candidates and len(own) > 2:  # noqa: PLR2004 - two words are no proof
        candidates = [each for service in near for each in models()[service][1] if own <= each]
    return sorted({word for each in candidates for word in each} - own) if candidates else None


def main() -> None:
    """Write the data file and say what is in it."""
    folder = Path(sys.argv[1])
    version, schemas = provider_schemas.installed(folder)[provider_schemas.AWS]
    resources = {name: each["block"] for name, each in sorted(schemas["resource_schemas"].items())}
    found = {name: Found(block) for name, block in resources.items()}
    kept = Path(sys.argv[2]) if len(sys.argv) > 2 else None  # noqa: PLR2004
    rows = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.is_file() else []
    for type_, probe, paths, path, text in rows:
        learn(found[type_], Answer(Block(type_, probe, paths, ""), path, text))
    for step, questions in enumerate((blocks_of, alone, in_other_case, with_characters)):
        if any(row[1] in _STEPS[step] for row in rows):
            continue
        for answer in _ask_all(folder, found, questions):
            learn(found[answer.block.type], answer)
            rows.append([*answer.block[:3], answer.path, answer.text])
        if kept:
            kept.write_text(json.dumps(rows), encoding="utf-8")
    records = {("v", name): "\n".join(lines) for name, each in found.items() if (lines := [*lines_of(name, each)])}
    target = provider_schemas.TARGET / provider_schemas.AWS / f"{version}.values"
    content = pack_records(MAGIC, records)
    target.write_bytes(content)
    counted: dict[str, int] = defaultdict(int)
    for text in records.values():
        for line in text.split("\n"):
            form = line.split("\t")[1].rstrip("?")
            counted[form] += 1
            counted["one_of that is proven current"] += form == "one_of" and NEWER in line.split("\t")
    print(f"{len(records)} types, {dict(counted)}; {len(content):,} bytes")


def _ask_all(
    folder: Path, found: Mapping[str, Found], questions: Callable[[str, Found], Iterator[Block]]
) -> Iterator[Answer]:
    """Yield the answers to one kind of questions about all types."""
    waiting: list[Block] = []
    for name in [*found, ""]:
        waiting += questions(name, found[name]) if name else []
        if waiting and (not name or sum(len(each.paths) for each in waiting) >= LINES_A_RUN):
            yield from ask(folder, waiting)
            print(f"{questions.__name__}: {len(waiting)} blocks up to {name or 'the end'}", file=sys.stderr)
            waiting = []


if __name__ == "__main__":
    main()
