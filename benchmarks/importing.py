"""A laboratory's file of 100,000 rows put on record, against what nobody can do without: reading it, inserting it.

The floor reads the same CSV by the standard library and inserts as many reports and findings into the same tables,
with their keys, indexes and triggers, by the driver's own executemany, in one transaction; it looks at nothing. The
peer of workbooks is openpyxl's reading alone, in its read-only mode; nothing is put on record there.
"""

import csv
import io
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import Flask
from sqlalchemy import select

from benchmarks.measuring import Bar
from core.db import db, transaction
from core.people.models.organisations import Organisation
from core.policy import Actor, Role
from core.values.identifiers import credit_check_character
from registry.services import lawbook, licensing
from registry.services.importing import entering

ROWS, TURNS = 100_000, 2
HEAD = (
    "报告编号", "委托单位", "统一社会信用代码", "检测对象", "检测项目", "检测方法", "检测结果", "单位", "标准限值",
    "单项判定", "采样日期", "检测日期", "签发日期", "检测机构",
)  # fmt: skip
TESTED = (
    ("颗粒物", "HJ 836-2017", "mg/m³", "20"), ("二氧化硫", "HJ 57-2017", "mg/m³", "50"),
    ("氮氧化物", "HJ 693-2014", "mg/m³", "150"), ("烟气黑度", "HJ/T 398-2007", "级", "1"),
    ("非甲烷总烃", "HJ 38-2017", "mg/m³", "60"),
)  # fmt: skip
REPORT = (
    "INSERT INTO report (id, issuer_id, number, chain, supersedes_id, subject_id, batch, client_id, client_name, "
    "required_by_id, sampling, voluntary, consented, sampled_on, issued_on, valid_until, status, withdrawn_on, "
    "withdrawn_reason, standing, standing_reason, file_key, note, digest, finding_count, entered_by, entered_for, "
    "claimed_by, entered_at, sample) VALUES (?, ?, ?, ?, NULL, ?, NULL, 0, ?, 0, '', 0, 0, ?, ?, NULL, 'final', NULL, "
    "'', 'confirmed', '', '', '', '', ?, 0, 0, 0, '2026-01-01', 0)"
)
FINDING = (
    'INSERT INTO finding (report_id, place, parameter, method, value, qualifier, unit, "limit", conclusion, '
    "tested_on) VALUES (?, ?, ?, ?, ?, '', ?, ?, 'pass', ?)"
)
OPENPYXL = (
    "import sys, time, openpyxl; s = time.process_time(); "
    "b = openpyxl.load_workbook(sys.argv[1], read_only=True); n = sum(len(r) for r in b.active.values); "
    "print(time.process_time() - s)"
)


def rows(turn: int, count: int) -> Iterator[tuple[str, ...]]:
    """Five findings a report, four hundred clients, two thousand eight hundred outlets."""
    for number in range(count):
        report, place = divmod(number, len(TESTED))
        client = report % 400
        first = f"91440600MA{client:07d}"
        parameter, method, unit, limit = TESTED[place]
        value = "ND" if place < 3 and number % 11 == 0 else f"{number % 97 / 10}"
        yield (
            f"BM-{turn}-{report:06d}", f"示例企业{client}", first + credit_check_character(first),
            f"{client % 7}号排气筒", parameter, method, value, unit, limit, "合格", "2026-03-01",
            f"2026-03-{1 + report % 9:02d}", "2026-03-15", "示例粤检环境检测有限公司",
        )  # fmt: skip


def as_csv(turn: int, count: int) -> bytes:
    """The file as CSV."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(HEAD)
    writer.writerows(rows(turn, count))
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(turn: int, count: int) -> bytes:
    """The file as a workbook, values as numbers where they are."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_numbers": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate((HEAD, *rows(turn, count))):
        sheet.write_row(number, 0, cells)
    book.close()
    return made.getvalue()


