"""One report by a form: a laboratory enters its own, an enterprise what it has on paper (to be confirmed)."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid
from core.files.receiving import takes_files
from core.pages import language, t
from core.people.services import organising
from core.policy import Action, Role, organisations_as
from core.values.text import Text
from registry.rules.cells_words import KINDS
from registry.schemas import report_form
from registry.services import lawkeeping, licensing, reading, reading_subjects, recording, report_files
from registry.services.keeping import SubjectRef
from registry.web.wording import CONCLUSION, SAMPLING, options

pages = Blueprint("registry_enter_report", __name__, url_prefix="/registry/reports/new")


@pages.get("")
@allow(Action.record_report)
def begin() -> str:
    """An empty form; of one of the asker's subjects, or begun from the version that it corrects."""
    form = {"rows": "1"}
    subject = request.args.get("subject", 0, type=int)
    former = request.args.get("supersedes", 0, type=int)
    if 0 < former < 10**15:
        page = reading.report(former, actor())
        line = reading_subjects.subject(page.line.subject_id, actor()).line
        codes = licensing.codes([page.client_id, page.required_by_id])
        form = report_form.of_version(page, SubjectRef(line.identifier, line.kind, name=line.name), codes)
    elif subject:
        form["subject.id"] = str(subject)
    mine = _issuers()
    if len(mine) == 1:
        form["issuer"] = mine[0][0]
    return _page(form, {})


@pages.post("")
@allow(Action.record_report)
@takes_files
def put() -> ResponseReturnValue:
    """Record it; one more row, or one less, is the form again. The same report twice is one."""
    form = {name: value for name, value in request.form.items() if name not in ("csrf_token", "go")}
    go = request.form.get("go", "enter")
    try:
        form["file_key"] = _file(form)
        if go != "enter":
            return _page(report_form.added(form) if go == "add" else report_form.tidied(form), {})
        form = report_form.tidied(form)
        report = replace(report_form.read(form), file_key=form["file_key"])
        with transaction():
            outcome = recording.record_report(report, actor())
            if outcome.created and report.file_key:
                report_files.attach(report.file_key)
    except Invalid as error:
        return _page(form, error.fields), 422
    except Conflict as error:
        return _page(form, {"number": [error.message]}), 409
    _tell(outcome)
    return redirect(url_for("registry_reports.report", report_id=outcome.id), 303)


def _tell(outcome: recording.Outcome) -> None:
    if not outcome.created:
        flash(
            str(t("这份报告以前登记过，一字不差，没有重复登记", "This very report was on record; nothing was added")),
            "note",
        )
    elif outcome.standing == "claimed":
        flash(
            str(
                t(
                    "已记下。检测机构确认之前，部门还不能采信",
                    "On record. Until its laboratory confirms it, it does not count",
                )
            ),
            "good",
        )
    else:
        flash(str(t("已登记", "On record")), "good")
    for words in outcome.warnings:
        flash(str(t(words)), "warn")


def _file(form: dict[str, str]) -> str:
    """The key of the file that came, kept at once whatever else is wrong; else of the one that came before."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return form.get("file_key", "") if report_files.waiting(form.get("file_key", "")[:32]) else ""
    kept = report_files.take(sent.stream, sent.filename)
    with transaction():
        report_files.wait(kept)
    return kept.key


def _issuers() -> list[tuple[str, str]]:
    """The laboratories whose reports the asker may enter: its own; to an enterprise all of them."""
    mine = organisations_as(Role.laboratory_member, actor())
    names = licensing.laboratories()
    known = {one.id: one.code for one in organising.bodies(clock.today(), enterprises=True, limit=100_000)}
    return [(known[number], name) for number, name in names.items() if number in known and (not mine or number in mine)]


def _page(form: dict[str, str], errors: dict[str, list[Text]]) -> str:
    claims = Role.laboratory_member not in actor().roles
    lang = language()
    law = lawkeeping.current()
    key = form.get("file_key", "")
    return render_template(
        "registry/reports/form.html",
        form=form,
        errors=errors,
        rows=report_form.rows(form),
        claims=claims,
        issuers=_issuers(),
        subjects=[(str(one.id), one.name) for one in reading_subjects.own_subjects(actor())] if claims else [],
        kinds=[(key, words.render(lang)) for key, (words, _) in KINDS.items()],
        parameters=[(key, f"{one.name.render(lang)}{f'（{one.unit}）' if one.unit else ''}")
                    for key, one in law.parameters.items()],
        standards=sorted(law.standards),
        conclusions=options({name: words for name, (_, words) in CONCLUSION.items()}),
        sampling=options(SAMPLING),
        file=report_files.waiting(key) if key else None,
        today=clock.today(),
    )  # fmt: skip
