"""Two laboratories, an enterprise with a boiler, two departments: the small world of the stored registry."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core import clock
from core.db import transaction
from core.people.services import organising
from core.policy import SYSTEM, Actor, Role
from registry.rules.record import Conclusion
from registry.services import keeping, lawbook, licensing, looking_up, recording
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import SubjectRef
from registry.services.looking_up import LookedUp, Query
from registry.services.recording import Outcome

INSIDE, OUTSIDE_CHECK, METHOD = "boiler_internal_inspection", "boiler_external_inspection", "TSG 11-2020"
BOILER = SubjectRef("11004401132019000001", "equipment.boiler", name="1号锅炉")
PERIODIC = "se_boiler_periodic"
FACTS = {"hydro_test_needed": False}
PURPOSE = "1号锅炉使用登记"
NOON = "2026-11-25T12:00"


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class World:
    """Who is there, by id; and short ways to act."""

    enterprise: int
    code: str
    laboratories: dict[str, int]
    codes: dict[str, str]
    bureau: int
    other_bureau: int
    boiler: int

    def department(self, user: int = 901, body: int = 0) -> Actor:
        return Actor(user, "recogniser", frozenset({(Role.recogniser, body or self.bureau)}))

    def laboratory(self, name: str = "LAB06", user: int = 911) -> Actor:
        return Actor(user, "laboratory", frozenset({(Role.laboratory_member, self.laboratories[name])}))

    def member(self, user: int = 921, body: int = 0) -> Actor:
        return Actor(user, "enterprise", frozenset({(Role.enterprise_member, body or self.enterprise)}))

    def report(self, number: str = "N-1", *findings: NewFinding, laboratory: str = "LAB06", **more: Any) -> NewReport:
        given: dict[str, Any] = {"subject": BOILER, "issued_on": day("2026-03-03"), "client": self.code} | more
        return NewReport(
            issuer=self.codes[laboratory], number=number, findings=findings or (finding(),), **given
        )  # fmt: skip

    def record(self, number: str = "N-1", *findings: NewFinding, actor: Actor = SYSTEM, **more: Any) -> Outcome:
        with transaction():
            return recording.record_report(self.report(number, *findings, **more), actor)

    def look(self, actor: Actor | None = None, **more: Any) -> LookedUp:
        given: dict[str, Any] = {"procedure": PERIODIC, "facts": FACTS, "on": day("2026-05-01")} | more
        with transaction():
            return looking_up.look_up(Query(SubjectRef(id=self.boiler), **given), PURPOSE, actor or self.department())

    def line(self, requirement: str = INSIDE, **more: Any) -> Any:
        answer = self.look(**more).answer
        return next(line for line in answer.lines if line.requirement == requirement)


def finding(parameter: str = INSIDE, conclusion: str = "pass", tested: str = "2026-03-01", **more: Any) -> NewFinding:
    given: dict[str, Any] = {"method": METHOD} | more
    return NewFinding(parameter, Conclusion(conclusion), day(tested), **given)


def at(instant: str) -> None:
    """Set the clock: an instant in China, ``2026-11-25T12:00``."""
    now = datetime.fromisoformat(f"{instant}+08:00").astimezone(UTC)
    clock.set_clock(lambda: now)


def build() -> World:
    """Put it on record; the clock stands at noon of 25 November 2026."""
    at(NOON)
    with transaction():
        rows = lawbook.rows("laboratories-sample")
        laboratories = licensing.add_laboratories(rows, sample=True)
        licensing.add_scopes(lawbook.rows("accreditations-sample"), laboratories)
        bureau, other = (organising.body(code, clock.today()) for code in ("440113-scjg", "440100-scjg"))
        holder = next(one for one in organising.bodies(clock.today(), words="番禺示例精密五金", enterprises=True))
        boiler = keeping.add(BOILER, holder.code, SYSTEM, region="440113")
    assert bureau and other
    codes = {row["id"]: row["uscc"] for row in rows}
    return World(holder.id, holder.code, laboratories, codes, bureau.id, other.id, boiler)
