"""The publishers' desk by its forms: nothing saved before it was seen, nothing typed lost, two persons."""

import io
import re
from typing import Any

import pytest

from burden.schemas.standards import form_of
from burden.services import standards_editing
from tests.people import Staff
from tests.visiting import Visitor

LIST = """收费单位,收费项目,收费性质,征收对象,收费标准,标准制定方式及部门,政策依据
市公安局,机动车号牌工本费,行政事业性收费,机动车所有人,100元/副,发改、财政,发改价格〔2004〕2831号
市水务局,岭海试验占用费,行政事业性收费,占用人,######,发改、财政,粤价〔2020〕1号
"""
ABOUT = {
    "title": "湛江市涉企收费目录清单（2026年）", "issuer": "湛江市财政局", "region": "湛江市",
    "list_type": "行政事业性收费", "follows": "", "complete": "unknown", "governs": "all",
    "in_force_from": "2026-12-01",
}  # fmt: skip


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def upload(person: Visitor, content: str = LIST, follows: str = "", name: str = "清单.csv") -> str:
    page = "/publishing/lists/new"
    form_key = re.search(r'name="form_key" value="([^"]+)"', text_of(person.get(page)))
    assert form_key
    data = {"way": "file", "follows": follows, "form_key": form_key[1],
            "file": (io.BytesIO(content.encode("gb18030")), name)}  # fmt: skip
    answer = person.post(page, data, content_type="multipart/form-data")
    assert answer.status_code == 303, text_of(answer)
    return str(answer.location)


def save(person: Visitor, preview: str, **about: str) -> str:
    answer = person.post(preview, {**ABOUT, **about}, page=preview)
    assert answer.status_code == 303, text_of(answer)
    return str(answer.location)


def version(person: Visitor, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text_of(person.get(address)))
    assert found, address
    return found[1]


def submit(person: Visitor, draft: str) -> None:
    answer = person.post(f"{draft}/submission", {"version": version(person, draft)}, page=draft)
    assert answer.status_code == 303, text_of(answer)


@pytest.fixture
def first(staff: Staff) -> Visitor:
    return staff.visitor("publisher")


@pytest.fixture
def second(staff: Staff) -> Visitor:
    return staff.visitor("publisher2")


def test_a_file_is_shown_with_its_problems_before_anything_is_saved(first: Visitor) -> None:
    preview = upload(first)
    page = text_of(first.get(preview))
    assert "收下 2 行" in page
    assert "（E3）" in page and "显示成了 ####" in page
    assert "岭海试验占用费" not in text_of(first.get("/publishing"))
    assert "清单.csv" in page
    assert "E3" in text_of(first.get(f"{preview}/problems"))


def test_what_was_typed_about_a_list_is_never_lost(first: Visitor) -> None:
    preview = upload(first)
    answer = first.post(preview, {**ABOUT, "region": "亚特兰蒂斯", "title": ""}, page=preview)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "没有“亚特兰蒂斯”这个地区" in page and 'value="亚特兰蒂斯"' in page and 'value="湛江市财政局"' in page
    assert "收下 2 行" in page


def test_columns_can_be_corrected(first: Visitor) -> None:
    preview = upload(first, LIST.replace("征收对象", "甲乙丙丁"))
    assert "这一列不认识" in text_of(first.get(preview))
    answer = first.post(f"{preview}/columns", {"head_row": "1", "column.3": "payers"}, page=preview)
    assert answer.status_code == 303
    assert "这一列不认识" not in text_of(first.get(preview))
    answer = first.post(f"{preview}/columns", {"head_row": "第三行"}, page=preview)
    assert answer.status_code == 422


