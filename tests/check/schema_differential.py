"""Our verdict on random blocks against that of `terraform validate`, block by block.

    python tests/check/schema_differential.py SEED [COUNT]

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

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from schema_bodies import ANCHORS, Case, make_cases
from terraform_bench import Diagnostic, Terraform, set_up

from generator import hcl
from generator.check.schema_module import schema_violations

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
    (r"Missing required argument", r'^The argument "[a-z0-9_]+" is required', "missing-argument"),
    (r"Missing Configuration for Required Attribute", r"", "null-argument"),
    (r"Insufficient \S+ blocks|Missing \S+ block", r"", "missing-block"),
    (r"Too many \S+ blocks|Duplicate \S+ block", r"", "too-many-blocks"),
    (r"Incorrect attribute value type", r"", "wrong-type"),
    (r"Value for unconfigurable attribute|Invalid Configuration for Read-Only Attribute", r"", "computed"),
    (r"Invalid or unknown key", r"", "computed"),
    (r"Missing resource instance key|Unexpected resource instance key", r"", "instance-key"),
    (r"Unsupported attribute|Invalid index operation|Cannot index a set value|Invalid operation", r"", "unknown-attribute"),
    (r"Argument is deprecated|Deprecated attribute|Attribute Deprecated|Deprecated.*", r"", "deprecated"),
)


@dataclass(frozen=True)
class Disagreement:
    """A block on which the verdicts are not the same, with both."""

    case: Case
    ours: frozenset[str]
    theirs: frozenset[str]
    said: tuple[str, ...]

    def __str__(self) -> str:
        verdicts = f"ours: {sorted(self.ours)} theirs: {sorted(self.theirs)}"
        return "\n".join([f"--- {self.case.mutations} {verdicts}", *self.said, self.case.text])


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
        said = [(_kind(each), each) for each in theirs[name]]
        left_out.update(each.summary for kind, each in said if not kind)
        known = {kind for kind, _ in said if kind}
        kinds.update(known)
        stage = min((STAGES[kind] for kind in known if kind != "deprecated"), default=PROVIDER)
        mine, known = _visible(ours[name], stage), _visible(known, stage)
        if mine != known:
            texts = [f"    {each.line}: {each.summary}: {each.detail[:150]}" for _, each in said]
            disagreements.append(Disagreement(case, mine, known, tuple(texts)))
    return Comparison(len(by_file), sum(bool(theirs[name]) for name in by_file), kinds, left_out, disagreements)


def _ours(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Return the kinds of violations that we find, by file."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in schema_violations(hcl.load(files)):
        null = each.kind == "missing-argument" and "null" in each.message
        found[each.location.path].add("null-argument" if null else each.kind)
    return found


def _kind(diagnostic: Diagnostic) -> str:
    """Return which of our kinds a diagnostic of terraform's is, empty where it is none of a schema's."""
    for summary, detail, kind in _SUMMARIES:
        if re.fullmatch(summary, diagnostic.summary) and re.search(detail, diagnostic.detail):
            null = kind == "missing-argument" and re.search(r"=\s*null", diagnostic.snippet)
            return "null-argument" if null else kind
    return ""


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
    print("left out, as the provider alone knows", dict(result.left_out.most_common()))
    print(f"{result.cases} blocks, {result.refused} refused, {len(result.disagreements)} disagreements")


if __name__ == "__main__":
    main()
