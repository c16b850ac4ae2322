"""Files that are kept: sealed on disk, proved before a byte is handed on, swept away if nobody came for them."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from core import clock, vault
from core.db import db, transaction
from core.errors import Busy, Invalid
from core.files import sealing, store
from core.files.sealing import PIECE, Tampered
from core.files.store import Kept, StoredFile

TEXT = "收据一张，六百元".encode() * 20_000
NIGHT = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


def keep(content: bytes = TEXT, *, attached: bool = True) -> Kept:
    kept = store.keep(io.BytesIO(content))
    with transaction():
        store.enter(kept, attached=attached)
    return kept


def there(kept: Kept) -> bool:
    return store._path(kept.key).exists()


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_is_opened_byte_for_byte(size: int) -> None:
    content, key = bytes(number % 251 for number in range(size)), bytes(32)
    whole = b"".join(sealing.sealed([content[:100], content[100:]], key, "a"))
    assert content not in whole or size < 4
    assert b"".join(sealing.opened(io.BytesIO(whole), key, "a")) == content


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: 20 + PIECE + 16],
        lambda whole: whole[:20],
        lambda whole: b"",
        lambda whole: whole + whole[-30:],
        lambda whole: whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
        lambda whole: whole[:20] + whole[20 + PIECE + 16 :] + whole[20 : 20 + PIECE + 16],
        lambda whole: b"GDF1" + bytes(16) + whole[20:],
    ],
    ids=[
        "a byte cut",
        "a piece cut",
        "all pieces cut",
        "nothing",
        "added to",
        "a bit",
        "two pieces changed over",
        "salt",
    ],
)
def test_every_change_of_a_sealed_file_is_found(change: object) -> None:
    whole = b"".join(sealing.sealed([TEXT[: 2 * PIECE]], bytes(32), "a"))
    with pytest.raises(Tampered):
        list(sealing.opened(io.BytesIO(change(whole)), bytes(32), "a"))  # type: ignore[operator] # one of the above


def test_a_file_put_in_the_place_of_another_is_found() -> None:
    whole = b"".join(sealing.sealed([TEXT], bytes(32), "a"))
    with pytest.raises(Tampered):
        list(sealing.opened(io.BytesIO(whole), bytes(32), "b"))


def test_on_disk_there_is_nothing_to_read_and_no_name_of_theirs(bare_app: Flask) -> None:
    kept = keep()
    path = store._path(kept.key)
    assert b"".join(store.read(kept.key)) == TEXT
    assert "收据".encode() not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (kept.kind.id, kept.size, len(path.name)) == ("text", len(TEXT), 32)
    assert vault.key(store.KEY) not in path.read_bytes()


def test_a_changed_file_is_refused_before_its_first_byte(bare_app: Flask) -> None:
    kept = keep()
    path = store._path(kept.key)
    whole = bytearray(path.read_bytes())
    whole[-5] ^= 1
    path.write_bytes(whole)
    with pytest.raises(Tampered):
        store.read(kept.key)
    path.unlink()
    with pytest.raises(Tampered):
        store.read(kept.key)


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空的"), (b"a" * (store.MOST + 1), "超过 20 MB"), (b"\0\1\2\3", "认不出")]
)
def test_what_is_not_taken_leaves_nothing_behind(bare_app: Flask, content: bytes, words: str) -> None:
    before = set(store._folder().glob("*/*"))
    with pytest.raises(Invalid) as error:
        store.keep(io.BytesIO(content))
    assert words in error.value.fields["file"][0].zh
    assert set(store._folder().glob("*/*")) == before


def test_a_file_of_just_twenty_megabytes_is_taken(bare_app: Flask) -> None:
    kept = store.keep(io.BytesIO(b"a" * store.MOST))
    assert kept.size == 20 * 1024 * 1024
    store.erase(kept.key)


def test_what_nobody_came_for_is_swept_away_after_two_days(bare_app: Flask) -> None:
    mine, draft, orphan = keep(), keep(attached=False), store.keep(io.BytesIO(TEXT))
    clock.set_clock(lambda: datetime.now(UTC) + timedelta(days=1))
    store.sweep({})
    assert (there(mine), there(draft), there(orphan)) == (True, True, True)
    clock.set_clock(lambda: datetime.now(UTC) + timedelta(days=2, hours=1))
    store.sweep({})
    store.sweep({})
    assert (there(mine), there(draft), there(orphan)) == (True, False, False)
    assert db.session.get(StoredFile, draft.key) is None
    assert b"".join(store.read(mine.key)) == TEXT


def test_a_sweep_on_an_empty_record_takes_nothing(bare_app: Flask) -> None:
    orphan = store.keep(io.BytesIO(TEXT))
    clock.set_clock(lambda: datetime.now(UTC) + timedelta(days=9))
    store.sweep({})
    assert there(orphan)


def test_a_draft_is_attached_once(bare_app: Flask) -> None:
    draft = keep(attached=False)
    with transaction():
        assert store.attach(draft.key) is not None
    with transaction():
        assert store.attach(draft.key) is None
        assert store.attach("0" * 32) is None


def test_drafts_cannot_fill_the_disk(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_OF_DRAFTS", len(TEXT) + 10)
    keep(attached=False)
    with pytest.raises(Busy):
        keep(attached=False)
    keep()
