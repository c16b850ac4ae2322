"""Encryption of a file in pieces, so that memory stays flat: AES-256-GCM, a key for each file, each piece numbered.

A file is ``GDF1``, a salt of 16 bytes, then pieces of 64 KiB, each with its tag of 16 bytes. The number of a piece and
whether it is the last are its nonce; the file's own name goes into the key. So a piece that was changed, moved, left
out or taken from another file, and a tail that was cut, are all found.
"""

import os
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PIECE = 64 * 1024
_BEGINNING, _SALT, _TAG = b"GDF1", 16, 16


class Tampered(Exception):
    """A kept file is not as it was written."""


def _cipher(master: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"file\n" + name.encode()).derive(master))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def sealed(pieces: Iterable[bytes], master: bytes, name: str) -> Iterator[bytes]:
    """What to write down for a file of these pieces, of any length each."""
    salt = os.urandom(_SALT)
    cipher, number = _cipher(master, salt, name), 0
    yield _BEGINNING + salt
    held = b""
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            yield cipher.encrypt(_nonce(number, False), held[:PIECE], None)
            held, number = held[PIECE:], number + 1
    yield cipher.encrypt(_nonce(number, True), held, None)


def opened(file: IO[bytes], master: bytes, name: str) -> Iterator[bytes]:
    """The pieces of a file that `sealed` made, each proved before it is handed on.

    :raises Tampered: at the first piece that is not as it was written, or at the end if the tail is cut.
    """
    beginning = file.read(len(_BEGINNING) + _SALT)
    if not beginning.startswith(_BEGINNING):
        raise Tampered(name)
    cipher, number = _cipher(master, beginning[len(_BEGINNING) :], name), 0
    piece = file.read(PIECE + _TAG)
    while piece:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, None)
        except InvalidTag as error:
            raise Tampered(name) from error
        piece, number = following, number + 1
    if not number:
        raise Tampered(name)
