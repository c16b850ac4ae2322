"""Reports: a laboratory's own, each with what may still happen to it; one entered by hand; one brought on paper."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import DomainError
from core.files import handing
from core.pages import asked, t
from core.policy import Action, Role, organisations_as
from core.values.text import Text
from registry.services import amending, reading, report_files
from registry.services.reading import AT_ONCE
from registry.web.parts import TAKEN_BACK, by_field, no_store, status_of
from registry.web.wording import CONCLUSION, SAMPLING, STANDING, STATUS, options

pages = Blueprint("registry_reports", __name__, url_prefix="/registry/reports")


@pages.get("")
@allow(Action.read_report)
def index() -> ResponseReturnValue:
    """Reports that the asker may read, the latest entered first; those that wait for the laboratory apart."""
    standing = asked("standing", 20)
    standing = standing if standing in STANDING else ""
    before = request.args.get("before", 0, type=int)
    who = actor()
    found = reading.reports(who, standing=standing, before=min(max(before, 0), 10**15))
    return no_store(
        render_template(
            "registry/reports/index.html",
            reports=found,
            more=found[-1].id if len(found) == AT_ONCE else None,
            standing=standing,
            standings=options({key: words for key, (_, words) in STANDING.items()}),
            words={"status": STATUS, "standing": STANDING},
            today=clock.today(),
        )
    )


@pages.get("/<id:report_id>")
@allow(Action.read_report)
def report(report_id: int) -> ResponseReturnValue:
    """One report, as far as the asker may read it, with what it may be done to."""
    return _page(report_id, {}, {})


def _page(
    report_id: int, form: dict[str, str], errors: dict[str, list[Text]], status: int = 200
) -> ResponseReturnValue:
    who = actor()
    page = reading.report(report_id, who)
    shown = render_template(
        "registry/reports/report.html",
        page=page,
        own=page.line.issuer_id in organisations_as(Role.laboratory_member, who),
        client=amending.may_consent(report_id, who),
        file=report_files.of_key(page.file_key),
        form=form,
        errors=errors,
        words={"status": STATUS, "standing": STANDING},
        conclusions=CONCLUSION,
        sampling=SAMPLING,
        today=clock.today(),
    )
    return no_store(shown, status)


@pages.get("/<id:report_id>/file")
@allow(Action.read_report)
def file(report_id: int) -> Response:
    """The kept file, byte for byte."""
    kept = report_files.of_report(report_id, actor())
    return handing.attachment(kept.key, kept.kind, kept.size, f"report-{report_id}", f"report-{report_id}")


@pages.post("/<id:report_id>/withdrawal")
@allow(Action.answer_for_report)
def withdraw(report_id: int) -> ResponseReturnValue:
    """Take it back, with a reason; who relied on it is told at once."""
    said = Text("已撤回，用过它的部门和企业都已通知", "Withdrawn; all who relied on it are told")
    return _act(report_id, said, lambda typed: amending.withdraw(report_id, typed.get("reason", "")[:500], actor()))


@pages.post("/<id:report_id>/confirmation")
@allow(Action.answer_for_report)
def confirm(report_id: int) -> ResponseReturnValue:
    """We issued what the enterprise brought."""
    said = Text("已确认：是本机构出具的", "Confirmed: this laboratory issued it")
    return _act(report_id, said, lambda _: amending.confirm(report_id, actor()))


@pages.post("/<id:report_id>/denial")
@allow(Action.answer_for_report)
def deny(report_id: int) -> ResponseReturnValue:
    """We issued no such report."""
    said = Text("已否认，带来它的企业会收到理由", "Denied; the enterprise is told why")
    return _act(report_id, said, lambda typed: amending.deny(report_id, typed.get("reason", "")[:500], actor()))


@pages.post("/<id:report_id>/consent")
@allow(Action.request_recognition)
def consent(report_id: int) -> ResponseReturnValue:
    """The client agrees, or no longer, that a fail it had tested of its own accord be shown."""
    agreed = request.form.get("agreed") == "yes"
    said = (
        Text("已同意给部门看", "Departments may see it now")
        if agreed
        else Text("已收回同意，部门只看到“没有可用结果”", "Consent taken back; departments are told “no usable result”")
    )
    return _act(report_id, said, lambda _: amending.consent(report_id, agreed, actor()))


def _act(report_id: int, said: Text, act: Any) -> ResponseReturnValue:
    typed = request.form.to_dict()
    try:
        with transaction():
            act(typed)
    except TAKEN_BACK as error:
        return _back(report_id, typed, error)
    flash(str(t(said)), "good")
    return redirect(url_for("registry_reports.report", report_id=report_id), 303)


def _back(report_id: int, typed: dict[str, str], error: DomainError) -> ResponseReturnValue:
    """The report again, with what was typed and what is wrong."""
    return _page(report_id, typed, by_field(error), status_of(error))
