"""Files as laboratories export them, made small; and a laboratory's member who sends them."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import func, select

from core.db import db, transaction
from core.policy import Actor
from registry.models.reports import Report
from registry.services.importing import entering, receiving, weighing
from registry.services.importing.choosing import Choices
from registry.services.importing.entering import Brought
from registry.services.importing.placing import laboratory_of
from registry.services.importing.reading import Reading, read_reports
from registry.services.importing.receiving import Shown
from registry.services.importing.weighing import Weighed
from registry.services.lawkeeping import current
from tests.registry.services.world import World

LAYOUTS = Path(__file__).parent / "layouts"
HEADS = (
    "报告编号", "委托单位", "统一社会信用代码", "检测对象", "检测项目", "检测方法", "检测结果", "单位", "标准限值",
    "单项判定", "检测日期", "签发日期", "检测机构",
)  # fmt: skip
GOOD = dict(
    zip(
        HEADS,
        ("R-1", "示例铝材厂", "91440600MA4UX01244", "1号排气筒DA001", "颗粒物", "HJ 836-2017", "4.8", "mg/m³", "10",
         "合格", "2024-03-06", "2024-03-11", "示例粤检环境检测有限公司"),
        strict=True,
    )
)  # fmt: skip


def row(**changed: str) -> dict[str, str]:
    """A good row, but for what is changed."""
    return {**GOOD, **changed}


def csv_of(*rows: dict[str, str], heads: tuple[str, ...] = HEADS, encoding: str = "utf-8-sig") -> bytes:
    lines = [",".join(heads), *(",".join(f'"{one.get(head, "")}"' for head in heads) for one in rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(cells: dict[str, Any], merged: dict[str, Any] | None = None) -> bytes:
    """A workbook of one sheet: address → value; merged range → value."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for span, value in (merged or {}).items():
        sheet.merge_range(span, value)
    for address, value in cells.items():
        if isinstance(value, str) and value.startswith("="):
            sheet.write_formula(address, value, None, "")
        else:
            sheet.write(address, value)
    book.close()
    return made.getvalue()


@dataclass
class Desk:
    """The laboratory's member, and short ways to act."""

    world: World
    name: str = "LAB01"
    sent: int = field(default=0)

    @property
    def actor(self) -> Actor:
        return self.world.laboratory(self.name)

    def read(self, content: bytes, **choices: Any) -> tuple[Reading, Weighed]:
        laboratory, law = laboratory_of(self.actor), current()
        reading = read_reports(io.BytesIO(content), Choices(**choices), laboratory, law)
        return reading, weighing.weigh(reading, laboratory, self.actor, law)

    def told(self, content: bytes, **choices: Any) -> dict[str, str]:
        """Address → what keeps it back, in English."""
        reading, _ = self.read(content, **choices)
        return {f"{one.column or ''}{one.row or ''}": one.what.en for one in reading.problems if one.blocking}

    def bring(self, content: bytes) -> Brought:
        with transaction():
            return entering.import_file(content, self.actor)

    def send(self, content: bytes, name: str = "台账.csv") -> int:
        self.sent += 1
        with transaction():
            return receiving.receive(content, name, f"{self.name}-{self.sent}", self.actor)

    def show(self, number: int) -> Shown:
        return receiving.show(number, self.actor)


def count() -> int:
    """Reports on record, as another looks: pages commit in a session of their own."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Report)) or 0
