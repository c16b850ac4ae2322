"""The files that are kept: encrypted in the instance folder under names drawn by chance, with a row in the database.

A file is written before its row is: a row always has its file. What has no row, or was kept for a form that never
came, is swept away after a while.
"""

import hashlib
import os
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from flask import current_app
from sqlalchemy import BigInteger, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, jobs, vault
from core.columns import Instant
from core.db import Base, db, transaction
from core.errors import Busy
from core.files import kinds
from core.files.archives import refused
from core.files.kinds import KINDS, Kind
from core.files.sealing import PIECE, Tampered, opened, sealed
from core.files.sniffing import sniff
from core.values.text import Text

KEY = "files"
MOST = 20 * 1024 * 1024
"""Bytes that a file may have: 20 MB."""
DRAFTS_GOOD_FOR = timedelta(days=2)
"""How long a file is kept for a form that is not submitted yet."""
MOST_OF_DRAFTS = 8 << 30
"""Bytes of all such files together: more, and somebody is filling the disk."""
_FULL = Text(
    "现在没提交的文件太多，暂时收不下。请先提交，文件以后凭回执码补交；或者过一小时再试",
    "Too many files wait unsubmitted, so none can be taken now. Submit first and add the file later with your code, "
    "or try again in an hour",
)


class StoredFile(Base):
    """A file that is kept. Its bytes are on disk, sealed under `key`."""

    __tablename__ = "stored_file"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    """128 random bits: its name on disk."""
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its bytes as they came, in hexadecimal."""
    attached: Mapped[bool] = mapped_column(index=True)
    """Whether it belongs to something; else it is swept away in `DRAFTS_GOOD_FOR`."""
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was written down."""

    key: str
    kind: Kind
    size: int
    digest: str
    active: bool = False
    """Whether it holds what the program that opens it may act upon."""
    traces: tuple[str, ...] = ()
    """What it gives away, by the names of `core.files.traces`."""


def keep(source: IO[bytes], name: str = "", most: int = MOST) -> Kept:
    """Tell what `source` is and write it down, encrypted; outside a transaction, for it takes a while.

    It is nobody's until `enter` puts it on record. `source` must be able to seek.

    :param name: as it was called; counts only against it.
    :raises Invalid: naming ``file``, if it is empty, too large or of a kind that is not taken.
    """
    size = source.seek(0, os.SEEK_END)
    if size > most:
        raise refused(kinds.TOO_LARGE)
    found = sniff(source, size, name)
    key = secrets.token_hex(16)
    digest = _write(source, key)
    return Kept(key, found.kind, size, digest, found.active, found.traces)


def _write(source: IO[bytes], key: str) -> str:
    """The digest of what was written: whole and on disk, or not there under its name."""
    running, path = hashlib.sha256(), _path(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{key}")
    source.seek(0)

    def pieces() -> Iterator[bytes]:
        while piece := source.read(PIECE):
            running.update(piece)
            yield piece

    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in sealed(pieces(), _master(), key):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    _sync(path.parent)
    return running.hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _master() -> bytes:
    return urlsafe_b64decode(vault.key(KEY))


def _folder() -> Path:
    found: Path = current_app.extensions["settings"].instance / "files"
    return found


def _path(key: str) -> Path:
    return _folder() / key[:2] / key


def enter(kept: Kept, *, attached: bool = True) -> None:
    """Put a file that `keep` wrote on record, in the caller's transaction; one that waits for a form stays as it is.

    :param attached: False for a form that is not submitted yet: swept away unless `attach` is called in time.
    :raises Busy: if too much waits for forms already.
    """
    if not attached:
        waiting = select(func.coalesce(func.sum(StoredFile.size), 0)).where(~StoredFile.attached)
        if db.session.scalars(waiting).one() + kept.size > MOST_OF_DRAFTS:
            raise Busy(_FULL, 3600)
    elif attach(kept.key):
        return
    row = StoredFile(
        key=kept.key, kind=kept.kind.id, size=kept.size, digest=kept.digest, attached=attached, at=clock.now()
    )
    db.session.add(row)
    db.session.flush()


def attach(key: str) -> Kept | None:
    """The file of that key, if it waits for a form; from now on it belongs to something, in the same transaction."""
    asked = update(StoredFile).where(StoredFile.key == key, ~StoredFile.attached).values(attached=True)
    taken = db.session.execute(asked.returning(StoredFile.key)).one_or_none()
    return find_all([key])[key] if taken else None


def find_all(keys: list[str]) -> dict[str, Kept]:
    """What is on record of the files of these keys."""
    asked = select(StoredFile.key, StoredFile.kind, StoredFile.size, StoredFile.digest).where(StoredFile.key.in_(keys))
    rows = db.session.execute(asked).all() if keys else []
    return {row.key: Kept(row.key, KINDS[row.kind], row.size, row.digest) for row in rows}


def waiting(keys: list[str]) -> set[str]:
    """Which of these files wait for a form still."""
    asked = select(StoredFile.key).where(StoredFile.key.in_(keys), ~StoredFile.attached)
    return set(db.session.scalars(asked)) if keys else set()


def drop(key: str) -> None:
    """Take a file off the record, in the caller's transaction; call `erase` once that is committed."""
    db.session.execute(delete(StoredFile).where(StoredFile.key == key))


def erase(key: str) -> None:
    """Take a file that is on no record off the disk."""
    with suppress(FileNotFoundError):
        _path(key).unlink()


def read(key: str) -> Iterator[bytes]:
    """The bytes of a kept file as they came, piece by piece, once all of them have been proved.

    :raises Tampered: before anything is handed on, if the file is gone or not as it was written.
    """
    path, master = _path(key), _master()
    with suppress(FileNotFoundError):
        for _ in _pieces(path, master, key):
            pass
        return _pieces(path, master, key)
    raise Tampered(key)


def _pieces(path: Path, master: bytes, key: str) -> Iterator[bytes]:
    """The bytes, read as they are asked for: while an answer is sent, outside every context."""
    with open(path, "rb") as file:
        yield from opened(file, master, key)


@jobs.handler("core.sweep_files", daily=time(3, 30), own_transactions=True)
def sweep(_args: dict[str, Any]) -> None:
    """Take away what waited for a form that never came, and files on disk of which there is no record."""
    old = clock.now() - DRAFTS_GOOD_FOR
    with transaction():
        gone = delete(StoredFile).where(~StoredFile.attached, StoredFile.at < old).returning(StoredFile.key)
        keys = list(db.session.scalars(gone))
    for key in keys:
        erase(key)
    any_left = db.session.scalars(select(StoredFile.key).limit(1)).one_or_none()
    db.session.rollback()
    for folder in _folder().glob("[0-9a-f][0-9a-f]") if any_left else ():
        _sweep_folder(folder, old.timestamp())


def _sweep_folder(folder: Path, old: float) -> None:
    """Files of one folder that are old and on no record: of an upload that broke off, or was rolled back.

    Never called on an empty record: that is rather the wrong database than a folder full of leftovers.
    """
    there = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < old}
    known = set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.startswith(folder.name))))
    db.session.rollback()
    for name in there.keys() - known:
        there[name].unlink(missing_ok=True)
