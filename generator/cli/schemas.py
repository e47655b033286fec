"""`tfgen schemas`: the providers that a check knows, and more of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from generator import bounds, providers
from generator.check.run import SCHEMA_FOLDER, find_settings, provider_choice
from generator.check.schema.provider_versions import LOCK_FILE, locked_versions
from generator.cli.command import Run, command
from generator.errors import TfgenError
from generator.naming import quote
from generator.output import write_whole_file
from generator.providers.packing import pack


def schemas(
    run: Run,
    *,
    words: Annotated[
        list[str], typer.Argument(metavar="[add FILE]", help="What `terraform providers schema -json` printed.")
    ] = [],  # noqa: B006
    provider: Annotated[
        list[str],
        typer.Option(metavar="NAME=VERSION", help="The version of what is added, if no lock file says it."),
    ] = [],  # noqa: B006
) -> None:
    """List the providers that a check knows, with their versions, or add one to the project.

      terraform providers schema -json > schemas.json && tfgen schemas add schemas.json

    What is added is kept, packed, in provider-schemas/, which is to be committed. Its version is the one in the
    lock file beside FILE.
    """
    if words and (words[0] != "add" or len(words) != 2):  # noqa: PLR2004 - the word and the file
        raise TfgenError(f"{quote(' '.join(words))} is neither nothing nor add FILE")
    start = find_settings(Path.cwd()).folder
    if words:
        own = provider_choice(find_settings(Path.cwd()).settings, start, []).folder
        _add(run, Path(words[1]), Path(own) if own else start / SCHEMA_FOLDER, provider)
        return
    own = provider_choice(find_settings(Path.cwd()).settings, start, []).folder
    rows = [
        f"{release.source} {release.version}: {', '.join(_counts(release))}"
        for release in providers.available_providers(own)
    ]
    run.result("\n".join(rows))


def _counts(release: providers.Release) -> list[str]:
    words = {"resource": "resource types", "data": "data sources", "ephemeral": "ephemeral resource types"}
    counts = ((len(release.type_names(kind)), word) for kind, word in words.items())
    return [f"{count} {word}" for count, word in counts if count]


def _add(run: Run, file: Path, folder: Path, stated: list[str]) -> None:
    """Keep the schemas in a file, but those that are there already."""
    document = _read(file)
    versions = _lock_versions(file.parent) | {
        providers.normal_source(name): version for name, _, version in (each.partition("=") for each in stated)
    }
    found = {providers.normal_source(source): schema for source, schema in document.items()}
    found.pop(providers.BUILT_IN, None)
    unknown = sorted(found.keys() - versions.keys())
    if unknown:
        raise TfgenError(
            f"{file}: the version of {', '.join(unknown)} is not known: there is no {LOCK_FILE} beside it",
            hint=f"--provider {unknown[0]}=VERSION",
        )
    for source, schema in sorted(found.items()):
        version = versions[source]
        if not re.fullmatch(r"\d+(\.\d+)*(-[\w.]+)?", version) or not re.fullmatch(
            r"[\w.-]+(/[\w-]+){1,2}", source
        ):
            raise TfgenError(f"{file}: {quote(f'{source}={version}')} is no provider and version")
        if version in providers.releases(source):
            run.note(f"{source} {version}: comes with tfgen")
            continue
        try:
            content = pack(schema, source, version)
        except (ValueError, KeyError, TypeError, AttributeError) as why:
            raise TfgenError(f"{file}: {source}: this is no schema of a provider ({why})") from None
        target = folder.joinpath(*source.split("/"), f"{version}.bin")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole_file(target, content)
        run.note(f"{source} {version}: {run.place(target)}, {len(content):,} bytes")


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = opened.read(bounds.SCHEMA_BYTES.limit + 1)
    except OSError as why:
        raise TfgenError(f"{file}: {why.strerror}") from None
    if len(content) > bounds.SCHEMA_BYTES.limit:
        raise TfgenError(f"{file}: {bounds.SCHEMA_BYTES.message}")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise TfgenError(f"{file}: this is no JSON", hint="terraform providers schema -json prints it") from None
    found = document.get("provider_schemas") if isinstance(document, dict) else None
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise TfgenError(
            f"{file}: there are no provider_schemas in it", hint="terraform providers schema -json prints them"
        )
    return found


def _lock_versions(folder: Path) -> dict[str, str]:
    """Return the versions in a folder's lock file, by the providers' sources."""
    try:
        text = (folder / LOCK_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return locked_versions(text)


app = command(schemas)
