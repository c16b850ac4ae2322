"""How long it takes to start: the shell's help, and building the application.

Both sides from compiled files, as installed: where ``PYTHONDONTWRITEBYTECODE`` forbids to write them, the platform
alone would be compiled anew each time, for pip compiles what it installs.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Bar, in_turns

ROOT = Path(__file__).resolve().parent.parent
OURS = "import wsgi; from core.config import read_settings; wsgi.create_app(read_settings({'INSTANCE': %r}))"
BARE = "from benchmarks.bare import bare_app; bare_app()"


def bars(folder: Path) -> Iterator[Bar]:
    """``flask --help`` and ``create_app()``, each in a new process, against the bare application's."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True)

    ours, bare = in_turns(
        lambda: run("-m", "flask", "--app", "wsgi", "--help"), lambda: run("-m", "benchmarks.bare", "--help"), turns=5
    )
    yield Bar("flask --help", "bare app, same extensions", ours / bare, "≤ 1.3", f"{ours:.2f} s, {bare:.2f} s")
    ours, bare = in_turns(lambda: run("-c", OURS % str(folder)), lambda: run("-c", BARE), turns=5)
    yield Bar(
        "create_app() in a new process",
        "bare app, same extensions",
        ours / bare,
        "≤ 1.3",
        f"{ours:.2f} s, {bare:.2f} s",
    )
