"""Keys of the platform's own, each in a file of the instance folder that its owner alone may read.

They are made on first use. Lose one and what it sealed stays sealed: back the folder up apart from the database.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from flask import current_app


def key(name: str) -> bytes:
    """The key of that name, in the form of a Fernet key (32 random bytes in base64); of two who make it, one wins."""
    held: dict[str, bytes] = current_app.extensions.setdefault("vault", {})
    if name not in held:
        held[name] = _read(current_app.extensions["settings"].instance / "keys" / f"{name}.key")
    return held[name]


def _read(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    draft = path.parent / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def seal(name: str, words: str) -> str:
    """`words` encrypted under the key `name`."""
    return Fernet(key(name)).encrypt(words.encode()).decode("ascii")


def unseal(name: str, sealed: str) -> str:
    """The words of a token that `seal` made.

    :raises cryptography.fernet.InvalidToken: if it was not made under this key, or changed since.
    """
    return Fernet(key(name)).decrypt(sealed.encode("ascii")).decode()


def mark(purpose: str, words: str) -> str:
    """A keyed hash of `words`, to find them again by, or to compare; says nothing without the key."""
    return hmac.new(key("marks"), f"{purpose}\n{words}".encode(), hashlib.sha256).hexdigest()
