"""A report as it is handed in, before it is on record; and the digest of everything it says."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.rules.record import Conclusion
from registry.services.keeping import SubjectRef


@dataclass(frozen=True, slots=True)
class NewFinding:
    """One parameter of a report; `unit` empty: the parameter's own."""

    parameter: str
    conclusion: Conclusion
    tested_on: date
    method: str = ""
    """Method standard with its year; empty: the report names none, or it is an evaluation."""
    value: str = ""
    qualifier: str = ""
    unit: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is put on record. Organisations by code or credit code."""

    issuer: str
    number: str
    subject: SubjectRef
    issued_on: date
    findings: tuple[NewFinding, ...]
    batch: str = ""
    client: str = ""
    """Code or credit code; empty: not on record."""
    client_name: str = ""
    """As the report has it."""
    required_by: str = ""
    """The body that required the test, if one did."""
    sampling: str = ""
    """official, submitted, or empty."""
    voluntary: bool = False
    """The client had it tested of its own accord."""
    consented: bool = False
    sampled_on: date | None = None
    valid_until: date | None = None
    supersedes: str = ""
    """The number of the version that it corrects."""
    partial: bool = False
    """It carries only what was corrected: completed from the former version, and says so."""
    file_key: str = ""
    note: str = ""


def content(report: NewReport) -> dict[str, Any]:
    """Everything the report says, in texts alone."""
    return {
        "issuer": report.issuer,
        "number": report.number.strip(),
        "subject": [report.subject.kind, report.subject.identifier.strip()],
        "batch": report.batch,
        "client": [report.client, report.client_name],
        "required_by": report.required_by,
        "sampling": report.sampling,
        "voluntary": report.voluntary,
        "sampled_on": _day(report.sampled_on),
        "issued_on": _day(report.issued_on),
        "valid_until": _day(report.valid_until),
        "supersedes": report.supersedes.strip(),
        "partial": report.partial,
        "findings": [
            [
                one.parameter, one.method, one.value, one.qualifier, one.unit, one.limit, one.conclusion,
                one.tested_on.isoformat(),
            ]
            for one in report.findings
        ],
    }  # fmt: skip


def digest_of(says: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of a document of texts, truths and nothings.

    Of such documents the standard library's sorted JSON is canonical, and twenty times as fast.
    """
    words = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
