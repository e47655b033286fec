"""What input may cost: the one table of bounds, each with its unit, its reason and the words of its message.

What goes beyond a bound is an error, or is left out and said to be: never a traceback, nor a wait without an end.
"""

from __future__ import annotations

_TABLE: list[Bound] = []


class Bound:
    """The most that something may come to.

    Attributes:
        limit: How much.
        unit: Of what.
        reason: Why no more.
        message: What is said of what is more.
    """

    __slots__ = ("limit", "message", "reason", "unit")

    def __init__(self, limit: int, unit: str, reason: str, message: str) -> None:
        self.limit, self.unit, self.reason = limit, unit, reason
        self.message = message.format(limit=f"{limit:,}", unit=unit)
        _TABLE.append(self)


def table() -> list[Bound]:
    """Return all bounds, in the order of this file."""
    return list(_TABLE)


# Schemas of providers.

SCHEMA_BYTES = Bound(
    256 * 1024 * 1024,
    "bytes",
    "What terraform prints of the largest provider that there is comes to a tenth of it.",
    "these schemas have more than {limit} {unit}",
)

# Expressions of a Terraform configuration.

MODULE_WORK = Bound(
    20_000_000,
    "characters",
    "A second or two of work; a configuration of a thousand resources takes a hundredth of it.",
    "this module takes more work than {limit} {unit} of text: what is left of it is not evaluated",
)
"""Counted are the characters that functions and templates go over, and 8 for each element and each step."""

MODULE_SECONDS = Bound(
    20,
    "seconds",
    "A check in CI has to end; what the count of work misjudges ends here.",
    "this module has been evaluated for {limit} {unit}: what is left of it is not evaluated",
)

TEXT_CHARACTERS = Bound(
    4 * 1024 * 1024,
    "characters",
    "No argument of a provider is as long; Lambda's and S3's own limits are far below.",
    "this makes a text of more than {limit} {unit}: it is not evaluated",
)

VALUE_PARTS = Bound(
    100_000,
    "elements",
    "Inner ones are counted as often as they stand in a value, for so often all that reads it meets them.",
    "this makes a value of more than {limit} {unit}: it is not evaluated",
)

NUMBER_DIGITS = Bound(
    1_000,
    "digits",
    "Terraform keeps 154 of them and an exponent; Python's own bound of texts that it reads as numbers is 4,300.",
    "a number of more than {limit} {unit} is not evaluated",
)

PATTERN_CHARACTERS = Bound(
    10_000,
    "characters",
    "A regular expression of this length takes some 10 MB when it is compiled.",
    "a regular expression of more than {limit} {unit} is not evaluated",
)

YAML_CHARACTERS = Bound(
    1024 * 1024,
    "characters",
    "PyYAML reads about a megabyte in a second.",
    "yamldecode of more than {limit} {unit} is not evaluated",
)

FORMAT_WIDTH = Bound(
    10_000,
    "characters",
    "A verb of format such as %9999999d would write as many spaces.",
    "format with a width or precision of more than {limit} {unit} is not evaluated",
)

EXPANDED_INSTANCES = Bound(
    2_000,
    "instances",
    "Rules look at each of them.",
    "count or for_each with more than {limit} {unit} is not expanded",
)

DIAGNOSED_INSTANCES = Bound(
    10,
    "instances",
    "What is wrong with an expression is mostly wrong with it in each of them.",
    "not more than {limit} {unit} of a resource are evaluated for what is wrong in its expressions",
)

LISTED_INSTANCES = Bound(
    200,
    "instances",
    "A list of them would be made for each reference to all of them.",
    "a resource of more than {limit} {unit} is unknown where all of them are meant",
)

NESTING = Bound(
    100,
    "levels",
    "Python's stack holds about three times as many.",
    "expressions and blocks nest deeper than {limit}",
)

REFERENCE_STEPS = Bound(
    100,
    "steps",
    "A reference is followed step by step.",
    "a reference has more than {limit} {unit}",
)

# Specs, their schema, and settings.

SCHEMA_LEVELS = Bound(
    128,
    "levels",
    "References followed. A real schema has about ten; the engine is built for 255.",
    "nests, or refers on, deeper than {limit} {unit}",
)

SCHEMA_SIZE = Bound(
    10_000,
    "schemas",
    "Ours holds 400; one that doubles itself with every $ref has no end. Each value may be held to each of them.",
    "holds more than {limit} {unit}, references written out",
)

SCHEMA_PATHS = Bound(
    10_000,
    "paths",
    "Ours has 160; where definitions refer to each other there are very many.",
    "not more than {limit} {unit} of the schema are looked at",
)

REFUSED_LEVELS = Bound(
    12,
    "levels",
    "Where a schema that refers to itself refuses what nests deeper, an error may come up twice as often a level.",
    "what nests deeper than {limit} {unit} has its first problem listed alone",
)

SPEC_PROBLEMS = Bound(
    50,
    "problems",
    "90,000 unknown keys help nobody.",
    "there are more than {limit} {unit}; these are the first of them",
)

