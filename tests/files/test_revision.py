"""A project read from git's objects: the same files as on disk, and no trace of having looked."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import subprocess
from pathlib import Path

import pytest
from git_repository import Repository, environment

from generator.errors import TfgenError
from generator.files import revision
from generator.files.project import FolderFiles, Project
from generator.files.revision import GitFiles
from generator.model.change import Checkout

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

PROJECT = {
    "environments/schema.json": "{}\n",
    "environments/dev.yaml": "a: 1\n",
    "environments/old/unused.yaml": "",
    "templates/main.tf.j2": "# main\n",
    "lambda-src/a/index.mjs": "export {}\n",
    "lambda-src/a.b/index.mjs": "export {}\n",
    "lambda-src/ü.mjs": "// ü\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "repository")
    found.commit(PROJECT)
    return found


def on_disk(folder: Path) -> Project:
    return Project(folder, folder / "out", FolderFiles(folder))


def files_at(repository: Repository, reference: str = "HEAD") -> GitFiles:
    found = revision.at(on_disk(repository.folder), reference).files
    assert isinstance(found, GitFiles)
    return found


def test_a_revision_has_the_files_that_the_working_tree_had(repository: Repository) -> None:
    disk, then = FolderFiles(repository.folder), files_at(repository)

    for folder in ("environments", "templates", "lambda-src", "lambda-src/a", "nothing"):
        assert then.names(folder) == disk.names(folder)
    for folder in ("environments", "templates", "lambda-src"):
        assert then.walk(folder) == disk.walk(folder)
        for path in disk.walk(folder):
            assert then.read(f"{folder}/{path}") == disk.read(f"{folder}/{path}")


def test_what_is_not_committed_does_not_count_and_is_not_touched(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.commit({"environments/dev.yaml": "a: 2\n", "environments/new.yaml": "a: 2\n"})
    repository.write({"environments/dev.yaml": "a: 3\n", "environments/staged.yaml": "a: 3\n"})
    repository.git("add", "environments/staged.yaml")
    before = _everything(repository.folder)

    then, now = files_at(repository, first), files_at(repository)

    assert then.read("environments/dev.yaml") == b"a: 1\n"
    assert now.read("environments/dev.yaml") == b"a: 2\n"
    assert now.names("environments") == ["dev.yaml", "new.yaml", "schema.json"]
    assert _everything(repository.folder) == before


def test_the_project_may_be_a_subfolder_of_the_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit({f"teams/a b/{name}": content for name, content in PROJECT.items()} | {"README": "top\n"})
    project = on_disk(repository.folder / "teams" / "a b")

    then = revision.at(project, "main")

    assert (then.root, then.out) == (project.root, project.out)
    assert then.files.read("environments/dev.yaml") == b"a: 1\n"
    assert then.files.names("environments") == ["dev.yaml", "schema.json"]
    assert then.files.names("teams") == []


@pytest.mark.parametrize("name", ["main", "v1", "annotated", "HEAD", "HEAD~0", "@", "refs/heads/main"])
def test_whatever_names_a_commit_to_git_names_a_revision(repository: Repository, name: str) -> None:
    repository.git("tag", "v1")
    repository.git("tag", "--annotate", "--message", "first", "annotated")

    assert files_at(repository, name).revision == repository.git("rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mian", 'there is no revision "mian" in the repository (did you mean "main"?)'),
        ("topic", 'there is no revision "topic" in the repository (did you mean "origin/topic"?)'),
        ("v9", 'there is no revision "v9" in the repository'),
        ("HEAD~7", 'there is no revision "HEAD~7" in the repository'),
        ("HEAD:environments", 'there is no revision "HEAD:environments" in the repository'),
        ("main..main", 'there is no revision "main..main" in the repository'),
        ("", '"" can\'t name a revision'),
        ("^main", '"^main" can\'t name a revision'),
        ("--output=stolen", '"--output=stolen" can\'t name a revision'),
        ("main\nmain", '"main\\nmain" can\'t name a revision'),
    ],
)
def test_what_names_none_is_an_error_with_a_way_out(repository: Repository, name: str, said: str) -> None:
    repository.git("update-ref", "refs/remotes/origin/topic", "HEAD")

    with pytest.raises(TfgenError) as failure:
        files_at(repository, name)

    assert str(failure.value) == said
    assert not (repository.folder / "stolen").exists()


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.commit({"environments/dev.yaml": "a: 2\n"})
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--depth=1", repository.folder.as_uri(), "main")
    clone.git("checkout", "--quiet", "FETCH_HEAD")

    assert files_at(clone).read("environments/dev.yaml") == b"a: 2\n"
    with pytest.raises(TfgenError, match="this clone is shallow: git fetch --unshallow, or fetch-depth: 0"):
        files_at(clone, first)


def test_a_partial_clone_says_what_it_lacks_and_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    call = [
        "git",
        "clone",
        "--quiet",
        "--no-checkout",
        "--filter=blob:none",
        repository.folder.as_uri(),
        str(clone),
    ]
    subprocess.run(call, env=environment(), check=True)
    before = _everything(clone)

    with pytest.raises(TfgenError) as failure:
        revision.at(on_disk(clone), "HEAD").files.read("environments/dev.yaml")

    assert "git f" in str(failure.value)  # "fetch", or what an older git says of a transport that is not allowed
    assert _everything(clone) == before


def test_without_git_or_a_repository_the_error_says_which(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(TfgenError, match=r"elsewhere: there is no git repository here, nor in a folder above"):
        revision.at(on_disk(elsewhere), "HEAD")

    monkeypatch.setenv("PATH", str(elsewhere))
    with pytest.raises(TfgenError, match=r"git is not on the PATH \(.*install git\)"):
        files_at(repository)


def test_a_repository_of_another_user_is_told_plainly(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("git")
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{real}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    with pytest.raises(TfgenError, match=r"it belongs to another user \(.*--add safe\.directory .*repository\)"):
        files_at(repository)


def test_the_git_of_a_hook_or_of_the_environment_does_not_lead_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    other.commit({"environments/dev.yaml": "of another repository\n"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "no-objects"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")

    assert files_at(repository).read("environments/dev.yaml") == b"a: 1\n"


def test_no_hook_filter_or_setting_of_the_repository_runs(repository: Repository) -> None:
    trap = f"touch {repository.folder}/sprung"
    repository.commit({".gitattributes": "* filter=trap diff=trap text eol=crlf\n"})
    for name in (
        "filter.trap.smudge",
        "filter.trap.process",
        "diff.trap.textconv",
        "core.fsmonitor",
        "alias.cat-file",
    ):
        repository.git("config", name, trap)
    hooks = repository.folder / ".git" / "hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\n{trap}\n")
        (hooks / name).chmod(0o755)

    assert files_at(repository).read("environments/dev.yaml") == b"a: 1\n"
    assert not (repository.folder / "sprung").exists()


def test_links_are_followed_inside_of_the_project_only(repository: Repository) -> None:
    links = {
        "environments/inside.yaml": "dev.yaml",
        "environments/above.yaml": "../shared/one.yaml",
        "environments/absolute.yaml": "/etc/hostname",
        "environments/out.yaml": "../../../etc/hostname",
        "environments/circle.yaml": "circle.yaml",
        "environments/nowhere.yaml": "no-such.yaml",
        "environments/folder": "old",
        "lambda-src/a/link.mjs": "index.mjs",
        "lambda-src/b": "a",
    }
    repository.write({"shared/one.yaml": "a: shared\n"})
    for name, target in links.items():
        (repository.folder / name).symlink_to(target)
    repository.commit()
    disk, then = FolderFiles(repository.folder), files_at(repository)

    assert then.read("environments/inside.yaml") == b"a: 1\n"
    assert then.read("environments/above.yaml") == b"a: shared\n"
    assert then.read("lambda-src/b/index.mjs") == b"export {}\n"
    assert then.names("environments") == disk.names("environments")
    assert then.walk("lambda-src") == disk.walk("lambda-src")
    for name, said in {
        "absolute": "the link leads out of the project",
        "out": "the link leads out of the project",
        "circle": "(too many levels of symbolic|more than 40) links",
        "nowhere": "there is no such file",
    }.items():
        for files in (disk, then):
            with pytest.raises(TfgenError, match=f"(?i){said}"):
                files.read(f"environments/{name}.yaml")

    (repository.folder / "lambda-src" / "a" / "out.mjs").symlink_to("../../shared/one.yaml")
    repository.commit()
    for files in (disk, files_at(repository)):
        with pytest.raises(TfgenError, match=r"lambda-src/a/out\.mjs.*the link leads out of lambda-src"):
            files.walk("lambda-src")


def test_a_link_to_elsewhere_in_the_repository_leads_out_of_a_project_in_a_folder(repository: Repository) -> None:
    repository.write({"stack/environments/dev.yaml": "a: 1\n", "shared/one.yaml": "a: shared\n"})
    (repository.folder / "stack/environments/out.yaml").symlink_to("../../shared/one.yaml")
    (repository.folder / "stack/templates").symlink_to("../shared")
    repository.commit()
    then = GitFiles(repository.folder, files_at(repository).revision, "stack")

    for files in (FolderFiles(repository.folder / "stack"), then):
        assert files.read("environments/dev.yaml") == b"a: 1\n"
        for read in (lambda: files.read("environments/out.yaml"), lambda: files.names("templates")):  # noqa: B023
            with pytest.raises(TfgenError, match="the link leads out of the project"):
                read()


def test_an_object_that_stands_for_another_is_not_taken_for_it(repository: Repository) -> None:
    before = files_at(repository)
    old = repository.git("rev-parse", "HEAD:environments/dev.yaml").strip()
    repository.write({"environments/dev.yaml": "a: 2\n"})
    repository.commit()
    new = repository.git("rev-parse", "HEAD:environments/dev.yaml").strip()

    repository.git("replace", old, new)

    assert GitFiles(repository.folder, before.revision, "").read("environments/dev.yaml") == b"a: 1\n"


def test_a_submodule_is_an_error_where_it_is_read_and_nowhere_else(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.commit({"handler.mjs": "export {}\n"})
    repository.git("submodule", "--quiet", "add", other.folder.as_uri(), "lambda-src/sub")
    repository.commit()
    then = files_at(repository)

    assert then.names("lambda-src") == ["ü.mjs"]
    assert then.walk("lambda-src/a") == ["index.mjs"]
    for attempt in (lambda: then.walk("lambda-src"), lambda: then.read("lambda-src/sub/handler.mjs")):
        with pytest.raises(TfgenError, match=r"is (in )?a submodule, whose files the repository does not hold"):
            attempt()


def test_content_is_given_as_it_is_stored(repository: Repository) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"
    repository.commit({"lambda-src/model.bin": pointer, "lambda-src/raw": b"\0\xff\r\n", "lambda-src/empty": ""})
    then = files_at(repository)

    assert then.read("lambda-src/model.bin") == pointer.encode()
    assert then.read("lambda-src/raw") == b"\0\xff\r\n"
    assert then.read("lambda-src/empty") == b""


def test_what_is_too_large_or_no_file_is_refused_as_on_disk(repository: Repository) -> None:
    repository.commit({"lambda-src/large": b"x" * 3_000_000})
    disk, then = FolderFiles(repository.folder), files_at(repository)

    for path in ("lambda-src/large", "nothing.yaml", "environments", "environments/dev.yaml/below"):
        with pytest.raises(TfgenError) as here:
            disk.read(path)
        with pytest.raises(TfgenError) as there:
            then.read(path)
        assert there.value.location == here.value.location
    assert then.read("lambda-src/a/index.mjs") == b"export {}\n"  # what was passed over is not in the way
    for attempt in (lambda: then.walk("nothing"), lambda: disk.walk("nothing")):
        with pytest.raises(TfgenError, match="nothing:1:1: there is no such folder"):
            attempt()
    with pytest.raises(TfgenError, match="can't be listed"):
        then.names("environments/dev.yaml")


def test_a_repository_with_longer_names_of_objects_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "sha256"
    subprocess.run(
        ["git", "init", "--quiet", "--object-format=sha256", str(folder)], env=environment(), check=True
    )
    repository = Repository(folder)
    repository.commit(PROJECT)
    then = files_at(repository)

    assert len(then.revision) == 64
    assert then.walk("lambda-src") == FolderFiles(folder).walk("lambda-src")


def test_other_processes_read_for_themselves(repository: Repository) -> None:
    then = files_at(repository)
    assert then.read("environments/dev.yaml") == b"a: 1\n"

    assert pickle.loads(pickle.dumps(then)).read("environments/dev.yaml") == b"a: 1\n"
    context = multiprocessing.get_context("fork")
    with context.Pool(2, initializer=_inherit, initargs=(then,)) as pool:
        paths = ["environments/dev.yaml", "templates/main.tf.j2", "lambda-src/a/index.mjs"] * 50
        assert pool.map(_read, paths) == [then.read(path) for path in paths]


def test_git_that_is_gone_is_an_error_and_not_a_wait(repository: Repository) -> None:
    then = files_at(repository)
    then.read("environments/dev.yaml")
    started = then.objects._git
    assert started is not None
    started.kill()
    started.wait()

    with pytest.raises(TfgenError, match="git failed"):
        then.read("templates/main.tf.j2")
    assert then.read("templates/main.tf.j2") == b"# main\n"


_inherited: list[GitFiles] = []


def _inherit(files: GitFiles) -> None:
    _inherited.append(files)


def _read(path: str) -> bytes:
    return _inherited[-1].read(path)


def _everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return all files below a folder, git's own included, with their times of change."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("https://user:secret@git.example/acme/platform.git", "acme/platform"),
        ("git@git.example:acme/platform.git", "acme/platform"),
        ("git@git.example:platform.git", "platform"),
        ("", "repository"),
    ],
)
def test_what_is_checked_out_is_named(tmp_path: Path, remote: str, name: str) -> None:
    repository = Repository(tmp_path / "repository")
    project = Project(repository.folder, repository.folder / "out", FolderFiles(repository.folder))
    assert revision.checkout(project) is None
    commit = repository.commit({"a": "1"})
    if remote:
        repository.git("remote", "add", "origin", remote)

    assert revision.checkout(project) == Checkout(name, "main", commit, changed=False)
    repository.write({"b": "1"})
    repository.git("checkout", "--quiet", "--detach")
    assert revision.checkout(project) == Checkout(name, "", commit, changed=True)


@pytest.mark.parametrize("setting", ["clean", "process"])
@pytest.mark.parametrize("name", ["theirs", "a=b", "a.clean"])
def test_what_is_checked_out_is_told_without_the_filters_of_a_clone(
    repository: Repository, tmp_path: Path, setting: str, name: str
) -> None:
    ran = tmp_path / "ran"
    repository.commit({"a.tf": "a\n", ".gitattributes": f"*.tf filter={name}\n"})
    commit = repository.git("rev-parse", "HEAD")
    repository.git("config", f"filter.{name}.{setting}", f"touch '{ran}'; cat")
    repository.git("config", f"filter.{name}.required", "true")
    os.utime(repository.folder / "a.tf", (0, 0))  # git has to compare what it holds

    told = revision.checkout(on_disk(repository.folder))

    assert not ran.exists()
    assert (told is None) if "=" in name else (told is not None and told.commit == commit and not told.changed)


def test_without_a_repository_nothing_is_checked_out(tmp_path: Path) -> None:
    assert revision.checkout(Project(tmp_path, tmp_path / "out", FolderFiles(tmp_path))) is None
