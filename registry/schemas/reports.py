"""A report as a program or a page hands it in: names and days read, the rest is the services' to judge."""

from typing import Any

from registry.rules.reading import Fields
from registry.rules.record import Conclusion
from registry.schemas.wrong import told_by_field
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import SubjectRef

REPORT = (
    "issuer", "number", "subject", "issued_on", "findings", "batch", "client", "client_name", "required_by",
    "sampling", "voluntary", "consented", "sampled_on", "valid_until", "supersedes", "partial", "note",
)  # fmt: skip
FINDING = ("parameter", "conclusion", "tested_on", "method", "value", "qualifier", "unit", "limit")
SUBJECT = ("id", "kind", "identifier", "name")


def read_report(document: Any) -> NewReport:
    """The report that `document` tells.

    :raises core.errors.Invalid: naming each field that cannot be read.
    """
    with told_by_field():
        return read_report_at(document, "")


def read_report_at(value: Any, path: str) -> NewReport:
    """The report at that place of a larger document.

    :raises registry.rules.reading.Unreadable: if it cannot be taken.
    """
    fields = Fields(value, path, REPORT)
    return NewReport(
        issuer=fields.text("issuer"),
        number=fields.text("number"),
        subject=read_subject(fields.needed("subject"), fields.at("subject")),
        issued_on=fields.day("issued_on"),
        findings=fields.each("findings", _read_finding),
        sampled_on=fields.optional_day("sampled_on"),
        valid_until=fields.optional_day("valid_until"),
        voluntary=fields.get("voluntary") is not None and fields.flag("voluntary"),
        consented=fields.get("consented") is not None and fields.flag("consented"),
        partial=fields.get("partial") is not None and fields.flag("partial"),
        **{
            name: fields.optional_text(name) or ""
            for name in ("batch", "client", "client_name", "required_by", "sampling", "supersedes", "note")
        },
    )


def read_subject(value: Any, path: str) -> SubjectRef:
    """A subject by its number on the platform, or by what it goes by within its kind; a text is an identifier.

    :raises registry.rules.reading.Unreadable: if it is neither.
    """
    if isinstance(value, str):
        return SubjectRef(identifier=value.strip())
    fields = Fields(value, path, SUBJECT)
    number = fields.optional_whole("id", 1)
    if number is not None:
        return SubjectRef(id=number)
    return SubjectRef(
        identifier=fields.text("identifier"),
        kind=fields.optional_text("kind") or "",
        name=fields.optional_text("name") or "",
    )


def _read_finding(value: Any, path: str) -> NewFinding:
    fields = Fields(value, path, FINDING)
    concluded = fields.get("conclusion") is not None
    return NewFinding(
        parameter=fields.text("parameter"),
        conclusion=Conclusion(fields.one_of("conclusion", list(Conclusion)) if concluded else Conclusion.not_stated),
        tested_on=fields.day("tested_on"),
        **{name: fields.optional_text(name) or "" for name in ("method", "value", "qualifier", "unit", "limit")},
    )