def test_from_file_to_public_by_two_persons(first: Visitor, second: Visitor, visitor: Visitor) -> None:
    draft = save(first, upload(first))
    submit(first, draft)
    assert first.get(f"{draft}/publication").status_code == 200
    refused = first.post(
        f"{draft}/publication", {"in_force_from": "2026-12-01", "version": version(first, f"{draft}/publication")}
    )
    assert refused.status_code == 403
    last_look = text_of(second.get(f"{draft}/publication"))
    assert "发布后只能出新版" in last_look
    sent = {"in_force_from": "2026-01-01", "version": version(second, f"{draft}/publication")}
    assert second.post(f"{draft}/publication", sent).status_code == 303
    assert "已发布" in text_of(second.get(draft))
    key = draft.rpartition("/")[2]
    assert "岭海试验占用费" in text_of(visitor.get(f"/editions/{key}"))
    assert "岭海试验占用费" in text_of(visitor.get("/items?q=岭海试验"))


def test_the_second_publisher_sends_it_back_with_a_reason(first: Visitor, second: Visitor) -> None:
    draft = save(first, upload(first))
    submit(first, draft)
    assert second.post(f"{draft}/return", {"why": ""}).status_code == 422
    assert second.post(f"{draft}/return", {"why": "第 2 行金额没有读出来"}).status_code == 303
    assert "第 2 行金额没有读出来" in text_of(first.get(draft))


def test_a_row_is_edited_and_a_wrong_one_comes_back_whole(first: Visitor) -> None:
    draft = save(first, upload(first))
    row = f"{draft}/rows/2"
    assert "显示成了 ####" in text_of(first.get(row))
    seen = version(first, row)
    answer = first.post(row, {"version": seen, "item_name": "费" * 10_000, "remark": "留着"})
    assert answer.status_code == 422
    assert "最多 300 个" in text_of(answer) and "留着" in text_of(answer)
    answer = first.post(row, {"version": seen, "item_name": "岭海试验占用费", "standard_words": "5元/平方米"})
    assert answer.status_code == 303
    assert "5元/平方米" in text_of(first.get(f"{draft}/rows"))


def test_of_two_who_edit_a_row_the_later_keeps_his_words(first: Visitor, second: Visitor) -> None:
    draft = save(first, upload(first))
    row = f"{draft}/rows/1"
    seen = version(second, row)
    assert first.post(row, {"version": seen, "item_name": "机动车号牌工本费", "remark": "先存"}).status_code == 303
    answer = second.post(row, {"version": seen, "item_name": "机动车号牌工本费", "remark": "后写的话"})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "后写的话" in page and "先存" in page and "别人刚改过" in page


def test_nul_bytes_and_nonsense_numbers_are_refused_in_words(first: Visitor) -> None:
    draft = save(first, upload(first))
    row = f"{draft}/rows/1"
    answer = first.post(row, {"version": version(first, row), "item_name": "费\0", "remark": ""})
    assert answer.status_code == 422 and "控制字符" in text_of(answer)
    assert first.get(f"{draft}/rows/999").status_code == 404
    assert first.post(row, {"version": "x", "item_name": "费"}).status_code == 409


def test_changed_rows_ask_for_reasons_which_are_published(first: Visitor, second: Visitor, visitor: Visitor) -> None:
    draft = save(first, upload(first))
    submit(first, draft)
    sent = {"in_force_from": "2026-01-01", "version": version(second, f"{draft}/publication")}
    second.post(f"{draft}/publication", sent)
    base = draft.rpartition("/")[2]
    following = save(first, upload(first, LIST.replace("100元", "80元"), follows=base), follows=base)
    answer = first.post(f"{following}/submission", {"version": version(first, following)}, page=following)
    assert answer.status_code == 422 and "还没写原因和文号" in text_of(answer)
    reasons = f"{following}/reasons"
    typed = {"version": version(first, reasons), "1.reason": "", "1.document_number": "",
             "all.reason": "降低标准", "all.document_number": "粤价〔2026〕9号"}  # fmt: skip
    assert first.post(reasons, typed).status_code == 303
    submit(first, following)
    last_look = f"{following}/publication"
    sent = {"in_force_from": "2026-11-01", "version": version(second, last_look)}
    assert second.post(last_look, sent).status_code == 303
    public = text_of(visitor.get(f"/editions/{following.rpartition('/')[2]}"))
    assert "降低标准" in public and "粤价〔2026〕9号" in public and "<del>100元/副</del>" in public


