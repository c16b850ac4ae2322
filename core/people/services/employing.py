"""What the administrator does: add people, give and end memberships, lock accounts, hand out first passwords."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.errors import Invalid, NotFound, NotInThisState
from core.events import new_salt, personal, record
from core.people.models.users import Membership, User
from core.people.services import organising, secrecy, signing_in
from core.policy import Actor, Role
from core.values.text import Text

FIRST_PASSWORD_GOOD_FOR = timedelta(days=7)
PAGE = 50

_TAKEN = Text("这个账号已经有人用了，请换一个", "This sign-in name is taken; choose another")
_HELD = Text("这个人在这家单位已有这个角色", "This person has this role there already")
_ORDER = Text("结束日不能早于开始日", "It cannot end before it begins")
_OWN_LOCK = Text(
    "不能停用自己的账号，请另一位管理员来做", "You cannot lock your own account; ask another administrator"
)
_OVER = Text("这一条已经结束了", "It has ended already")


@dataclass(frozen=True)
class MembershipLine:
    """What a person does for an organisation, and when."""

    id: int
    role: Role
    organisation: str
    from_on: date
    to_on: date | None

    def lasts(self, on: date) -> bool:
        """Whether it holds on the day `on`."""
        return self.from_on <= on and (self.to_on is None or self.to_on >= on)


@dataclass(frozen=True)
class PersonLine:
    """A person as the administrator sees one."""

    id: int
    sign_in_name: str
    name: str
    locked_at: datetime | None
    first_password_until: datetime | None
    has_codes: bool
    sample: bool
    created_at: datetime
    memberships: tuple[MembershipLine, ...]


def add_person(
    actor: Actor, sign_in_name: str, name: str, *, password: str = "", sample: bool = False
) -> tuple[int, str]:
    """Add somebody who can sign in, with a first password to hand over; (id, that password).

    :param password: given for samples only: kept as it is and never asked to be changed.
    :raises Invalid: at ``sign_in_name`` if it is taken.
    """
    folded = signing_in.fold(sign_in_name)
    if db.session.scalar(select(User.id).where(User.sign_in_name == folded)) is not None:
        raise Invalid({"sign_in_name": [_TAKEN]})
    first = password or secrecy.new_password()
    now = clock.now()
    user = User(
        sign_in_name=folded,
        name=name,
        salt=new_salt(),
        password_hash=secrecy.hash_password(first),
        first_password_until=None if password else now + FIRST_PASSWORD_GOOD_FOR,
        sample=sample,
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    record(_stream(user.id), "person.added", {"person": user.id, "name": personal(name, user.salt)}, actor)
    return user.id, first


def give_membership(
    actor: Actor, user_id: int, organisation_id: int, role: Role, from_on: date, to_on: date | None = None
) -> int:
    """From `from_on` the person does `role` for the organisation; the membership's id.

    :raises NotFound: if there is no such person.
    :raises Invalid: if the days are in the wrong order, or the person has the role there already in that time.
    """
    _person(user_id)
    if to_on is not None and to_on < from_on:
        raise Invalid({"to_on": [_ORDER]})
    held = select(Membership.id).where(
        Membership.user_id == user_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
        or_(Membership.to_on.is_(None), Membership.to_on >= from_on),
        *([Membership.from_on <= to_on] if to_on else []),
    )
    if db.session.scalar(held.limit(1)) is not None:
        raise Invalid({"role": [_HELD]})
    row = Membership(user_id=user_id, organisation_id=organisation_id, role=role, from_on=from_on, to_on=to_on)
    db.session.add(row)
    db.session.flush()
    says = {"membership": row.id, "organisation": organisation_id, "role": str(role), "from": from_on.isoformat()}
    record(_stream(user_id), "membership.given", says | {"to": to_on.isoformat() if to_on else None}, actor)
    return row.id


def end_membership(actor: Actor, user_id: int, membership_id: int) -> None:
    """The membership ends now: access is lost at once. One that has not begun is as if it had never been given.

    :raises NotFound: if the person has no such membership.
    :raises NotInThisState: if it has ended already.
    """
    asked = select(Membership).where(Membership.id == membership_id, Membership.user_id == user_id)
    row = db.session.scalars(asked.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    today = clock.today()
    if row.to_on is not None and row.to_on < today:
        raise NotInThisState(_OVER)
    if row.from_on >= today:
        db.session.delete(row)
    else:
        row.to_on = today - timedelta(days=1)
    record(_stream(user_id), "membership.ended", {"membership": membership_id}, actor)


def lock(actor: Actor, user_id: int) -> None:
    """Lock the account and end all its sessions at once; its keys are refused from now on.

    :raises NotInThisState: for one's own account.
    """
    if user_id == actor.user_id:
        raise NotInThisState(_OWN_LOCK)
    user = _person(user_id)
    user.locked_at = user.locked_at or clock.now()
    signing_in.end_sessions(user_id)
    record(_stream(user_id), "person.locked", {}, actor)


def unlock(actor: Actor, user_id: int) -> None:
    """Let the person sign in again."""
    _person(user_id).locked_at = None
    record(_stream(user_id), "person.unlocked", {}, actor)


def hand_out_password(actor: Actor, user_id: int) -> str:
    """A new first password to hand over; the old one is void, sessions end, one-time codes stay as they are."""
    user = _person(user_id)
    first = secrecy.new_password()
    user.password_hash = secrecy.hash_password(first)
    user.first_password_until = clock.now() + FIRST_PASSWORD_GOOD_FOR
    signing_in.end_sessions(user_id)
    record(_stream(user_id), "person.password_handed_out", {}, actor)
    return first


def id_of(sign_in_name: str) -> int | None:
    """Whose sign-in name that is."""
    return db.session.scalar(select(User.id).where(User.sign_in_name == signing_in.fold(sign_in_name)))


def take_codes_away(actor: Actor, user_id: int) -> None:
    """The person's phone is lost: one-time codes are to be set up anew; sessions end."""
    user = _person(user_id)
    user.totp_secret = None
    signing_in.end_sessions(user_id)
    record(_stream(user_id), "person.codes_taken_away", {}, actor)


