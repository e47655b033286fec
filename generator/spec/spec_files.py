"""Which environments a project has, and which spec file serves each."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator import bounds
from generator.errors import SpecError, TfgenError, raise_all
from generator.files.project import Files
from generator.location import Location
from generator.naming import did_you_mean, join_names, nearest, quote
from generator.spec.document import Parent, SpecDocument, read_document
from generator.spec.inheritance import DisorderError, linearize, merge
from generator.spec.spec_tree import Note, SpecNode, child, node_at

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")

FOLDER = "environments"
_SUFFIXES = (".yaml", ".yml")
_GLOB = frozenset("*?[")


def is_environment_name(text: str) -> bool:
    """Say whether `text` may name an environment: `[a-z0-9]([a-z0-9-]*[a-z0-9])?`, at most 64 characters."""
    return (
        0 < len(text) <= bounds.ENVIRONMENT_NAME.limit
        and _NAME_CHARACTERS.issuperset(text)
        and text[0] != "-"
        and text[-1] != "-"
    )


def check_name(text: str) -> None:
    """Refuse what can't name an environment.

    Raises:
        SpecError: `text` is not such a name.
    """
    if not is_environment_name(text):
        raise SpecError(f"{quote(text)} can't be the name of an environment", hint=bounds.ENVIRONMENT_NAME.message)


class PatternSpec(NamedTuple):
    """A spec that serves every environment whose whole name matches.

    Attributes:
        file: "environments/pr.yaml".
        regex: "pr-[0-9]+".
    """

    file: str
    regex: str


class Lineage(NamedTuple):
    """A spec file and all that it inherits.

    Attributes:
        file: The environment's own spec file.
        root: The merged knobs, null still standing for "back to the default"; None where a file is unreadable.
        documents: The files, each winning over those before it; the last is `file`.
        chains: For each of them, the way there from `file`: the files that extend each other, both included.
        problems: Everything that is wrong with any of them.
        notes: What is written there and changes nothing.
    """

    file: str
    root: SpecNode | None
    documents: tuple[SpecDocument, ...]
    chains: dict[str, tuple[str, ...]]
    problems: tuple[TfgenError, ...]
    notes: tuple[Note, ...] = ()


class SpecFiles:
    """The spec files of a project. A file is read when it is first needed, and once.

    Attributes:
        files: The user's tree.
        stems: The spec files by name: "dev" → "environments/dev.yaml".
        doubles: Spec files that share a name with another one: "environments/dev.yml".
    """

    def __init__(self, files: Files, stems: dict[str, str], doubles: tuple[str, ...] = ()) -> None:
        self.files, self.stems, self.doubles = files, stems, doubles
        self._contents: dict[str, bytes] = {}
        self._documents: dict[str, SpecDocument] = {}
        self._lineages: dict[str, Lineage] = {}
        self._merged: dict[tuple[str, ...], SpecNode] = {}

    def environments(self) -> list[str]:
        """Return the names of the environments that have a spec file of their own, sorted.

        Raises:
            TfgenError: A spec file is there whose name can't be an environment's.
        """
        names, problems = [], [self._double(path) for path in self.doubles]
        for name, path in self.stems.items():
            if self._may_say(path, b"abstract", b"matches"):
                document = self.document(path)
                if document.abstract or document.matches:
                    continue
            if not is_environment_name(name):
                message = f"{quote(name)} can't be the name of an environment"
                hint = 'rename the file, or say "abstract: true" in it if it is there to be extended'
                problems.append(SpecError(message, Location(path), hint))
            names.append(name)
        raise_all(problems)
        return sorted(names)

    def patterns(self) -> list[PatternSpec]:
        """Return the pattern specs, sorted by file.

        Raises:
            TfgenError: A file that may be one can't be read, or its regular expression is none.
        """
        documents = self._pattern_documents()
        raise_all(problem for document in documents for problem in document.problems)
        return [PatternSpec(each.path, each.matches.pattern) for each in documents if each.matches]

    def file_of(self, environment: str) -> str:
        """Return the spec file that serves `environment`: the one of that name, or the pattern spec that matches.

        Raises:
            SpecError: The name is illegal or unknown, two patterns serve it, or the file is there to be extended.
        """
        check_name(environment)
        own = self.stems.get(environment)
        if own:
            for double in self.doubles:
                if _stem(double) == environment:
                    raise self._double(double)
            document = self.document(own)
            if not document.abstract and not document.matches:
                return own
        serving = self._serving(environment)
        if len(serving) > 1:
            named = " and ".join(f"{each.path} ({_regex(each)})" for each in serving)
            raise SpecError(
                f"two pattern specs serve {quote(environment)}: {named}", hint="make one of them narrower"
            )
        if serving:
            return serving[0].path
        if own:
            raise self._not_for_rendering(self.document(own), environment)
        raise self._unknown(environment)

    def has(self, environment: str) -> bool:
        """Say whether a spec serves `environment`, be it a broken one, or one of several."""
        if not is_environment_name(environment):
            return False
        own = self.stems.get(environment)
        if own:
            document = self.document(own)
            if not document.abstract and not document.matches:
                return True
        return bool(self._serving(environment))

    def select(self, wanted: Sequence[str], everything: bool = False, rendered: Sequence[str] = ()) -> list[str]:
        """Return the environments that were asked for, each once.

        Args:
            wanted: Names and globs; their order is kept, and what a glob finds is sorted.
            everything: All environments, sorted, whatever `wanted` says.
            rendered: Names of folders below `out/`: environments among them that a pattern spec serves count too.

        Raises:
            TfgenError: A name or a glob that reaches nothing; all of them at once.
        """
        known: list[str] | None = None
        if everything or any(_GLOB.intersection(each) for each in wanted):
            known = self._known(rendered)
        if everything:
            return known or []
        chosen: dict[str, None] = {}
        problems: list[TfgenError] = []
        for each in wanted:
            if known is not None and _GLOB.intersection(each):
                found = fnmatch.filter(known, each)
                if not found:
                    problems.append(self._no_match(each, known))
                chosen.update(dict.fromkeys(found))
                continue
            try:
                self.file_of(each)
            except TfgenError as error:
                problems.append(error)
            chosen[each] = None
        raise_all(problems)
        return list(chosen)

    def parent_file(self, name: str) -> str:
        """Return the spec file that `extends: name` means, "base" or "base.yaml".

        Raises:
            SpecError: There is none of that name in `environments/`.
        """
        short = name.removeprefix(f"{FOLDER}/")
        path = self.stems.get(short)
        if path is not None:
            return path
        if f"{FOLDER}/{short}" in self.stems.values():
            return f"{FOLDER}/{short}"
        inside = "/" not in short and "\\" not in short
        hint = did_you_mean(_stem(short), self.stems) if inside else f"it must name a file of {FOLDER}/ itself"
        raise SpecError(f"{quote(name)}: there is no such spec", hint=hint)

    def document(self, path: str) -> SpecDocument:
        """Return the spec file at `path`; what is wrong with it is in its problems."""
        if path not in self._documents:
            try:
                self._documents[path] = read_document(self._content(path), path)
            except TfgenError as error:
                self._documents[path] = SpecDocument(path, None, problems=(error,))
            self._contents.pop(path, None)
        return self._documents[path]

    def lineage(self, file: str) -> Lineage:
        """Return the spec file `file` with all that it inherits, merged."""
        if file not in self._lineages:
            self._lineages[file] = self._trace(file)
        return self._lineages[file]

    def needs(self) -> dict[str, Location]:
        """Return the stacks that specs need, each with a place where that is said."""
        found: dict[str, Location] = {}
        for path in sorted(self.stems.values()):
            node = child(self.document(path).root, "needs") if self._may_say(path, b"needs") else None
            if node is not None and isinstance(node.value, dict):
                for name, below in node.value.items():
                    if below.value is not None and below.key_location:
                        found.setdefault(name, below.key_location)
        return found

    def _trace(self, file: str) -> Lineage:
        parents: dict[str, list[str]] = {}
        chains: dict[str, tuple[str, ...]] = {}
        problems: list[TfgenError] = []
        self._follow(file, (), parents, chains, problems)
        try:
            order = linearize(file, parents.__getitem__)
        except DisorderError as error:
            named = " and ".join(error.files)
            message = f"extends can't be put in order: {named} would each have to win over the other"
            problems.append(SpecError(message, Location(file), "name them in the same order everywhere"))
            order = tuple(reversed(chains))
        documents = tuple(self.document(path) for path in order)
        problems += [problem for document in documents for problem in document.problems]
        readable = all(document.root for document in documents)
        if not readable:
            return Lineage(file, None, documents, chains, tuple(problems))
        return Lineage(file, self._merge(order), documents, chains, tuple(problems), tuple(self._notes(order)))

    def _notes(self, order: tuple[str, ...]) -> Iterator[Note]:
        """Yield the empty maps that lie over what a file before theirs gives there."""
        for index, path in enumerate(order):
            for way, blank in self.document(path).blanks:
                under = node_at(self._merge(order[:index]), way) if blank.value == {} and index else None
                if under and blank.location and under.location and isinstance(under.value, dict) and under.value:
                    yield Note(way, blank.location, under.location)

    def _follow(
        self,
        file: str,
        chain: tuple[str, ...],
        parents: dict[str, list[str]],
        chains: dict[str, tuple[str, ...]],
        problems: list[TfgenError],
    ) -> None:
        """Find what `file` extends, and so on; `parents` and `chains` take it in."""
        chain = (*chain, file)
        chains.setdefault(file, chain)
        if file in parents:
            return
        parents[file] = []
        for parent in self.document(file).parents:
            path = self._parent_path(parent, problems)
            if path is None:
                continue
            if path in chain:
                circle = " → ".join(_stem(each) for each in (*chain[chain.index(path) :], path))
                problems.append(SpecError(f"extends goes round in a circle: {circle}", parent.location))
            elif len(chain) == bounds.SPEC_CHAIN.limit:
                problems.append(SpecError(bounds.SPEC_CHAIN.message, parent.location))
            elif path not in parents and len(parents) == bounds.SPEC_PARENTS.limit:
                problems.append(SpecError(bounds.SPEC_PARENTS.message, parent.location))
            elif path in parents[file]:
                problems.append(SpecError(f"extends names {path} twice", parent.location))
            else:
                parents[file].append(path)
                self._follow(path, chain, parents, chains, problems)

    def _parent_path(self, parent: Parent, problems: list[TfgenError]) -> str | None:
        try:
            return self.parent_file(parent.name)
        except SpecError as error:
            problems.append(SpecError(f"extends {error.message}", parent.location, error.hint))
            return None

    def _merge(self, order: tuple[str, ...]) -> SpecNode:
        """Return the merged knobs of the files in `order`; what many share is merged once."""
        if order not in self._merged:
            root = self.document(order[-1]).root
            assert root is not None, "only readable files are merged"
            self._merged[order] = merge(self._merge(order[:-1]), root) if len(order) > 1 else root
        return self._merged[order]

    def _content(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = self.files.read(path)
        return self._contents[path]

    def _may_say(self, path: str, *keys: bytes) -> bool:
        """Say whether the file may have one of `keys`, without the cost of parsing it."""
        if path in self._documents:
            return True
        try:
            content = self._content(path)
        except TfgenError:
            return True
        # A key can only be spelled otherwise with an escape in double quotes.
        return b"\\" in content or any(key in content for key in keys)

    def _pattern_documents(self) -> list[SpecDocument]:
        """Return the files that are pattern specs, or try to be."""
        paths = [path for path in self.stems.values() if self._may_say(path, b"matches")]
        documents = [self.document(path) for path in sorted(paths)]
        return [each for each in documents if each.matches or each.problems]

    def _serving(self, environment: str) -> list[SpecDocument]:
        # A broken spec elsewhere is no reason to refuse what a healthy one serves.
        return [
            each
            for each in self._pattern_documents()
            if each.matches and not each.abstract and each.matches.fullmatch(environment)
        ]

    def _known(self, rendered: Sequence[str]) -> list[str]:
        known = set(self.environments())
        # What can't be read counts as an environment, which says so when it is resolved; pattern specs don't.
        patterns = [document for document in self._pattern_documents() if document.matches]
        raise_all(problem for document in patterns for problem in document.problems)
        for name in rendered:
            if name not in known and is_environment_name(name) and self._serving(name):
                self.file_of(name)
                known.add(name)
        return sorted(known)

    def _double(self, path: str) -> SpecError:
        other = self.stems[_stem(path)]
        return SpecError(f"{path} and {other} are specs of the same name", Location(path), "remove one of them")

    def _not_for_rendering(self, document: SpecDocument, environment: str) -> SpecError:
        if document.matches:
            message = f"{quote(environment)} is a pattern spec: it serves names that match {_regex(document)}"
            return SpecError(message, Location(document.path))
        message = f"{quote(environment)} is abstract: it is there to be extended, not to be rendered"
        return SpecError(message, Location(document.path))

    def _unknown(self, environment: str) -> TfgenError:
        documents = self._pattern_documents()
        names = [name for name in self.stems if name not in {_stem(each.path) for each in documents}]
        names = [name for name in names if not self.document(self.stems[name]).abstract]
        return SpecError(
            f"there is no environment {quote(environment)}", hint=_ways_out(environment, names, documents)
        )

    def _no_match(self, glob: str, known: Sequence[str]) -> TfgenError:
        hint = _ways_out(glob.strip("*?"), known, self._pattern_documents())
        return SpecError(f"no environment matches {quote(glob)}", hint=hint)


def open_spec_files(files: Files) -> SpecFiles:
    """Return the spec files of `environments/`. Nothing is read yet but the folder's names.

    Args:
        files: The project's tree, on disk or in a git revision.
    """
    stems: dict[str, str] = {}
    doubles = []
    for name in files.names(FOLDER):
        if name.endswith(_SUFFIXES):
            path = f"{FOLDER}/{name}"
            if stems.setdefault(_stem(name), path) != path:
                doubles.append(path)
    return SpecFiles(files, stems, tuple(doubles))


def _stem(path: str) -> str:
    stem, dot, _suffix = path.removeprefix(f"{FOLDER}/").rpartition(".")
    return stem if dot and path.endswith(_SUFFIXES) else path


def _regex(document: SpecDocument) -> str:
    return document.matches.pattern if document.matches else ""


def _ways_out(word: str, names: Sequence[str], patterns: Sequence[SpecDocument]) -> str:
    near = nearest(word, names)
    parts = [f"did you mean {quote(near)}?"] if near else []
    if names:
        parts.append(f"environments: {join_names(names)}")
    serving = [f"{_regex(each)} ({each.path})" for each in patterns if each.matches and not each.abstract]
    if serving:
        parts.append(f"patterns: {join_names(serving)}")
    broken = [each.path for each in patterns if each.problems]
    if broken:
        parts.append(f"not readable: {join_names(broken)}")
    return "; ".join(parts) or f"{FOLDER}/ holds no spec"
