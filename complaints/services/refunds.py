"""The ledger of money ordered back: every entry balances, so ordered = confirmed + disputed + outstanding, always.

*Confirmed* is what the payer says came in; *disputed* what the payer says did not, or was taken back; *outstanding*
what nobody has spoken of yet. What is ordered can be revised by a review, and ended where it was dealt with otherwise
(the payer not found and the sum confiscated, say): then it is owed to nobody here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from complaints.models.answers import RefundEntry
from complaints.models.cases import Matter
from complaints.services import sight
from complaints.services.sight import Sight
from core import clock
from core.db import db
from core.errors import Invalid
from core.policy import Actor
from core.values.money import NOTHING, Money
from core.values.text import Text

_TOO_MUCH = Text(
    "退款一共是 {most}，请核对金额；全部到账请点“确认到账”", "The refund is {most} in all; if all came in, confirm it"
)
_NOT_LESS = Text("您已确认到账 {least}，不能少于这个数", "You have confirmed {least} already; it cannot be less")
_NOT_RECEIVED = Text("您确认到账的是 {most}，要回去的不会更多", "You confirmed {most}; no more can be taken back")


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the money of one matter, or of many, stands."""

    ordered: Money = NOTHING
    """What is to be returned, revisions and endings reckoned in."""
    confirmed: Money = NOTHING
    disputed: Money = NOTHING
    outstanding: Money = NOTHING
    ended: Money = NOTHING
    """Of what was once ordered, what was dealt with otherwise."""

    @property
    def unpaid(self) -> Money:
        """What has not come in, by all that is known."""
        return self.disputed + self.outstanding