SPEC_VALUES = Bound(
    100_000,
    "values",
    "Aliases count as what they repeat, against those that multiply. A real spec holds a few hundred.",
    "the file holds more than {limit} {unit}, aliases written out",
)

SPEC_LEVELS = Bound(
    64,
    "levels",
    "A real spec nests about six deep.",
    "maps and lists nest deeper than {limit} {unit}",
)

ENVIRONMENT_NAME = Bound(
    64,
    "characters",
    "It ends up in paths and in the names of resources.",
    "lower-case letters, digits and inner hyphens, at most {limit} {unit}",
)

SPEC_DIGITS = Bound(
    400,
    "digits",
    "The largest number that a double holds has 309; to read one takes the square of its length.",
    "a number of more than {limit} {unit} is too large for one of 64 bits",
)

SPEC_CHAIN = Bound(
    32,
    "files",
    "A chain of extends is two or three files long.",
    "extends goes through more than {limit} {unit}",
)

SPEC_PARENTS = Bound(
    100,
    "files",
    "To put files in order takes their number to the power of three.",
    "extends leads to more than {limit} {unit}",
)

TOML_KEY_PARTS = Bound(
    64,
    "parts",
    "Python's reader takes 1.6 GB for a key of 20,000.",
    "a key of more than {limit} {unit}",
)

ROLLOUT_STAGES = Bound(
    6,
    "stages",
    "Each is a job of the workflow that deploys, and a workflow has its jobs written out.",
    "a rollout has not more than {limit} {unit}",
)

# What `terraform output -json` prints.

OUTPUT_BYTES = Bound(
    4 * 1024 * 1024,
    "bytes",
    "The outputs of a module are kilobytes; read, 4 MiB may take 0.25 GB.",
    "these outputs are larger than {limit} {unit}",
)

OUTPUT_VALUES = Bound(
    50_000,
    "values",
    "Lists and objects among them. Each scalar gets a name, which is its whole way.",
    "these outputs hold more than {limit} {unit}",
)

OUTPUT_LEVELS = Bound(
    64,
    "levels",
    "A value's name is its whole way.",
    "these outputs nest deeper than {limit} {unit}",
)

# What `terraform show -json` prints of a plan.

PLAN_BYTES = Bound(
    16 * 1024 * 1024,
    "bytes",
    "A plan of a thousand resources has half of it; read, it may take 1 GB.",
    "this plan is larger than {limit} {unit}",
)

PLAN_STEPS = Bound(
    20_000,
    "steps",
    "Each is held against what was foreseen, and told of; a state of so many resources is not planned in an hour.",
    "this plan holds more than {limit} {unit}",
)

PLAN_LEVELS = Bound(
    64,
    "levels",
    "What nests deeper is compared as a whole. Arguments of real resources nest about eight deep.",
    "this plan nests deeper than {limit} {unit}",
)

PLAN_VALUES = Bound(
    100,
    "attributes",
    "A person reads no more; the rest is counted.",
    "not more than {limit} {unit} of a resource are shown",
)

PLAN_ALL_VALUES = Bound(
    5_000,
    "attributes",
    "In each of them all sensitive texts are searched for; the rest is counted.",
    "not more than {limit} {unit} of a plan are shown",
)

PLAN_CHARACTERS = Bound(
    20_000,
    "characters",
    "The largest policy that IAM takes has half of it.",
    "a value of more than {limit} {unit} is not shown",
)

PLAN_SECRETS = Bound(
    200,
    "sensitive texts",
    "Each is searched for in all that is shown, for Terraform forgets on some ways that a value is sensitive.",
    "this plan holds more than {limit} {unit}: no value of it is shown",
)

# Files that are read.

FILE_BYTES = Bound(
    1024 * 1024,
    "bytes",
    "No spec, schema or template is longer; a larger one was named by mistake.",
    "is larger than {limit} {unit}",
)

MODULE_FILE_BYTES = Bound(
    16 * 1024 * 1024,
    "bytes",
    "No file of a module is longer; a larger one was named by mistake.",
    "is larger than {limit} {unit}",
)

PACKAGE_FILE_BYTES = Bound(
    50 * 1024 * 1024,
    "bytes",
    "Lambda's limit for a package uploaded directly, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.",
    "is larger than {limit} {unit}",
)

LISTED_FILES = Bound(
    10_000,
    "files",
    "A module's folder holds some tens of them; one with more is a home directory, say.",
    "of more than {limit} {unit} below a folder none is known to a configuration",
)

LINKS = Bound(
    40,
    "links",
    "Linux's own bound, https://man7.org/linux/man-pages/man7/symlink.7.html.",
    "can't be read: leads through more than {limit} {unit}",
)

MODULE_DEPTH = Bound(
    10,
    "modules",
    "Real configurations call modules two or three deep; one that calls itself would never end.",
    "modules that are called through more than {limit} others are not looked into",
)

# Folders that are rendered.

DEPTH_FOLDERS = Bound(
    32,
    "folders",
    "Each of them is kept open while tfgen writes.",
    "it is deeper than {limit} {unit}",
)

# What a project was made from.

STARTER_BYTES = Bound(
    64 * 1024 * 1024,
    "bytes",
    "What tfgen init writes comes to a hundredth of it.",
    "this holds more than {limit} {unit}, and is no record of what a project was made from",
)

