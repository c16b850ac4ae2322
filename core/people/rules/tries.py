"""How long the next try must wait, after many tries of late (OWASP ASVS 5.0, 6.3.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN = timedelta(hours=1)
"""After this long without a try the count begins anew."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Tries:
    """Tries of one address, or at one account: how many, the last, and when the next is listened to."""

    count: int
    last_at: datetime
    free_at: datetime


def another(before: Tries | None, free: int, now: datetime) -> Tries:
    """The count with one more try at `now`: the first `free` cost nothing, then the wait doubles, to its longest."""
    count = 1 if before is None or now - before.last_at > FORGOTTEN else before.count + 1
    over = count - free
    wait = timedelta() if over < 0 else min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
    return Tries(count, now, now + wait)
