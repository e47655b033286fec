"""Our verdict on random blocks against that of `terraform validate`, block by block.

    python tests/check/schema/schema_differential.py SEED [COUNT]

prints each disagreement and how many there are. Terraform stops at the first stage that finds something in a
block: references, then the body, then the provider's own checks. What we find in later stages is left out then.
What the provider alone can know (whether a string is an ARN, which arguments exclude each other) is no schema's.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[3]))

from schema_bodies import ANCHORS, Case, make_cases
from terraform_bench import Diagnostic, Terraform, set_up

from generator import hcl
from generator.check.schema.module_checker import schema_violations
from generator.check.schema.provider_versions import ProviderChoice

REFERENCES, BODY, PROVIDER = 1, 2, 3
STAGES = {
    "unknown-attribute": REFERENCES,
    "instance-key": REFERENCES,
    "unknown-argument": BODY,
    "unknown-block": BODY,
    "block-or-map": BODY,
    "missing-argument": BODY,
    "missing-block": BODY,
    "too-many-blocks": BODY,
    "wrong-type": BODY,
    "null-argument": PROVIDER,
    "computed": PROVIDER,
    "deprecated": PROVIDER,
}
_SUMMARIES = (
    (r"Unsupported argument", r"define a block of type", "block-or-map"),
    (r"Unsupported argument", r"", "unknown-argument"),
    (r"Unsupported block type", r"define argument", "block-or-map"),
    (r"Unsupported block type", r"", "unknown-block"),
    (r"Missing required argument", r'^The argument "[a-z0-9_.]+" is required', "missing-argument"),
    (r"Missing Configuration for Required Attribute", r"", "null-argument"),
    (r"Insufficient \S+ blocks|Missing \S+ block", r"", "missing-block"),
    (r"Too many \S+ blocks|Duplicate \S+ block", r"", "too-many-blocks"),
    (r"Incorrect attribute value type", r"", "wrong-type"),
    (r"Value for unconfigurable attribute|Invalid Configuration for Read-Only Attribute", r"", "computed"),
    (r"Invalid or unknown key", r"", "computed"),
    (r"Missing resource instance key|Unexpected resource instance key", r"", "instance-key"),
    (
        r"Unsupported attribute|Invalid index operation|Cannot index a set value|Invalid operation",
        r"",
        "unknown-attribute",
    ),
    (r"Argument is deprecated|Deprecated attribute|Attribute Deprecated|Deprecated.*", r"", "deprecated"),
)

_UNKNOWN = re.compile(r"\b(aws_\w+\.|data\.|var\.)")


@dataclass(frozen=True)
class Disagreement:
    """A block on which the verdicts are not the same: both, and why, empty where we do not know."""

    case: Case
    ours: dict[str, list[int]]
    theirs: frozenset[str]
    said: list[Diagnostic]

    @property
    def reason(self) -> str:
        """Why the verdicts differ."""
        more, fewer = sorted(self.ours.keys() - self.theirs), self.theirs - self.ours.keys()
        if fewer:
            hidden = fewer == {"null-argument"} and not more and "null" not in "".join(self.case.mutations)
            return "the schema does not tell what arguments written as blocks require" if hidden else ""
        reasons = [self._reason_for(kind, self.ours[kind]) for kind in more]
        return "; ".join(reasons) if all(reasons) else ""

    def _reason_for(self, kind: str, lines: list[int]) -> str:
        """Return why we find something that terraform does not."""
        text = self.case.text.split("\n")
        if all(any("for_each = []" in each for each in self._above(line)) for line in lines):
            return "terraform reads nothing in a dynamic block that makes none"
        if all(any("for_each = var.any" in each for each in self._above(line)) for line in lines):
            return "terraform looks at no values in a dynamic block of unknown elements"
        if kind == "deprecated" and all(_UNKNOWN.search(text[line - 1]) for line in lines):
            return "the SDK says nothing of a value that it does not know"
        late = STAGES[kind] == PROVIDER
        if late and all(self._in_half_known_block(line) for line in lines):
            return "the SDK does not look into a block of which something is unknown"
        if late and any(each.summary.startswith("Invalid") and each.line in lines for each in self.said):
            return "the framework says no more of a value that it found invalid"
        return ""

    def _above(self, line: int) -> list[str]:
        """Return the lines that open what a line is in or opens, with the line after each, the innermost first."""
        lines = self.case.text.split("\n")
        found, indent = [], len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1  # itself, if it opens one
        for at in range(line - 1, -1, -1):
            own = len(lines[at]) - len(lines[at].lstrip())
            if own < indent and lines[at].endswith("{"):
                indent = own
                found.append(f"{lines[at]} {lines[at + 1]}")
        return found

    def _in_half_known_block(self, line: int) -> bool:
        """Whether a line is in a block straight in the resource, where one of its type refers to what is unknown."""
        above = self._above(line)
        opening = above[-2] if len(above) > 1 else self.case.text.split("\n")[line - 1]
        name = re.match(r'  (?:dynamic ")?(\w+)', opening)
        if name is None or not above:
            return False
        pattern = rf'^  (?:dynamic ")?{name[1]}\b.*?^  \}}$'
        blocks = re.findall(pattern, self.case.text, re.MULTILINE | re.DOTALL)
        return any(_UNKNOWN.search(block) for block in blocks)

    def __str__(self) -> str:
        said = [f"    {each.line}: {each.summary}: {each.detail[:150]}" for each in self.said]
        verdicts = f"ours: {self.ours} theirs: {sorted(self.theirs)}"
        return "\n".join([f"--- {self.case.mutations} {verdicts}", f"    {self.reason}", *said, self.case.text])


@dataclass(frozen=True)
class Comparison:
    """What came of it; `refused` are the blocks that Terraform has something against, by the schema."""

    cases: int
    refused: int
    kinds: Counter[str]
    left_out: Counter[str]
    disagreements: list[Disagreement]


def compare(terraform: Terraform, folder: Path, cases: Iterable[Case]) -> Comparison:
    """Write the blocks into an empty folder and let both judge."""
    by_file = {f"{case.name}.tf": case for case in cases}
    (folder / "anchors.tf").write_text(ANCHORS)
    for name, case in by_file.items():
        (folder / name).write_text(case.text)
    files = {path.name: path.read_bytes() for path in folder.glob("*.tf")}
    ours = _ours(files)
    terraform.prepare(folder)
    theirs: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in terraform.diagnostics(folder):
        assert diagnostic.file, diagnostic
        theirs[diagnostic.file].append(diagnostic)
    assert not theirs["anchors.tf"], theirs["anchors.tf"]
    kinds: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    disagreements = []
    for name, case in by_file.items():
        known, others = _kinds(theirs[name])
        left_out.update(others)
        kinds.update(known)
        stage = min((STAGES[kind] for kind in known if kind != "deprecated"), default=PROVIDER)
        mine = {kind: ours[name][kind] for kind in _visible(ours[name], stage)}
        seen = _visible(known, stage)
        if mine.keys() != seen:
            disagreements.append(Disagreement(case, mine, seen, theirs[name]))
    return Comparison(len(by_file), sum(bool(theirs[name]) for name in by_file), kinds, left_out, disagreements)


def _ours(files: dict[str, bytes]) -> dict[str, dict[str, list[int]]]:
    """Return the kinds of violations that we find, each with its lines, by file."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in schema_violations(hcl.load(files), ProviderChoice((("hashicorp/aws", "5.100.0"),))):
        text = files[each.location.path].decode().split("\n")[each.location.line - 1]
        found[each.location.path][_refined(each.kind, each.message, text)].append(each.location.line)
    return found