# Names that nobody knows, and what was meant by them.

NAME_COMPARISONS = Bound(
    32,
    "names",
    "Those that share most letters with a word come first; comparing takes 500 times as long as counting letters.",
    "not more than {limit} {unit} are compared with a word for what was meant",
)

NAME_LOOKS = Bound(
    1_000_000,
    "names",
    "All words together; this takes about a third of a second.",
    "of more than {limit} {unit} none is looked for as what was meant",
)

# Rules.

TYPE_DEPTH = Bound(
    64,
    "levels",
    "The types of the AWS provider reach 13.",
    "types and values are not held against each other deeper than {limit} {unit}",
)

CALL_INSTANCES = Bound(
    10,
    "instances",
    "Each has its own values, and is a module of its own to evaluate.",
    "not more than {limit} {unit} of a call are looked into",
)

BLOCK_INSTANCES = Bound(
    100,
    "instances",
    "What is wrong with an argument is mostly wrong with it in each of them.",
    "the values of not more than {limit} {unit} of a block are held against its schema",
)

POLICY_DOCUMENTS = Bound(
    20,
    "documents",
    "Real policies are made of two or three; those that lead to each other have no end.",
    "a policy is not followed through more than {limit} {unit}",
)

STATEMENT_STEPS = Bound(
    30,
    "locals",
    "Real policies stand one or two away from where they are used.",
    "the place of a statement is not looked for through more than {limit} {unit} and parentheses",
)

ARN_TEXT = Bound(
    20_000,
    "characters",
    "No text that holds an ARN to be mended is longer.",
    "in a text of more than {limit} {unit} no ARN is looked for",
)

ARNS = Bound(
    200,
    "ARNs",
    "All of them have the same thing wrong with them.",
    "not more than {limit} {unit} of a text are looked at",
)

ARN_LOCALS = Bound(
    40,
    "locals",
    "Real ARNs are made of two or three.",
    "an ARN is not followed through more than {limit} {unit}",
)

ACCOUNT_INSTANCES = Bound(
    50,
    "instances",
    "An account that is written down is mostly that of each of them.",
    "not more than {limit} {unit} of a resource are looked at for where an account ends up",
)

# Comparisons.

RENAME_PAIRS = Bound(
    40_000,
    "pairs",
    "Each removed one is held against each added one; 200 of each are a rewrite, no rename.",
    "of more than {limit} {unit} of removed and added none is taken for renamed",
)

ALIGNED_PAIRS = Bound(
    10_000,
    "pairs",
    "Each element of the one list is held against each of the other.",
    "in lists with more than {limit} {unit} of elements those at one place are compared",
)

GRANTS = Bound(
    2_000,
    "grants",
    "An action with a resource and a principal is one; AWS takes policies of 6,144 to 20,480 characters.",
    "of a policy with more than {limit} {unit} it is not said who may do more",
)

COMPARED_LINES = Bound(
    20_000,
    "lines",
    "difflib takes the square of them at worst.",
    "texts of more than {limit} {unit} are not compared line by line",
)

DIFFERENCE_DEPTH = Bound(
    20,
    "levels",
    "A difference is looked for in what it is written as, through locals and functions.",
    "the place of a difference is not looked for deeper than {limit} {unit}",
)

# Drawings.

STAND_INS = Bound(
    8,
    "resources",
    "An alias of an alias is the longest that is real.",
    "what stands for something else is not followed through more than {limit} {unit}",
)

TARGET_PARTS = Bound(
    10_000,
    "parts",
    "The largest policy has some hundreds.",
    "not more than {limit} {unit} of a value are looked at for what it leads to",
)

PATH_PARTS = Bound(
    30,
    "parts",
    "No path of an API has more; those that lead back to themselves have no end.",
    "a path is drawn with not more than {limit} {unit}",
)

# Pictures, and the page for reviewers.

DRAWN_BOXES = Bound(
    120,
    "boxes",
    "More are no help to anybody, and take long to lay out.",
    "of more than {limit} {unit} no picture is made",
)

DRAWN_ARROWS = Bound(
    300,
    "arrows",
    "More are no help to anybody, and take long to lay out.",
    "of more than {limit} {unit} no picture is made",
)

PAGE_DRAWINGS = Bound(
    12,
    "drawings",
    "The first are those of the most environments.",
    "a page has not more than {limit} {unit}",
)

PAGE_CHANGES = Bound(
    500,
    "changes",
    "The page would be too large for a browser.",
    "the blocks of not more than {limit} {unit} are in a page; of those that follow, their attributes",
)

PAGE_LINES = Bound(
    10_000,
    "lines",
    "The page would be too large for a browser.",
    "not more than {limit} {unit} of files are in a page",
)

SIDE_LINES = Bound(
    400,
    "lines",
    "More is read in the file.",
    "not more than {limit} {unit} of a comparison are shown",
)

LINE_WORDS = Bound(
    2_000,
    "characters",
    "Comparing words takes the square of their number.",
    "in a line of more than {limit} {unit} no words are compared",
)