def _person(user_id: int) -> User:
    user = db.session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound
    return user


def _stream(user_id: int) -> tuple[str, str]:
    return ("person", str(user_id))


def list_people(words: str = "", after: int = 0) -> tuple[list[PersonLine], int]:
    """People whose name or sign-in name holds `words`, in order of being added, from the one after `after` on.

    A page of them, and after whom the next page begins (0 if there is none).
    """
    asked = select(User).where(User.id > after).order_by(User.id).limit(PAGE + 1)
    if words:
        folded = signing_in.fold(words)
        asked = asked.where(
            or_(User.name.contains(words.strip(), autoescape=True), User.sign_in_name.contains(folded, autoescape=True))
        )
    users = list(db.session.scalars(asked))
    page = users[:PAGE]
    held = _memberships_of([user.id for user in page])
    return [_line(user, held.get(user.id, ())) for user in page], page[-1].id if len(users) > PAGE else 0


def find_person(user_id: int) -> PersonLine:
    """One person.

    :raises NotFound: if there is none.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return _line(user, _memberships_of([user_id]).get(user_id, ()))


def _line(user: User, held: Collection[MembershipLine]) -> PersonLine:
    return PersonLine(
        id=user.id,
        sign_in_name=user.sign_in_name,
        name=user.name,
        locked_at=user.locked_at,
        first_password_until=user.first_password_until,
        has_codes=user.totp_secret is not None,
        sample=user.sample,
        created_at=user.created_at,
        memberships=tuple(held),
    )


def _memberships_of(user_ids: Collection[int]) -> dict[int, list[MembershipLine]]:
    rows = db.session.scalars(select(Membership).where(Membership.user_id.in_(user_ids)).order_by(Membership.id)).all()
    names = organising.names((row.organisation_id for row in rows), clock.today())
    found: dict[int, list[MembershipLine]] = {}
    for row in rows:
        line = MembershipLine(row.id, Role(row.role), names.get(row.organisation_id, "—"), row.from_on, row.to_on)
        found.setdefault(row.user_id, []).append(line)
    return found


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """People's names, for showing who did something."""
    asked = select(User.id, User.name).where(User.id.in_(set(user_ids)))
    return dict(db.session.execute(asked).all())