def _refined(kind: str, message: str, line: str) -> str:
    """Tell kinds apart that Terraform finds at different stages, and leave out what it does not tell apart."""
    if kind == "missing-argument" and "null" in message:
        return "null-argument"
    if kind == "missing-block" and "has required arguments" in message:
        return "null-argument"  # to the framework, which wants its arguments, both are one
    return "unknown-block" if kind == "block-or-map" and line.lstrip().startswith("dynamic ") else kind


def _kinds(diagnostics: Iterable[Diagnostic]) -> tuple[set[str], list[str]]:
    """Return which of our kinds terraform's diagnostics are, and the summaries of those that are none.

    What is written in the wrong form is not missing as well: we say the first alone.
    """
    found, others = set(), []
    named = [(_kind(each), _name(each), each.summary) for each in diagnostics]
    confused = {name for kind, name, _ in named if kind in ("block-or-map", "unknown-block")}
    for kind, name, summary in named:
        if not kind:
            others.append(summary)
        elif not (kind in ("missing-argument", "missing-block") and name in confused):
            found.add(kind)
    return found, others


def _kind(diagnostic: Diagnostic) -> str:
    """Return which of our kinds a diagnostic of terraform's is, empty where it is none of a schema's."""
    for summary, detail, kind in _SUMMARIES:
        if re.fullmatch(summary, diagnostic.summary) and re.search(detail, diagnostic.detail):
            if kind in ("missing-argument", "null-argument"):
                # Terraform itself names the argument alone; the SDK its path, and no place within a set.
                null = re.search(r"=\s*null", diagnostic.snippet) or re.search(r'"\w+\.\d+\.', diagnostic.detail)
                return "null-argument" if null else kind
            return _refined(kind, "", diagnostic.snippet)
    return ""


def _name(diagnostic: Diagnostic) -> str:
    """Return the name of the argument or block that a diagnostic is about."""
    match = re.match(r"(?:Insufficient|Missing) (\S+) blocks?$", diagnostic.summary)
    match = match or re.search(r'"([a-z0-9_]+)"', diagnostic.detail)
    return match[1] if match else ""


def _visible(kinds: Iterable[str], stage: int) -> frozenset[str]:
    """Return the kinds that are found up to a stage; warnings where all stages were gone through."""
    return frozenset(kind for kind in kinds if STAGES.get(kind, REFERENCES) <= stage)


def main() -> None:
    """Compare, and print what is not the same."""
    seed, count = int(sys.argv[1]), int((sys.argv[2:] or ["600"])[0])
    with tempfile.TemporaryDirectory() as scratch:
        terraform = set_up(Path(scratch) / "terraform")
        folder = Path(scratch) / "cases"
        folder.mkdir()
        result = compare(terraform, folder, make_cases(seed, count))
    for each in result.disagreements:
        print(each)
    print("terraform found", dict(result.kinds.most_common()))
    print(f"{sum(result.left_out.values())} of what it found the provider alone knows")
    unexplained = sum(not each.reason for each in result.disagreements)
    print(f"{result.cases} blocks, {result.refused} refused; {len(result.disagreements)} disagreements", end="")
    print(f", {unexplained} of them unexplained")


if __name__ == "__main__":
    main()
