#!/bin/sh
# Installs tfgen in a pipeline: tfgen-install.sh PYTHON. What it runs on comes by version and hash (tfgen-dependencies.txt,
# which an update of tfgen brings), then what tfgen-requirements.txt names, and nothing that either would ask for.
set -eu
python=$1
pip() { "$python" -m pip --disable-pip-version-check --no-input --quiet "$@"; }

if ! grep --quiet --invert-match --extended-regexp '^[[:space:]]*(#|$)' tfgen-requirements.txt; then
  echo 'tfgen-requirements.txt names nothing to install; docs/pipelines.md says what can stand there' >&2
  exit 1
fi
pip install --require-hashes --requirement tfgen-dependencies.txt
pip install --no-deps --no-build-isolation --requirement tfgen-requirements.txt
