"""Git, asked for a merge of three texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.files import git

BASE = b"1\n2\n3\n4\n5\n6\n7\n8\n9\n"
LABELS = ("yours", "tfgen 0.1.0", "tfgen 0.2.0")


def test_changes_of_other_lines_come_together() -> None:
    merged = git.merge(BASE.replace(b"1", b"one"), BASE, BASE.replace(b"9", b"nine"), LABELS)

    assert merged.content == merged.ours == b"one\n2\n3\n4\n5\n6\n7\n8\nnine\n"
    assert merged.conflicts == 0


def test_what_both_changed_stands_there_twice_and_ours_is_known() -> None:
    merged = git.merge(BASE.replace(b"5", b"five"), BASE, BASE.replace(b"5", b"V").replace(b"1\n", b""), LABELS)

    assert merged.conflicts == 1
    assert b"<<<<<<< yours\nfive\n" in merged.content
    assert b"V\n>>>>>>> tfgen 0.2.0\n" in merged.content
    assert merged.ours == b"2\n3\n4\nfive\n6\n7\n8\n9\n"


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git.GitError, match="git is not on the PATH"):
        git.merge(b"1", b"2", b"3", LABELS)
