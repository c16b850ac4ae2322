"""A complaint and its matters: what was told, who has it, where it stands."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.models.handling import Assignment, Clock, Recusal
from complaints.models.stakes import StakeBody
from complaints.rules.matters import Mode
from complaints.rules.states import State
from core import vault
from core.columns import BigKey, Day, Fen, Instant, JsonDocument
from core.db import Base
from core.values.money import Money

NEVER = date(2200, 1, 1)
"""Stands for "no day" where a column that lists are sorted and filtered by must not be empty."""
HUMAN_DESK = 0
"""The handler of what no body has: the supervisors' desk."""
UNKNOWN = 0
"""The body complained of where it is not known, or not on record."""
_COUNTED = ("filed_at", "amount", "body_id", "kind", "violation", "region", "state", "outcome", "stake_id", "id")
"""What an auditor counts by: beside the number in one index, so that no row need be read to count it."""


def _one_of(column: str, words: Collection[str]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{word}'" for word in words))


class Complaint(Base):
    """What somebody filed at once. Nothing here says who: that is in `Identity`, sealed."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    """Drawn by chance: it tells neither how many there are nor in which order they came."""
    mode: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))
    """web, api or counter."""
    filed_at: Mapped[datetime] = mapped_column(Instant, index=True)
    received_on: Mapped[date] = mapped_column(Day)
    """The day of receipt in law: tree, rules and terms are those of that day."""
    locator: Mapped[str] = mapped_column(String(7), unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64))
    code_used: Mapped[bool] = mapped_column(default=False)
    """Once the code was used, sending the form again gives no other."""
    form_digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Keyed hash of the form or the Idempotency-Key it came with."""
    content_digest: Mapped[str] = mapped_column(String(64))
    """Keyed hash of everything that was sent, to tell a retry from another complaint under the same key."""
    lang: Mapped[str] = mapped_column(String(2))
    certificate: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """The signed receipt, without the code."""
    sample: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint(_one_of("mode", list(Mode)), name="mode"),
        CheckConstraint(_one_of("channel", ("web", "api", "counter")), name="channel"),
    )


class Matter(Base):
    """One kind of wrong by one body: what is routed, handled, decided, and seen by itself."""

    __tablename__ = "matter"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    place: Mapped[int]
    """1, 2, 3 … within the complaint."""
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """By which its desk calls it; drawn by chance, so that two handlers of one complaint cannot join theirs."""
    owner: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Keyed hash of the account that filed; empty where it was filed without one, or anonymously."""
    counter_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """The organisation whose clerk filed it for a caller; 0 for none."""
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body_id: Mapped[int] = mapped_column(BigInteger, index=True)
    """The organisation complained of; `UNKNOWN` while it is not known or not on record."""
    body_name: Mapped[str] = mapped_column(Text)
    """As it is on record, else as the complainant called it."""
    stake_id: Mapped[int] = mapped_column(ForeignKey("stake.id"))
    """Who has a stake in it, and to whom it therefore does not exist."""
    region: Mapped[str] = mapped_column(String(6), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Answers to the questions of its kind; and, in the words of the rules, what routing was asked."""
    story: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    amount: Mapped[Money] = mapped_column(Fen)
    happened_on: Mapped[date | None] = mapped_column(Day)
    charge: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """The verdict in the form of the API, as it was when it was filed."""
    violation: Mapped[str] = mapped_column(String(24))
    """The verdict's name; empty where there is none."""
    filed_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    lap: Mapped[int] = mapped_column(default=0)
    """0 handled the first time, 1 under review, 2 under the second review."""
    handler_id: Mapped[int] = mapped_column(BigInteger)
    officer_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """Who acted for the handler last: the second person is another."""
    regime: Mapped[str] = mapped_column(String(40))
    happened: Mapped[dict[str, str]] = mapped_column(JsonDocument)
    """Event in the words of deadlines.yaml → its day."""
    due: Mapped[date] = mapped_column(Day)
    """The next day by which the handler owes something; `NEVER` if none."""
    due_stage: Mapped[str] = mapped_column(String(20), default="")
    wait_until: Mapped[date] = mapped_column(Day, default=NEVER)
    """While it waits for the complainant: the last day of the wait."""
    outcome: Mapped[str] = mapped_column(String(24), default="")
    """Of the latest decision; or declined, referred, withdrawn."""
    closed_on: Mapped[date | None] = mapped_column(Day)
    clocks: Mapped[list[Clock]] = relationship(order_by=Clock.id)
    """Every term that ever started, in that order."""
    assignments: Mapped[list[Assignment]] = relationship(order_by=Assignment.id)

    __table_args__ = (
        UniqueConstraint("complaint_id", "place"),
        CheckConstraint(_one_of("state", list(State)), name="state"),
        Index(None, "handler_id", "due", "id"),
        Index(None, "state", "due"),
        Index(None, "filed_at", "id"),
        Index(None, "filed_at", "number"),
        Index(None, "amount", "number"),
        Index("ix_matter_counted", "number", *_COUNTED),
    )

    @classmethod
    def owner_mark(cls, user_id: int) -> str:
        """What stands in `owner` of what that person filed."""
        return vault.mark("complaint-owner", str(user_id))

    @classmethod
    def stakes_of(cls, organisations: Collection[int]) -> Select[int]:
        """Ids of the stakes that one of `organisations` has a part in."""
        return select(StakeBody.stake_id).where(StakeBody.organisation_id.in_(organisations))

    @classmethod
    def recusals_of(cls, user_id: int) -> Select[int]:
        """Ids of the matters that this person has stepped back from."""
        return select(Recusal.matter_id).where(Recusal.user_id == user_id)

    @classmethod
    def assisted_by(cls, organisations: Collection[int]) -> Select[int]:
        """Ids of the matters that one of `organisations` assists with now."""
        return select(Assignment.matter_id).where(
            Assignment.organisation_id.in_(organisations), Assignment.part == "assistant", Assignment.current
        )
