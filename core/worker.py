"""The worker: does follow-up work while there is any, sleeps a little while there is none, stops when told."""

import logging
import signal
from datetime import time
from threading import Event
from typing import Any

from sqlalchemy.exc import DBAPIError

from core import feed, jobs
from core.db import db
from core.people.services import signing_in, slowing

SHORTEST_SLEEP = 0.2
LONGEST_SLEEP = 3.0
"""Seconds. What was asked for is begun within the longest sleep."""

log = logging.getLogger("core.worker")


@jobs.handler("core.tidy", daily=time(3, 0))
def tidy(_args: dict[str, Any]) -> None:
    """Take away what was over long ago: sessions, counts of tries, jobs that are done."""
    signing_in.forget_old()
    slowing.forget_old()
    jobs.forget_done()


def work_once(stopping: Event) -> int:
    """Everything that is due now: recurring duties asked for, jobs done, events numbered; how much there was."""
    jobs.raise_duties()
    done = jobs.run_due(stopping.is_set)
    stamped = 0 if stopping.is_set() else feed.stamp()
    db.session.remove()
    return done + stamped


def work(stopping: Event) -> None:
    """Work until `stopping` is set; a database that is away, or has no tables yet, is waited for."""
    sleep = SHORTEST_SLEEP
    while not stopping.is_set():
        try:
            busy = work_once(stopping)
        except DBAPIError as error:
            log.warning("the database is not ready, trying again: %s", error.orig)
            db.session.remove()
            busy = 0
        sleep = SHORTEST_SLEEP if busy else min(sleep * 2, LONGEST_SLEEP)
        stopping.wait(sleep)


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
