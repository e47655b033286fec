"""TFG130 archive-file-mode: an archive is the same on every machine."""

from collections.abc import Iterator

from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the archives of files that take over the files' permissions."""
    for archive in (*module.data("archive_file"), *module.resources("archive_file")):
        for instance in archive.instances:
            mode = instance["output_file_mode"]
            of_files = not (instance["source_dir"].absent and instance["source_file"].absent)
            if of_files and mode.absent:
                message = "the files' permissions go into the archive, and with them into its hash"
                yield Violation(mode, message, 'set output_file_mode = "0644"', archive.address)


RULE = Rule(
    id="TFG130",
    name="archive-file-mode",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Archives of files set output_file_mode",
    reason="Permissions depend on the umask of who checked the files out: the same source has another hash on "
    "the next machine, and every function is deployed again for nothing.",
    source="https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file",
    bad="""data "archive_file" "process" { # expect
  type        = "zip"
  source_dir  = "lambda-src/process"
  output_path = "packages/process.zip"
}
""",
    good="""data "archive_file" "process" {
  type             = "zip"
  source_dir       = "lambda-src/process"
  output_path      = "packages/process.zip"
  output_file_mode = "0644"
}
""",
    check=check,
)