@pytest.mark.parametrize("content", ["", "<html><table></table></html>", "%PDF-1.7"])
def test_what_is_no_table_is_refused_with_the_remedy(first: Visitor, content: str) -> None:
    page = "/publishing/lists/new"
    data = {"way": "file", "form_key": "k", "file": (io.BytesIO(content.encode()), "a.xls")}
    answer = first.post(page, data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)


@pytest.mark.parametrize("address", ["/publishing", "/publishing/lists/new", "/publishing/standards/new"])
def test_others_do_not_see_the_desk(staff: Staff, visitor: Visitor, address: str) -> None:
    assert staff.visitor("enterprise").get(address).status_code == 404
    assert visitor.get(address).status_code == 401


def test_a_standard_is_changed_in_fields_and_a_wrong_one_says_where(app: Any, first: Visitor, second: Visitor) -> None:
    page = "/publishing/standards/new/item"
    body = standards_editing.item_in_force("TM-RENEW")
    assert body is not None
    form = form_of(body) | {"title": "续展费", "reason": "发改价格〔2026〕1号", "form_key": "abc"}
    answer = first.post(page, form | {"rows.2.amount": "-5"})
    assert answer.status_code == 422
    assert (
        "第 3 条标准 amount" in text_of(answer) and "不能是负数" in text_of(answer) and 'value="-5"' in text_of(answer)
    )
    answer = first.post(page, form | {"rows.2.amount": "510"})
    assert answer.status_code == 303
    draft = answer.location
    shown = text_of(first.get(draft))
    assert "¥510.00" in shown and "结果会变" in shown
    submit(first, draft)
    seen = version(second, f"{draft}/publication")
    assert second.post(f"{draft}/publication", {"version": seen}).status_code == 303
    assert "¥510.00" in text_of(second.get("/items/TM-RENEW"))


def test_a_row_more_and_another_kind_are_shown_without_script(app: Any, first: Visitor) -> None:
    page = "/publishing/standards/new/item"
    body = standards_editing.item_in_force("TM-RENEW")
    assert body is not None
    form = form_of(body) | {"form_key": "abc"}
    answer = text_of(first.post(page, form | {"act": "row"}))
    assert 'name="rows.4.amount"' in answer
    answer = text_of(first.post(page, form | {"act": "kind", "rows.0.kind": "marginal_rate_scale"}))
    assert 'name="rows.0.brackets.0.threshold"' in answer


def test_a_file_of_standards_names_item_row_field_and_line(first: Visitor) -> None:
    page = "/publishing/standards/new"
    row = "  - {kind: fixed, amount: -1, bound: exact}"
    text = f"items:\n- item_key: TM-RENEW\n  name: x\n  nature: administrative_fee\n  standards:\n{row}\n"
    data = {"title": "a", "reason": "b", "form_key": "z", "file": (io.BytesIO(text.encode()), "standards.yaml")}
    answer = first.post(page, data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "TM-RENEW，第 1 条标准 amount（第 6 行）" in text_of(answer)


def test_a_draft_from_an_edition_in_force_begins_with_its_words_and_rows(first: Visitor) -> None:
    base = "gd-zhanjiang-gongan__2018"
    assert f'value="{base}"' in text_of(first.get("/publishing/lists/new?way=current"))
    page = f"/publishing/lists/new?way=current&follows={base}"
    shown = text_of(first.get(page))
    assert "湛江市车管类业务收费一览" in shown
    typed = {**ABOUT, "way": "current", "follows": base, "form_key": "k1"}
    answer = first.post("/publishing/lists/new", typed, page=page)
    assert answer.status_code == 303
    assert "看 16 行" in text_of(first.get(answer.location))
    assert first.post("/publishing/lists/new", typed, page=page).location == answer.location
