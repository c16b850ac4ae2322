"""Reports for programs: put on record by their laboratory, read, withdrawn; whole files of them entered."""

from flask import Response, request

from core.access import actor, allow
from core.api import PREFIX, Resources, documented
from core.db import transaction
from core.documents import schema_of
from core.errors import Invalid
from core.files.receiving import takes_files
from core.policy import Action
from core.values.text import Text
from registry.api.sending import private, sent
from registry.schemas import api, api_shapes
from registry.schemas.api_reports import BroughtDocument, RecordedDocument, of_brought, of_outcome
from registry.schemas.reports import read_report
from registry.services import amending, reading, recording
from registry.services.importing import entering
from registry.services.reading import ReportPage

resources = Resources("Reports", __name__, description="Results of tests and inspections, as laboratories issue them")
_NO_FILE = Text("请在 file 里给一个文件（CSV、XLSX 或 XLS）", "Give one file in `file`: CSV, XLSX or XLS")


@resources.post("/reports")
@allow(Action.record_report)
@resources.doc(
    **api_shapes.sends(api_shapes.REPORT), **documented(schema_of(RecordedDocument), 400, 403, 404, 409, 413, 415, 422)
)
def record() -> Response:
    """Put a report on record: a laboratory its own; an enterprise one it has on paper, to be confirmed.

    Sent again word for word it is the same report (`created` false). Another content under the same number is 409:
    issue a version under a new number that `supersedes` it. `warnings` name findings outside the laboratory's scope:
    on record, but they spare nobody a test.
    """
    report = read_report(sent())
    with transaction():
        outcome = recording.record_report(report, actor())
    response = private(of_outcome(outcome))
    response.headers["Location"] = f"{PREFIX}/reports/{outcome.id}"
    return response


@resources.get("/reports/<id:report_id>")
@allow(Action.read_report)
@resources.doc(**documented(schema_of(ReportPage), 404))
def report(report_id: int) -> Response:
    """A report with its findings, as far as the key may read it.

    A department reads what it looked up with a purpose, of that the parameters it asked about.
    """
    return private(reading.report(report_id, actor()))


@resources.post("/reports/<id:report_id>/withdrawal")
@allow(Action.answer_for_report)
@resources.doc(
    **api_shapes.sends(api_shapes.WITHDRAWAL), **documented(schema_of(ReportPage), 400, 403, 404, 409, 413, 415, 422)
)
def withdraw(report_id: int) -> Response:
    """Take a report of one's own laboratory back, as of today. All who relied on it are told at once.

    Sent again with the same reason it is the same withdrawal; with another reason, 409.
    """
    reason = api.read_reason(sent())
    with transaction():
        amending.withdraw(report_id, reason, actor(), again=True)
    return private(reading.report(report_id, actor()))


@resources.post("/reports/imports")
@allow(Action.import_reports)
@takes_files
@resources.doc(
    requestBody={"required": True, "content": {"multipart/form-data": {"schema": api_shapes.FILE}}},
    **documented(schema_of(BroughtDocument), 400, 403, 404, 413, 415, 422),
)
def bring() -> Response:
    """Enter a file of one's own laboratory's reports: CSV, XLSX or XLS, up to 20 MB.

    Good reports are put on record, the others stay out whole, each cell that cannot be read named in `problems`. How
    the columns are to be read is as the laboratory said of such a file on its page, else as proposed. The same file
    twice adds nothing.
    """
    file = request.files.get("file")
    if file is None:
        raise Invalid({"file": [_NO_FILE]})
    content = file.stream.read()
    with transaction():
        brought = entering.import_file(content, actor())
    return private(of_brought(brought))
