"""Files for `terraform test`: whose they are."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.check.language.dialect import Dialect
from generator.check.language.terraform_tests import test_file_violations as violations_of
from generator.model.module_files import GivenFiles

MAIN = b'module "queue" {\n  source = "./queue"\n}\n'


def told(files: dict[str, bytes], dialect: str) -> list[str]:
    module = hcl.load(GivenFiles(files))
    return [each.message for each in violations_of(module, Dialect(*dialect.split(" ")))]


def test_those_of_a_called_module_are_not_read() -> None:
    module = hcl.load(GivenFiles({"main.tf": MAIN, "queue/main.tf": b"", "queue/a.tftest.hcl": b"nonsense {}\n"}))
    call = module.module_calls["queue"]
    called = call.instance_module(call.instances[0])

    assert called is not None and called.caller is not None
    assert list(violations_of(called)) == []


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [("terraform 1.11", 1), ("terraform 1.12", 0), ("opentofu 1.10", 1)],
)
def test_what_came_later_is_told_before(dialect: str, expected: int) -> None:
    assert len(told({"main.tf": b"", "a.tftest.hcl": b"test {\n  parallel = true\n}\n"}, dialect)) == expected


def test_opentofu_reads_files_of_its_own() -> None:
    files = {"main.tf": b"", "a.tofutest.hcl": b"nonsense {}\n"}

    assert told(files, "opentofu 1.10") == ['a file of tests has no block "nonsense"']
    assert told(files, "terraform 1.11") == []


def test_what_cannot_be_parsed_is_told() -> None:
    files = {"main.tf": b"", "tests/a.tftest.hcl": b'run "a" {\n'}

    assert set(told(files, "terraform 1.11")) == {"this run block is never closed"}
