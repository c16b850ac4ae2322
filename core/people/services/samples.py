"""People and enterprises of the demo (示例): sign-ins for every role, two where two persons act; by `flask demo`."""

import random
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select

from core import clock
from core.db import db
from core.people.models.users import User
from core.people.rules.roles import NAMES
from core.people.services import employing, organising
from core.policy import SYSTEM, Role
from core.values.identifiers import CREDIT_ALPHABET, credit_check_character
from core.values.text import Text

PASSWORD = "lizhi-longan-mugua"
"""The password of every sample person, printed at every start of the demo. No other account ever gets it."""

_SEED = 9
_PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("enterprise", "企业成员（示例）", Role.enterprise_member, ""),
    ("publisher", "发布员甲（示例）", Role.publisher, "440000-fgw"),
    ("publisher2", "发布员乙（示例）", Role.publisher, "440000-czt"),
    ("recogniser", "采信员甲（示例）", Role.recogniser, "440113-scjg"),
    ("recogniser2", "采信员乙（示例）", Role.recogniser, "440113-scjg"),
    ("recogniser3", "采信员丙（示例）", Role.recogniser, "440100-scjg"),
    ("laboratory", "检测机构成员（示例）", Role.laboratory_member, "440000-tsjy"),
    ("clerk", "受理员（示例）", Role.intake_clerk, "440100-gxj"),
    ("handler", "经办人甲（示例）", Role.handler, "440100-scjg"),
    ("handler2", "经办人乙（示例）", Role.handler, "440100-scjg"),
    ("supervisor", "监督员（示例）", Role.supervisor, "440000-gxt"),
    ("auditor", "审计员（示例）", Role.auditor, "440000-sjt"),
    ("survey", "调查统计员（示例）", Role.survey_officer, "440000-gxt"),
    ("admin", "系统管理员（示例）", Role.system_administrator, "440000-gxt"),
)
"""Sign-in name, name, role, code of the body; the enterprise member works for the first sample enterprise."""

_PLACES = (
    ("440113", "广州番禺"), ("440106", "广州天河"), ("440305", "深圳南山"), ("440605", "佛山南海"), ("441900", "东莞"),
    ("442000", "中山"), ("440402", "珠海香洲"), ("440783", "开平"), ("440881", "廉江"), ("441302", "惠州惠城"),
    ("445102", "潮州湘桥"), ("440507", "汕头龙湖"),
)  # fmt: skip
_TRADES = (
    "精密五金", "电子科技", "食品", "陶瓷", "纺织印染", "塑胶制品", "机械设备", "物流", "新材料", "家具",
    "环保设备", "玩具",
)  # fmt: skip


@dataclass(frozen=True)
class SampleSignIn:
    """What the demo prints for a role."""

    role: Text
    sign_in_name: str
    password: str


def add_sample_people() -> list[SampleSignIn]:
    """Add the demo's people and enterprises where they are missing, in the caller's transaction; how to sign in.

    The tree of bodies must be there (`organising.load_organisations`).
    """
    first_enterprise = _add_enterprises()
    today = clock.today()
    since = today - timedelta(days=365)
    known = set(db.session.scalars(select(User.sign_in_name).where(User.sample)))
    for sign_in_name, name, role, code in _PEOPLE:
        if sign_in_name in known:
            continue
        body = organising.body(code, today) if code else None
        user_id, _ = employing.add_person(SYSTEM, sign_in_name, name, password=PASSWORD, sample=True)
        employing.give_membership(SYSTEM, user_id, body.id if body else first_enterprise, role, since)
    return sign_ins()


def sign_ins() -> list[SampleSignIn]:
    """How to sign in as each of the demo's people who are there; empty on a platform without samples."""
    there = set(db.session.scalars(select(User.sign_in_name).where(User.sample)))
    return [SampleSignIn(NAMES[role], name, PASSWORD) for name, _, role, _ in _PEOPLE if name in there]


def are_there() -> bool:
    """Whether samples were added to this platform."""
    return bool(db.session.scalar(select(exists().where(User.sample))))


def _add_enterprises() -> int:
    """Twelve made-up enterprises with valid credit codes, the same on every platform; the id of the first."""
    chance = random.Random(_SEED)
    ids = [
        organising.add_enterprise(_credit_code(chance, region), f"{place}示例{trade}有限公司", region, sample=True)
        for (region, place), trade in zip(_PLACES, _TRADES, strict=True)
    ]
    return ids[0]


def _credit_code(chance: random.Random, region: str) -> str:
    """A code of a made-up enterprise: registered by the market regulator (91), its body beginning with MA."""
    first = f"91{region}MA" + "".join(chance.choice(CREDIT_ALPHABET) for _ in range(7))
    return first + credit_check_character(first)
