"""What could not be taken whole from a list is said on its page, row by row."""

from flask import Flask

from tests.visiting import Visitor


def test_a_list_says_of_each_row_what_stayed_words_only(app: Flask, visitor: Visitor) -> None:
    page = visitor.get("/editions/gd-kaiping-zrzy__2025").get_data(as_text=True)
    assert "名称却是罚没或出让收入：原文照留，不作为收费项目" in page
    assert "还没有结构化标准，核验时只给原文" in visitor.get("/editions/gd-jingying__2018-08").get_data(as_text=True)
