"""Pictures to look at: never the file itself but a fresh one of its pixels, made in a child process that is bounded.

So nothing that hides in a file (a second format, a script, a place, an exploit of a decoder) reaches a reader, and a
picture of a billion pixels costs 256 MB and ten seconds at most, in a process that may die.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import BoundedSemaphore

from core.errors import NotFound
from core.files.kinds import Kind
from core.values.text import Text

SECONDS = 10.0
AT_ONCE = 2
"""Children of one process at a time."""
LARGEST = 4 << 20
_CHILD = Path(__file__).with_name("shrinking.py")
_turns = BoundedSemaphore(AT_ONCE)
NO_PICTURE = Text(
    "这张图打不开，可能坏了或太大；可以下载原文件", "The picture cannot be shown: damaged or too large. Download it"
)


def picture(pieces: Iterable[bytes], kind: Kind) -> bytes:
    """A JPEG to show of a picture's file; at most 1600 pixels wide and high, nothing in it but pixels.

    :raises NotFound: if there is none to show.
    """
    if not kind.shown:
        raise NotFound(NO_PICTURE)
    with _turns:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD), kind.id],
                input=b"".join(pieces),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={},
                cwd="/",
            )
        except subprocess.TimeoutExpired as error:
            raise NotFound(NO_PICTURE) from error
    made = done.stdout
    if done.returncode or not made.startswith(b"\xff\xd8\xff") or len(made) > LARGEST:
        raise NotFound(NO_PICTURE)
    return made
