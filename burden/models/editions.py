"""Lists as departments publish them: an edition and its entries, in their official words."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from burden.models.states import Publication, state_is_known
from core.columns import BigKey, JsonDocument
from core.db import Base


class Edition(Publication, Base):
    """One publisher's list from a day. A correction is a new edition that names the one it corrects.

    Days (`in_force_from`, `in_force_to`, `published_on`, `as_of`) are kept as the source writes them: ``2019-07-01``,
    ``2021-03``, ``2018`` or nothing. What such a day means in law, by `precision`, is read in `burden.rules`.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    """Its name in addresses: lower-case letters, digits, ``-`` and ``_``."""
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    region: Mapped[str] = mapped_column(String(6))
    list_type: Mapped[str] = mapped_column(String(40))
    """The nature in the words of the list (行政事业性收费 …)."""
    as_of: Mapped[str | None] = mapped_column(String(10))
    series: Mapped[str] = mapped_column(String(80), index=True)
    """Editions of one series and region follow one another."""
    coverage: Mapped[str] = mapped_column(String(20))
    """full | excerpt | partial_verified | sample_unverified: whether a missing row says anything."""
    diff_with: Mapped[str | None] = mapped_column(String(80))
    """Key of the edition that this one may be compared with row by row."""
    source: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """What the list governs: nature, level, region, sector or issuer, topic …; words of the head of editions.yaml."""
    complete: Mapped[str] = mapped_column(String(8))
    """yes | no | unknown: whether, within its scope, what is not on it may not be charged."""
    in_force_from: Mapped[str | None] = mapped_column(String(10))
    in_force_to: Mapped[str | None] = mapped_column(String(10))
    published_on: Mapped[str | None] = mapped_column(String(10))
    precision: Mapped[str] = mapped_column(String(5))
    """day | month | year: how exact the first of `in_force_from` and `published_on` is."""
    scope_note: Mapped[str] = mapped_column(Text, default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

    entries: Mapped[list["Entry"]] = relationship(
        back_populates="edition", order_by="Entry.row", cascade="all, delete-orphan"
    )

    __table_args__ = (
        state_is_known(),
        CheckConstraint("complete IN ('yes', 'no', 'unknown')", name="complete"),
        CheckConstraint("\"precision\" IN ('day', 'month', 'year')", name="precision"),
        Index(None, "state"),
    )


class Entry(Base):
    """An item's row in one edition, in the words of the list: the columns of the published form, left to right."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    row: Mapped[int] = mapped_column(Integer)
    """Number of the row in its file, from 1, without the head."""
    serial: Mapped[str] = mapped_column(String(40), default="")
    department: Mapped[str] = mapped_column(Text, default="")
    collecting_body: Mapped[str] = mapped_column(Text, default="")
    body_kind: Mapped[str] = mapped_column(String(40), default="")
    item_name: Mapped[str] = mapped_column(Text)
    list_nature: Mapped[str] = mapped_column(String(40), default="")
    funds: Mapped[str] = mapped_column(Text, default="")
    payers: Mapped[str] = mapped_column(Text, default="")
    standard_words: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[str] = mapped_column(Text, default="")
    basis_words: Mapped[str] = mapped_column(Text, default="")
    relief_words: Mapped[str] = mapped_column(Text, default="")
    on_enterprises: Mapped[str] = mapped_column(String(8), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    item_key: Mapped[str | None] = mapped_column(String(64), index=True)

    edition: Mapped[Edition] = relationship(back_populates="entries")

    __table_args__ = (UniqueConstraint("edition_id", "row"),)


COLUMNS: dict[str, str] = {
    "序号": "serial",
    "部门名称": "department",
    "收费单位名称": "collecting_body",
    "单位性质": "body_kind",
    "收费项目": "item_name",
    "收费性质": "list_nature",
    "资金管理方式": "funds",
    "征收对象或服务内容": "payers",
    "收费标准(原文)": "standard_words",
    "标准制定方式及部门": "set_by",
    "政策依据(文号)": "basis_words",
    "减免规定": "relief_words",
    "是否涉企": "on_enterprises",
    "备注": "remark",
    "来源": "source",
    "核实": "confirmed",
    "item_key": "item_key",
}
"""Heading of the published form → column of `entry`, in the order of the form."""
