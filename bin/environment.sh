# Sourced by bin/run and bin/test: a virtual environment with what the named requirements file pins.
# Made once, made again only when the file's text changes.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  echo "This needs Python 3.11 or later (Debian, Ubuntu: apt-get install python3 python3-venv)." >&2
  exit 1
}

prepare() {
  local wanted=$1 stamp=.venv/installed-$(basename "$(dirname "$1")")
  local digest
  digest=$(cat requirements.txt "$wanted" | cksum)
  if [ ! -x .venv/bin/python ]; then
    local python
    python=$(find_python) || exit 1
    echo "Making a virtual environment in .venv" >&2
    "$python" -m venv .venv || {
      echo "The venv module is missing (Debian, Ubuntu: apt-get install python3-venv)." >&2
      exit 1
    }
  fi
  if [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ]; then
    echo "Installing what $wanted pins" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$wanted" || exit 1
    echo "$digest" >"$stamp"
  fi
  export PATH="$PWD/.venv/bin:$PATH" FLASK_APP=wsgi PYTHONDONTWRITEBYTECODE=${PYTHONDONTWRITEBYTECODE-}
}
