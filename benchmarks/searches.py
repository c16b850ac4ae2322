"""The search engine against FTS5 over the same bigrams: the same made-up complaints, the same words, CPU of each.

Both answer what a list asks: how many there are, and the newest twenty of them by day.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import column, func, select, table, text

from benchmarks.measuring import Bar, cpu_of_each, p50_p95
from core.db import db, transaction
from core.search import keeping
from core.search.analysis import fold
from core.search.documents import SearchDocument
from core.search.engines import engine
from core.search.query import parse

KIND = "benchmark"
SEED = 20261125
PAGE = 20

Answer = tuple[int, list[str]]
"""How many match, and the keys of the newest of them."""

_filed = table("filed", column("document_id"), column("day"))
_WORDS = (
    "商标注册费", "不动产登记费", "特种设备检验费", "诉讼费", "保证金", "检测费", "会费", "培训费", "赞助", "摊派",
    "证照工本费", "环境监测", "消防检测", "市场监督管理局", "自然资源局", "生态环境局", "住房城乡建设局",
    "不动产登记中心", "行业协会", "检测公司", "人民法院", "公安局交警支队", "天河区", "番禺区", "南山区", "顺德区",
    "惠阳区", "东莞市", "中山市", "佛山市", "江门市", "湛江市", "多收", "重复收费", "不开票据", "强制服务",
    "拒不退款", "窗口人员说", "必须先交钱", "才能办理", "没有收据", "按文件规定", "上级要求", "每年都要",
    "营业执照", "施工许可", "竣工验收", "电梯", "锅炉", "压力容器",
)  # fmt: skip
_QUERIES = (
    "商标", "诉讼费", "检测", "天河区", "番禺区检测费", "重复收费", "不开票据", "人民法院", "保证金", "退款",
    "电梯", "锅炉检验", "行业协会会费", "强制服务", "2026〕17号", "发改价格", "营业执照", "竣工验收", "必须先交钱",
    "赞助", "顺德区商标", "交警支队", "压力容器", "每年都要", "上级要求", "不动产登记中心",
)  # fmt: skip
_OTHERWISE = [chr(0x4E00 + 11 * at) for at in range(400)]
"""Characters of everything else that people tell: a word of the list stands in one text in six, not in every second."""
_FILED = "(document_id INTEGER PRIMARY KEY, day INTEGER)"


def texts(number: int) -> dict[str, str]:
    """Made-up complaints of some two hundred characters, always the same ones."""
    chance = random.Random(SEED)
    made = {}
    for at in range(number):
        words = chance.choices(_WORDS, k=10) + ["".join(chance.choices(_OTHERWISE, k=5)) for _ in range(26)]
        chance.shuffle(words)
        words.insert(5, f"粤发改价格〔{chance.randint(2010, 2026)}〕{chance.randint(1, 400)}号")
        words.insert(12, f"{chance.randint(50, 90_000)}元，")
        made[f"B{at}"] = "，".join("".join(words[part : part + 4]) for part in range(0, len(words), 4)) + "。"
    return made


def bars(app: Flask, folder: Path, documents: int) -> Iterator[Bar]:
    """Time to find, each question asked once, and to build; both engines count the same, or the run fails."""
    made = texts(documents)
    fts, fts_build = _fts5(folder / "fts5.db", made)
    with app.app_context():
        own_build = _own(made)
        db.session.rollback()
        _ours("先问一句"), fts("先问一句")
        ours, theirs = cpu_of_each(_ours, _QUERIES, turns=1), cpu_of_each(fts, _QUERIES, turns=1)
        for query in _QUERIES:
            if _ours(query) != fts(query):
                raise RuntimeError(f"{query}: {_ours(query)} here, {fts(query)} by FTS5")
    for name, goal, own, other in zip(("p50", "p95"), ("≤ 2", "≤ 3"), p50_p95(ours), p50_p95(theirs), strict=True):
        detail = f"{own * 1000:.1f} ms, {other * 1000:.1f} ms, {documents:,} documents"
        yield Bar(f"search, CPU {name}", "FTS5 over the same bigrams", own / other, goal, detail)
    detail = f"{own_build:.1f} s, {fts_build:.1f} s CPU"
    yield Bar("search, building the index", "FTS5 over the same bigrams", own_build / fts_build, "≤ 8", detail)


def _own(made: dict[str, str]) -> float:
    """Put the texts under search and index them; the CPU of the indexing."""
    with transaction():
        keeping.put_all(KIND, made)
    start = time.process_time()
    while engine().take_in(keeping.BULK):
        pass
    took = time.process_time() - start
    with transaction():
        db.session.execute(text(f"CREATE TABLE filed {_FILED}"))
        days = "SELECT id, CAST(substr(key, 2) AS INTEGER) * 7919 % 1000 FROM search_document WHERE kind = :kind"
        db.session.execute(text(f"INSERT INTO filed {days}"), {"kind": KIND})
        db.session.execute(text("CREATE INDEX filed_day ON filed (day, document_id)"))
    return took


def _ours(query: str) -> Answer:
    asked = (
        select(SearchDocument.key, func.count().over())
        .join(_filed, _filed.c.document_id == SearchDocument.id)
        .where(SearchDocument.kind == KIND, keeping.matches(query))
        .order_by(_filed.c.day.desc(), SearchDocument.id.desc())
        .limit(PAGE)
    )
    rows = db.session.execute(asked).all()
    return (rows[0][1] if rows else 0), [key for key, _ in rows]


def _fts5(file: Path, made: dict[str, str]) -> tuple[Callable[[str], Answer], float]:
    """FTS5 with the bigrams of each text in order, so that a run is a phrase; and the CPU of building it."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT, fold TEXT)")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(grams, content='', detail=full, tokenize='ascii')")
    rows = [(at, key, fold(words)) for at, (key, words) in enumerate(made.items(), start=1)]
    start = time.process_time()
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO document VALUES (?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO found (rowid, grams) VALUES (?, ?)", ((at, _spelled(folded)) for at, _, folded in rows)
    )
    connection.execute("COMMIT")
    took = time.process_time() - start
    connection.execute(f"CREATE TABLE filed {_FILED}")
    connection.execute("INSERT INTO filed SELECT id, CAST(substr(key, 2) AS INTEGER) * 7919 % 1000 FROM document")
    connection.execute("CREATE INDEX filed_day ON filed (day, document_id)")
    counted = "SELECT count(*) FROM found WHERE grams MATCH ?"
    newest = (
        "SELECT key FROM filed JOIN document ON id = document_id"
        " WHERE document_id IN (SELECT rowid FROM found WHERE grams MATCH ?)"
        f" ORDER BY day DESC, document_id DESC LIMIT {PAGE}"
    )

    def ask(query: str) -> Answer:
        phrases = " AND ".join(f'"{_spelled(run)}"' for run in parse(query).include)
        total: int = connection.execute(counted, (phrases,)).fetchone()[0]
        return total, [key for (key,) in connection.execute(newest, (phrases,))]

    return ask, took


def _spelled(text: str) -> str:
    """The bigrams of `text` in order as words of ASCII, which FTS5 cannot cut otherwise."""
    return " ".join(text[at : at + 2].encode().hex() for at in range(len(text) - 1))
