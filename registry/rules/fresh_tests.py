"""Edge rule 9: articles that demand a new test. Only an event does; a periodic duty is an age limit."""

from datetime import date

from registry.rules.record import FreshTest


def demanded(article: FreshTest | None, on: date) -> bool:
    """Whether a new test is demanded on `on`: the article's event has happened and its dates hold (edge rule 9).

    ``from`` ≤ `on` ≤ ``to``; without an event there is no fresh test.
    """
    if article is None or article.start is None:
        return False
    return article.start <= on and (article.end is None or on <= article.end)


def too_old(article: FreshTest | None, tested_on: date, on: date) -> bool:
    """Whether a test is older than the event since which a new one is demanded on `on` (edge rule 9).

    What was tested on the day of the event or since satisfies the article.
    """
    return demanded(article, on) and article is not None and article.start is not None and tested_on < article.start