def laboratory(app: Flask) -> Actor:
    """A member of the first sample laboratory, which is put on record."""
    with app.app_context(), transaction():
        known = licensing.add_laboratories(lawbook.rows("laboratories-sample"), sample=True)
        licensing.add_scopes(lawbook.rows("accreditations-sample"), known)
    return Actor(1, "measured", frozenset({(Role.laboratory_member, known["LAB01"])}))


def entered(app: Flask, actor: Actor, content: bytes) -> float:
    """Seconds of this process's CPU to put the file on record."""
    with app.app_context():
        start = time.process_time()
        with transaction():
            brought = entering.import_file(content, actor)
        spent = time.process_time() - start
    if brought.refused or not brought.created:
        raise RuntimeError(f"{brought.refused} refused: {brought.problems[:1]}")
    return spent


def floor(app: Flask, content: bytes, first: int) -> float:
    """Seconds of CPU to read the same CSV and insert as much of it, looking at nothing."""
    with app.app_context():
        issuer = db.session.scalars(select(Organisation.id).limit(1)).one()
        subject = _a_subject()
        start = time.process_time()
        with transaction():
            _insert(content, first, issuer, subject)
        return time.process_time() - start


def _a_subject() -> int:
    found = db.session.connection().exec_driver_sql("SELECT max(id) FROM subject").scalar()
    return int(found or 0)


def _insert(content: bytes, first: int, issuer: int, subject: int) -> None:
    read = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""))
    next(read)
    reports: list[tuple[Any, ...]] = []
    findings: list[tuple[Any, ...]] = []
    known: dict[str, int] = {}
    for cells in read:
        number = known.get(cells[0])
        if number is None:
            number = known[cells[0]] = first + len(known)
            said = (f"raw-{cells[0]}", f"raw-{cells[0]}", subject, cells[1], cells[10], cells[12], len(TESTED))
            reports.append((number, issuer, *said))
        place = 1 + len(findings) % len(TESTED)
        findings.append((number, place, cells[4], cells[5], cells[6], cells[7], cells[8], cells[11]))
    connection = db.session.connection()
    connection.exec_driver_sql(REPORT, reports)
    connection.exec_driver_sql(FINDING, findings)


def bars(app: Flask, folder: Path, peers: Path | None, count: int = ROWS) -> Iterator[Bar]:
    """CSV against the floor, XLSX against openpyxl's reading; the best of some turns, each on new numbers."""
    actor = laboratory(app)
    entered(app, actor, as_csv(99, 500))  # what the first file of a process pays once
    ours, raw, books = [], [], []
    for turn in range(TURNS):
        content = as_csv(turn, count)
        ours.append(entered(app, actor, content))
        raw.append(floor(app, content, 100_000_000 + turn * count))
        books.append(entered(app, actor, as_xlsx(turn + 10, count)))
    best, least = min(ours), min(raw)
    yield Bar(
        f"import of {count:,} rows, CSV", "raw csv + executemany, same tables (CPU)", best / least, "≤ 4",
        f"{best:.1f} s, {least:.1f} s",
    )  # fmt: skip
    yield _workbook(min(books), folder, peers, count)


def _workbook(best: float, folder: Path, peers: Path | None, count: int) -> Bar:
    what, against = f"import of {count:,} rows, XLSX", "openpyxl's reading alone"
    file = folder / "measured.xlsx"
    file.write_bytes(as_xlsx(0, count))
    python = peers / "bin" / "python" if peers else None
    if python is None:
        return Bar(what, against, None, "≤ 0.3", f"no --peers; ours {best:.1f} s")
    least = min(_seconds(lambda: _ask(python, file)) for _ in range(TURNS))
    return Bar(what, against, best / least, "≤ 0.3", f"{best:.1f} s, {least:.1f} s")


def _seconds(ask: Callable[[], str]) -> float:
    return float(ask())


def _ask(python: Path, file: Path) -> str:
    return subprocess.run(
        [str(python), "-c", OPENPYXL, str(file)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