@dataclass(frozen=True, slots=True)
class BodyLine:
    """The balance of one body that owes."""

    body_id: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A refund that has not come in, and for how many days."""

    number: str
    body_id: int
    unpaid: Money
    since: date
    days: int


_SUMS = (
    func.coalesce(func.sum(RefundEntry.ordered), 0),
    func.coalesce(func.sum(RefundEntry.confirmed), 0),
    func.coalesce(func.sum(RefundEntry.disputed), 0),
    func.coalesce(func.sum(RefundEntry.outstanding), 0),
    func.coalesce(func.sum(case((RefundEntry.kind == "ended", -RefundEntry.ordered), else_=0)), 0),
)


def _balance(sums: Sequence[Any]) -> Balance:
    return Balance(*map(_money, sums))


def balance(matter_id: int) -> Balance:
    """Where the money of one matter stands."""
    return _balance(db.session.execute(select(*_SUMS).where(RefundEntry.matter_id == matter_id)).one())


def _enter(matter: Matter, kind: str, *, confirmed: Money, disputed: Money, outstanding: Money) -> None:
    db.session.add(
        RefundEntry(
            matter_id=matter.id,
            body_id=matter.body_id,
            handler_id=matter.handler_id,
            kind=kind,
            on=clock.today(),
            ordered=confirmed + disputed + outstanding,
            confirmed=confirmed,
            disputed=disputed,
            outstanding=outstanding,
        )
    )
    db.session.flush()


def order(matter: Matter, amount: Money) -> Balance:
    """A decision orders `amount` back, all in all; a later one puts another sum in its place.

    What the payer has confirmed stays confirmed, whatever a review says.
    """
    before = balance(matter.id)
    if before == Balance():
        if amount:
            _enter(matter, "ordered", confirmed=NOTHING, disputed=NOTHING, outstanding=amount)
        return balance(matter.id)
    change = max(amount, before.confirmed) - before.ordered
    if change.fen > 0:
        _enter(matter, "revised", confirmed=NOTHING, disputed=NOTHING, outstanding=change)
    elif change.fen < 0:
        outstanding = max(change, -before.outstanding)
        _enter(matter, "revised", confirmed=NOTHING, disputed=change - outstanding, outstanding=outstanding)
    return balance(matter.id)


def confirm_all(matter: Matter) -> Money:
    """The payer has all of it; what came in with it."""
    now = balance(matter.id)
    _enter(matter, "confirmed", confirmed=now.unpaid, disputed=-now.disputed, outstanding=-now.outstanding)
    return now.unpaid


def report(matter: Matter, received: Money) -> None:
    """The payer has `received` by now, all in all, and not the rest.

    :raises Invalid: if that is all or more, or less than what was confirmed before.
    """
    now = balance(matter.id)
    if received >= now.ordered:
        raise Invalid({"amount": [_TOO_MUCH.fill(most=now.ordered.display())]})
    if received < now.confirmed:
        raise Invalid({"amount": [_NOT_LESS.fill(least=now.confirmed.display())]})
    disputed = now.ordered - received - now.disputed
    _enter(matter, "disputed", confirmed=received - now.confirmed, disputed=disputed, outstanding=-now.outstanding)


def take_back(matter: Matter, amount: Money) -> None:
    """`amount` that had come in was demanded back.

    :raises Invalid: if that is nothing, or more than was confirmed.
    """
    now = balance(matter.id)
    if amount > now.confirmed or not amount:
        raise Invalid({"amount": [_NOT_RECEIVED.fill(most=now.confirmed.display())]})
    _enter(matter, "taken_back", confirmed=-amount, disputed=amount, outstanding=NOTHING)


def end(matter: Matter) -> Money:
    """What has not come in is dealt with otherwise; how much that is."""
    now = balance(matter.id)
    if now.unpaid:
        _enter(matter, "ended", confirmed=NOTHING, disputed=-now.disputed, outstanding=-now.outstanding)
    return now.unpaid


def _seen(actor: Actor) -> ColumnElement[bool]:
    seen = sight.anyhow(actor, Sight.steer_matter, Sight.audit_matter)
    return RefundEntry.matter_id.in_(select(Matter.id).where(seen))


def by_body(actor: Actor, since: date, until: date) -> list[BodyLine]:
    """What was entered from one day to another, both included, per body that owes, of what `actor` may see."""
    asked = (
        select(RefundEntry.body_id, *_SUMS)
        .where(_seen(actor), RefundEntry.on >= since, RefundEntry.on <= until)
        .group_by(RefundEntry.body_id)
        .order_by(RefundEntry.body_id)
    )
    return [BodyLine(body_id, _balance(sums)) for body_id, *sums in db.session.execute(asked)]


def ordered_between(actor: Actor, since: date, until: date, *of: ColumnElement[bool]) -> list[BodyLine]:
    """What was first ordered back from one day to another, both included, as it stands now, per body that owes.

    :param of: of which matters, beside that `actor` may see them.
    """
    first = select(RefundEntry.matter_id).group_by(RefundEntry.matter_id)
    first = first.having(func.min(RefundEntry.on) >= since, func.min(RefundEntry.on) <= until)
    asked = (
        select(RefundEntry.body_id, *_SUMS)
        .join(Matter, Matter.id == RefundEntry.matter_id)
        .where(_seen(actor), *of, RefundEntry.matter_id.in_(first))
        .group_by(RefundEntry.body_id)
        .order_by(RefundEntry.body_id)
    )
    return [BodyLine(body_id, _balance(sums)) for body_id, *sums in db.session.execute(asked)]


AGES = (30, 90)
"""Days since money was ordered back that tell unpaid refunds apart: up to the first, up to the second, more."""


@dataclass(frozen=True, slots=True)
class AgeLine:
    """What one body has not paid, and how much of it for how long, as in `AGES`."""

    body_id: int
    matters: int
    sums: tuple[Money, Money, Money]

    @property
    def unpaid(self) -> Money:
        return self.sums[0] + self.sums[1] + self.sums[2]


def ages(actor: Actor, *of: ColumnElement[bool]) -> list[AgeLine]:
    """Money that has not come in, per body that owes and by the days since it was first ordered back."""
    owed = (func.sum(RefundEntry.disputed) + func.sum(RefundEntry.outstanding)).label("owed")
    each = (
        select(RefundEntry.body_id, owed, func.min(RefundEntry.on).label("since"))
        .join(Matter, Matter.id == RefundEntry.matter_id)
        .where(_seen(actor), *of)
        .group_by(RefundEntry.matter_id, RefundEntry.body_id)
        .having(owed > 0)
        .subquery()
    )
    first, second = (clock.today() - timedelta(days=days) for days in AGES)
    parts = (each.c.since >= first, (each.c.since < first) & (each.c.since >= second), each.c.since < second)
    sums = [func.coalesce(func.sum(case((part, each.c.owed), else_=0)), 0) for part in parts]
    asked = select(each.c.body_id, func.count(), *sums).group_by(each.c.body_id).order_by(each.c.body_id)
    return [
        AgeLine(body_id, count, (_money(young), _money(older), _money(oldest)))
        for body_id, count, young, older, oldest in db.session.execute(asked)
    ]


def unpaid(actor: Actor, limit: int = 500) -> list[Unpaid]:
    """Refunds that have not come in, the oldest first, of what `actor` may see."""
    owed = func.sum(RefundEntry.disputed) + func.sum(RefundEntry.outstanding)
    asked = (
        select(Matter.number, Matter.body_id, owed, func.min(RefundEntry.on))
        .join(Matter, Matter.id == RefundEntry.matter_id)
        .where(_seen(actor))
        .group_by(Matter.id, Matter.number, Matter.body_id)
        .having(owed > 0)
        .order_by(func.min(RefundEntry.on), Matter.id)
        .limit(limit)
    )
    today = clock.today()
    return [
        Unpaid(number, body_id, _money(fen), since, (today - since).days)
        for number, body_id, fen, since in db.session.execute(asked)
    ]


def _money(value: Any) -> Money:
    return value if isinstance(value, Money) else Money.of_fen(int(value))
