"""Guessing slowed down: tries are counted in one table, by keyed hashes, for all processes alike.

Filing and looking up as a visitor are never counted.
"""

import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

from core import clock
from core.db import db
from core.errors import Busy
from core.people.models.keys import SignInAttempt
from core.people.rules.tries import FORGOTTEN, Tries, another
from core.values.text import Text

FREE_BY_ADDRESS = 30
"""Tries of one address before it must wait: an office has one address."""
FREE_BY_ADDRESS_AND_NAME = 5
FREE_BY_NAME = 50
"""Tries at one account from anywhere: high, or a stranger could lock its owner out."""

_BUSY = Text("太多次了，请 {n} 分钟后再试", "Too many tries; wait {n} min")


def count_try(address: str, name: str) -> None:
    """Count a try to sign in, before it is looked at, in the caller's transaction.

    :raises Busy: if there were too many of late; this one is then not counted.
    """
    _count(_counted(address, name))


def count_guess(address: str, locator: str) -> None:
    """Count a try to prove a code, before it is looked at: by what it should open, so that no office is locked out.

    :raises Busy: if there were too many of late at this one; it is then not counted.
    """
    _count(_guessed(address, locator))


def count_wrong_guess(address: str) -> None:
    """Count a wrong code of an address; a right one is never refused for the wrong ones of its neighbours.

    :raises Busy: if there were too many of late.
    """
    _count([(_hash("address-of-guesses", address), FREE_BY_ADDRESS)])


def guessed_right(address: str, locator: str) -> None:
    """The code was right: its counts begin anew."""
    hashes = [who for who, _ in _guessed(address, locator)]
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.who.in_(hashes)))


def _guessed(address: str, locator: str) -> list[tuple[str, int]]:
    return [
        (_hash("address-and-code", f"{address}\n{locator}"), FREE_BY_ADDRESS_AND_NAME),
        (_hash("code", locator), FREE_BY_NAME),
    ]


def _count(counted: list[tuple[str, int]]) -> None:
    now = clock.now()
    for who, free in counted:
        row = _take(who, now)
        if row.free_at > now:
            raise _busy(row.free_at - now)
        seen = another(Tries(row.tries, row.last_at, row.free_at) if row.tries else None, free, now)
        row.tries, row.last_at, row.free_at = seen.count, seen.last_at, seen.free_at
    db.session.flush()


def succeeded(address: str, name: str) -> None:
    """The try was right: the account's counts begin anew, and the address is not charged for it."""
    by_address, *by_name = (who for who, _ in _counted(address, name))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.who.in_(by_name)))
    row = db.session.get(SignInAttempt, by_address, with_for_update=True)
    if row is not None:
        row.tries = max(0, row.tries - 1)
        row.free_at = min(row.free_at, row.last_at) if row.tries < FREE_BY_ADDRESS else row.free_at


def forget_old() -> None:
    """Take away counts that no longer matter."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.last_at < clock.now() - 2 * FORGOTTEN))


def _counted(address: str, name: str) -> list[tuple[str, int]]:
    return [
        (_hash("address", address), FREE_BY_ADDRESS),
        (_hash("address-and-name", f"{address}\n{name}"), FREE_BY_ADDRESS_AND_NAME),
        (_hash("name", name), FREE_BY_NAME),
    ]


def _hash(kind: str, words: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"tries\n{kind}\n{words}".encode(), "sha256").hexdigest()


def _take(who: str, now: datetime) -> SignInAttempt:
    """The row of `who`, held until the transaction ends."""
    insert = insert_in_postgresql if db.engine.dialect.name == "postgresql" else insert_in_sqlite
    row = {"who": who, "tries": 0, "last_at": now, "free_at": now}
    db.session.execute(insert(SignInAttempt).values(row).on_conflict_do_nothing())
    asked = select(SignInAttempt).filter_by(who=who).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(asked).one()


def _busy(wait: timedelta) -> Busy:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return Busy(_BUSY.fill(n=minutes), retry_after=int(wait.total_seconds()) + 1)
