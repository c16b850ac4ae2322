"""What could not be taken whole from a list is said on its page, row by row."""

import re

from flask import Flask

from tests.visiting import Visitor


def test_a_list_says_of_each_row_what_stayed_words_only(app: Flask, visitor: Visitor) -> None:
    page = visitor.get("/editions/gd-kaiping-zrzy__2025").get_data(as_text=True)
    assert "名称却是罚没或出让收入：原文照留，不作为收费项目" in page
    assert "还没有结构化标准，核验时只给原文" in visitor.get("/editions/gd-jingying__2018-08").get_data(as_text=True)


def test_a_list_is_downloaded_from_its_page(visitor: Visitor) -> None:
    page = visitor.get("/editions/nat-xzsy-qy__2024-07").get_data(as_text=True)
    found = re.search(r'href="(/api/v1/editions/[^"]+/entries\.csv)" download', page)
    assert found
    table = visitor.get(found[1])
    assert (table.status_code, table.mimetype) == (200, "text/csv")
    assert 'filename="nat-xzsy-qy__2024-07.csv"' in table.headers["Content-Disposition"]
