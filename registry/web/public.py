"""A certificate under its own address: anyone may check it, and is answered in one of five plain ways."""

import rfc8785
import segno
from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from core import clock
from core.access import allow
from core.errors import NotFound
from core.pages import asked
from core.policy import Action
from core.values.text import Text
from registry.rules.cells_words import KINDS
from registry.services import certifying
from registry.services.certifying import LONGEST_CODE, Holds
from registry.web.wording import CONCLUSION

pages = Blueprint("registry_public", __name__, url_prefix="/certificates")

STATES = {
    Holds.valid: "good",
    Holds.amended: "note",
    Holds.withdrawn: "stop",
    Holds.expired: "idle",
    Holds.unknown: "ask",
}
SEALS = {
    Holds.valid: Text("信", "✓"),
    Holds.amended: Text("改", "i"),
    Holds.withdrawn: Text("撤", "✕"),
    Holds.expired: Text("过", "–"),
    Holds.unknown: Text("问", "?"),
}
NEXT = {
    Holds.valid: Text(
        "可以采信，不用再测。下面所列与证明上的一样才算。",
        "It may be relied on; no new test is needed, if the paper says what stands below.",
    ),
    Holds.amended: Text(
        "请让持证人按更正后的报告重新开一张。", "Ask the holder for one made from the corrected report."
    ),
    Holds.withdrawn: Text(
        "所列结果不能再用。持证人可以问检测机构为什么撤回。",
        "Its results are no good any more. The holder may ask the laboratory why.",
    ),
    Holds.expired: Text(
        "要用的话，请按今天的登记重新开一张，或者补测过期的那几项。",
        "Have one made from what is on record today, or test what has expired.",
    ),
    Holds.unknown: Text(
        "大小写和横线都要一样。核对后还是没有，请问出具它的部门或企业。",
        "Capitals and dashes matter. If it is still not found, ask who issued it.",
    ),
}
TITLES = {
    "recognition": Text("检测结果采信证明", "Certificate of Recognition of Test Results"),
    "coverage": Text("检测结果覆盖证明", "Statement of Test Coverage"),
}
LABELS = {
    "subject": Text("对象", "Subject"),
    "kind": Text("种类", "Kind"),
    "identifier": Text("编号", "Identifier"),
    "procedure": Text("事项", "Procedure"),
    "recognition": Text("采信部门", "Recognised by"),
    "coverage": Text("持有企业", "Holder"),
    "issued": Text("开具日期", "Issued on"),
    "until": Text("有效到（含当日）", "Valid through"),
    "no_end": Text("没有期限", "no end"),
    "parameter": Text("参数", "Parameter"),
    "report": Text("报告、机构", "Report, laboratory"),
    "method": Text("方法", "Method"),
    "tested": Text("检测日", "Tested on"),
    "conclusion": Text("结论", "Conclusion"),
    "code": Text("编码", "Code"),
    "scan": Text(
        "扫码或打开下面的地址，看今天还管不管用", "Scan, or open this address, to see whether it is good today"
    ),
    "sample": Text("示例，不作证明", "Sample; proves nothing"),
    "unconfirmed": Text("依据未核实", "basis not verified"),
}


@pages.get("")
@allow(Action.look_up)
def find() -> ResponseReturnValue:
    """From a code that was typed to its certificate; a form without one."""
    code = asked("code", LONGEST_CODE)
    if code:
        return redirect(url_for("registry_public.certificate", code=code.rstrip("/").rpartition("/")[2] or code), 303)
    return render_template("registry/public/find.html")


@pages.get("/<code>")
@allow(Action.look_up)
def certificate(code: str) -> ResponseReturnValue:
    """What it is worth today, and what it says; in print Chinese and English."""
    paper = certifying.verify(code)
    holds = Holds(paper.status)
    address = url_for("registry_public.certificate", code=paper.code, _external=True)
    return render_template(
        "registry/public/certificate.html",
        paper=paper,
        checked=clock.now(),
        state=STATES[holds],
        seal_sign=SEALS[holds],
        next_step=NEXT[holds],
        titles=TITLES,
        labels=LABELS,
        kinds=KINDS,
        conclusions=CONCLUSION,
        address=address,
        picture=picture(address) if paper.document else "",
    )


@pages.get("/<code>/document")
@allow(Action.look_up)
def document(code: str) -> Response:
    """The signed certificate in the canonical form that docs/verify asks for, to keep."""
    paper = certifying.verify(code)
    if paper.envelope is None:
        raise NotFound
    response = Response(rfc8785.dumps(paper.envelope), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{paper.code}.json"'
    return response


def picture(address: str) -> Markup:
    """A QR code of the address."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=1))
