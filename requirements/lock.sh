#!/bin/sh
# Locks what tfgen runs on (run.txt), is built with (build.txt), and is tested and documented with (test.txt): versions and
# hashes for every Python from 3.11 on. sbom.cdx.json, which the wheel carries, says what run.txt does as CycloneDX.
# `make lock` runs it; with `--upgrade` everything goes to the newest that pyproject.toml allows.
set -eu
cd "$(dirname "$0")/.."
lock() {
  target="requirements/$1.txt"
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --custom-compile-command 'make lock' --output-file "$target" "$@"
}
lock run pyproject.toml "$@"
# hatchling needs editables for an editable install.
python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], "editables", sep="\n")' |
  lock build - "$@"
lock test pyproject.toml --extra test --extra docs --constraint requirements/run.txt "$@"

parts=$(mktemp -d)
trap 'rm -r "$parts"' EXIT
python -m venv --without-pip "$parts"
uv pip install --quiet --python "$parts/bin/python" --require-hashes --requirement requirements/run.txt
cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON \
  --output-file requirements/sbom.cdx.json "$parts/bin/python"
