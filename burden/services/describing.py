"""What an edition says of itself: whose list, of what, for where, following which; from a form to its columns."""

import re
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from burden.models.editions import Edition
from burden.models.states import State
from core import clock
from core.db import db
from core.errors import Invalid
from core.values.text import Text

NATURE_OF_LIST: dict[str, tuple[tuple[str, ...], str]] = {
    "行政事业性收费": (("administrative_fee",), "xzsy"),
    "政府性基金": (("government_fund",), "zhengfu-jijin"),
    "政府定价的经营服务性收费": (("government_priced_service",), "jingying"),
    "涉企保证金": (("deposit",), "baozhengjin"),
    "行政审批前置中介服务收费": (("intermediary_service",), "zhongjie"),
    "国有资源有偿使用收入": (("resource_income",), "ziyuan"),
    "综合": (("administrative_fee", "government_fund", "government_priced_service", "deposit"), "zonghe"),
}
"""Nature in the words of the lists → its names in the rules, and how it is written in keys."""
MIXED = "综合"
"""A list of several natures: each row says its own."""
EVERY_SECTOR, ISSUER_ALONE = "all", "issuer"


@dataclass(frozen=True, slots=True)
class About:
    """What a publisher says of an edition."""

    title: str
    issuer: str
    region: str
    list_type: str
    follows: str | None = None
    """Key of the edition it follows; None begins a new series."""
    corrects: bool = False
    """It puts the one it follows right, rather than replacing it from a later day."""
    complete: str = "unknown"
    governs: str = EVERY_SECTOR
    """Every sector, the issuer alone, or one sector."""
    in_force_from: date | None = None
    """The day of effect proposed; the second publisher decides."""
    source: str = ""
    note: str = ""
    reason: str = ""

    @property
    def nature_of_rows(self) -> str:
        """The nature of rows that name none."""
        return "" if self.list_type == MIXED else self.list_type


def preceding(about: About) -> Edition | None:
    """The published edition that `about` follows.

    :raises Invalid: (field ``follows``) if there is none of that key.
    """
    if about.follows is None:
        return None
    chosen = select(Edition).where(Edition.key == about.follows, Edition.state == State.published)
    found = db.session.scalars(chosen).one_or_none()
    if found is None:
        raise Invalid({"follows": [Text("没有这一版清单，请重新选", "There is no such edition; choose again")]})
    return found


def describe(edition: Edition, about: About, base: Edition | None) -> None:
    """Write `about` into the columns of a draft."""
    natures, _ = NATURE_OF_LIST[about.list_type]
    edition.title, edition.issuer = about.title, about.issuer
    edition.region, edition.list_type = about.region, about.list_type
    edition.complete, edition.source, edition.note, edition.reason = (
        about.complete, about.source, about.note, about.reason,
    )  # fmt: skip
    edition.coverage = "full" if about.complete == "yes" else "excerpt"
    edition.in_force_from = about.in_force_from.isoformat() if about.in_force_from else None
    edition.precision, edition.in_force_to = "day", None
    edition.series = base.series if base is not None else edition.key
    edition.diff_with = base.key if base is not None else None
    edition.corrects_id = base.id if base is not None and about.corrects else None
    edition.scope_note = base.scope_note if base is not None else ""
    scope = dict(base.scope) if base is not None else {"nature": list(natures)}
    scope |= {"level": level_of(about.region), "region": about.region}
    scope.pop("sector", None)
    scope.pop("issuer", None)
    scope |= {"issuer": about.issuer} if about.governs == ISSUER_ALONE else {"sector": about.governs}
    edition.scope = scope


def about_of(edition: Edition, base: Edition | None) -> About:
    """What the columns of `edition` say."""
    scope = edition.scope
    day = edition.in_force_from
    return About(
        title=edition.title,
        issuer=edition.issuer,
        region=edition.region,
        list_type=edition.list_type,
        follows=base.key if base is not None else None,
        corrects=edition.corrects_id is not None,
        complete=edition.complete,
        governs=ISSUER_ALONE if "issuer" in scope else str(scope.get("sector", EVERY_SECTOR)),
        in_force_from=date.fromisoformat(day) if day and len(day) == 10 else None,
        source=edition.source,
        note=edition.note,
        reason=edition.reason,
    )


def first_about(follows: str | None) -> About:
    """What can be said of a new draft before its publisher says anything: the edition it follows, or the province.

    :raises Invalid: (field ``follows``) if there is no such edition.
    """
    blank = About(title="", issuer="", region="440000", list_type="行政事业性收费", follows=follows or None)
    base = preceding(blank)
    if base is None:
        return blank
    known = about_of(base, base)
    return replace(known, corrects=False, in_force_from=None, source="", note="", reason="")


def level_of(region: str) -> str:
    """The level of the body that publishes for a region, by its GB/T 2260 code."""
    if region == "000000":
        return "national"
    if region.endswith("0000"):
        return "province"
    return "city" if region.endswith("00") else "county"


def new_key(about: About, base: Edition | None) -> str:
    """A key nobody has: the series with the day of drafting, counted on if there are several of one day."""
    series = base.series if base is not None else f"{about.region}-{NATURE_OF_LIST[about.list_type][1]}"
    stem = f"{re.sub(r'[^a-z0-9-]+', '-', series.lower())[:56]}__{clock.today().isoformat()}"
    taken = set(db.session.scalars(select(Edition.key).where(Edition.key.startswith(stem, autoescape=True))))
    return next(key for number in range(1, 10_000) if (key := stem + (f"-{number}" if number > 1 else "")) not in taken)


def start_of(edition: Edition) -> str:
    """Its first day as written, for ordering; a year or a month stands at its end."""
    return (edition.in_force_from or edition.published_on or "").ljust(10, "9")


def editions_to_follow() -> list[tuple[str, str, str]]:
    """(key, title, region) of editions one may follow: the latest of each series and region, those of here first."""
    published = list(db.session.scalars(select(Edition).where(Edition.state == State.published)))
    latest: dict[tuple[str, str], Edition] = {}
    for edition in sorted(published, key=lambda one: (start_of(one), one.id)):
        latest[edition.series, edition.region] = edition
    found = sorted(latest.values(), key=lambda one: (not one.region.startswith("44"), one.region, one.title))
    return [(one.key, one.title, one.region) for one in found]
