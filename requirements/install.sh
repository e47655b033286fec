#!/bin/sh
# Installs tfgen from here, with what the named locks hold: install.sh PYTHON EXTRAS LOCK…
# An index may lack a locked file: a mirror that keeps only what is newer, a platform without wheels. Then what
# pyproject.toml allows is taken, and that is said; with LOCKED=only, as in CI, it is an error. A file that is there with
# another hash always is one.
set -eu
python=$1 extras=$2
shift 2
for name in "$@"; do set -- "$@" --requirement "requirements/$name.txt"; shift; done
pip() { "$python" -m pip --disable-pip-version-check "$@"; }

if problem=$(pip install --quiet --require-hashes "$@" 2>&1); then
  pip install --quiet --no-deps --no-build-isolation --editable .
  exit
fi
case "${LOCKED:-}$problem" in
  only* | *'DO NOT MATCH THE HASHES'*)
    printf '%s\n' "$problem" >&2
    exit 1
    ;;
esac
printf '%s\n' "$problem" | tail -n 3 | cut -c 1-200 >&2
echo 'note: what requirements/ locks is not to be had here; what pyproject.toml allows is installed instead' >&2
pip install --quiet --editable ".$extras"
