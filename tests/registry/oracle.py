"""Coverage once more, from the words of the edge rules alone: slow, over plain documents, sharing no code with the law.

Days are texts: ISO days compare as they follow one another.
"""

import calendar
from typing import Any

Document = dict[str, Any]
ORDER = [
    "none_on_record", "not_yet_issued", "withdrawn", "superseded", "other_batch", "standard_not_accepted",
    "not_accredited", "not_stated", "failed", "expired", "subject_changed", "fresh_test_required_by_law",
]  # fmt: skip
FOREVER = "9999-99-99"


def answers(question: Document) -> Document:
    """What `flask registry coverage` should say to one question, but for its sentences."""
    return {required["id"]: answer(question, required) for required in question["requirements"]}


def answer(question: Document, required: Document) -> Document:
    pairs = [
        (report, finding)
        for report in question["reports"]
        for finding in report["findings"]
        if report["subject"] == question["subject"]
        and finding["parameter"] == required["parameter"]
        and not speaks_elsewhere(question, report, finding)
    ]
    pairs.sort(key=lambda pair: pair[1]["id"])
    pairs.sort(key=lambda pair: (pair[1]["tested_on"], pair[0]["issued_on"]), reverse=True)
    told = {finding["id"]: why(question, required, report, finding, pairs) for report, finding in pairs}
    good = [finding["id"] for _, finding in pairs if not told[finding["id"]]]
    lasts = [last(required, report, finding) for report, finding in pairs if finding["id"] in good]
    nearest = min((len(each) for each in told.values()), default=0)
    united = {reason for each in told.values() if len(each) == nearest for reason in each}
    if not told:
        united = {"none_on_record"} | ({"fresh_test_required_by_law"} if demanded(question, required) else set())
    return {
        "satisfied": bool(good),
        "findings": good,
        "until": max(lasts) if good and max(lasts) != FOREVER else None,
        "reasons": [] if good else [reason for reason in ORDER if reason in united],
        "by_finding": told,
    }


def newer_versions(question: Document, report: Document) -> list[Document]:
    found: list[Document] = []
    for _ in question["reports"]:
        names = {report["id"], *(one["id"] for one in found)}
        found = [one for one in question["reports"] if one["amends"] in names]
    return [one for one in found if one["issued_on"] <= question["on"]]


def speaks_elsewhere(question: Document, report: Document, finding: Document) -> bool:
    return any(
        one["parameter"] == finding["parameter"] and newer["subject"] == report["subject"]
        for newer in newer_versions(question, report)
        for one in newer["findings"]
    )


def of_no_account(question: Document, required: Document, report: Document, finding: Document) -> set[str]:
    on, batch = question["on"], question["batch"]
    return {
        name
        for name, holds in {
            "not_yet_issued": report["issued_on"] > on,
            "withdrawn": bool(report["withdrawn_on"]) and report["withdrawn_on"] <= on,
            "superseded": bool(newer_versions(question, report)),
            "other_batch": batch is not None and report["batch"] != batch,
            "standard_not_accepted": not method(question, required, finding),
            "not_accredited": not licensed(question, required, report, finding),
        }.items()
        if holds
    }


def why(question: Document, required: Document, report: Document, finding: Document, pairs: Any) -> list[str]:
    found = of_no_account(question, required, report, finding)
    if not found and finding["conclusion"] == "pass":
        for other_report, other in pairs:
            counts = not of_no_account(question, required, other_report, other)
            if counts and other["conclusion"] == "fail" and other["tested_on"] >= finding["tested_on"]:
                found.add("failed")
    if finding["conclusion"] != "pass":
        found.add({"fail": "failed", "not_stated": "not_stated"}[finding["conclusion"]])
    if last(required, report, finding) < question["on"]:
        found.add("expired")
    for change in question["changes"]:
        if change["subject"] == question["subject"] and finding["tested_on"] < change["on"] <= question["on"]:
            touched = change["touches"] == "all" or finding["parameter"] in change["touches"]
            found |= {"subject_changed"} if touched else set()
    if demanded(question, required) and finding["tested_on"] < required["fresh_test"]["from"]:
        found.add("fresh_test_required_by_law")
    return [reason for reason in ORDER if reason in found]


def method(question: Document, required: Document, finding: Document) -> bool:
    listed, used = required["standards"], finding["standard"]
    good = set(listed)
    for one in question["relations"]:
        if one["of"] in listed and one["is"] in ("identical", "covers"):
            good.add(one["standard"])
        if one["standard"] in listed and one["is"] == "identical":
            good.add(one["of"])
        until = one["transition_until"] or ""
        if one["of"] in listed and one["is"] == "predecessor" and finding["tested_on"] <= until:
            good.add(one["standard"])
    return not listed or used in good


def licensed(question: Document, required: Document, report: Document, finding: Document) -> bool:
    entries = question["laboratories"][report["laboratory"]]
    for kind in required["accreditation"]:
        wanted = (kind, finding["parameter"], finding["standard"])
        same = [one for one in entries if (one["kind"], one["parameter"], one["standard"]) == wanted]
        held = any(within(finding["tested_on"], one) for one in same)
        if held and not any(within(finding["tested_on"], stop) for one in same for stop in one["suspended"]):
            return True
    return False


def within(day: str, period: Document) -> bool:
    return bool(period["from"] <= day <= (period["to"] or FOREVER))


def demanded(question: Document, required: Document) -> bool:
    article = required["fresh_test"]
    return bool(article and article["from"] and within(question["on"], article))


def last(required: Document, report: Document, finding: Document) -> str:
    end = FOREVER
    if required["max_age_months"] is not None:
        year, month, day = map(int, finding["tested_on"].split("-"))
        for _ in range(required["max_age_months"]):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = f"{year:04d}-{month:02d}-{min(day, calendar.monthrange(year, month)[1]):02d}"
    return min(end, report["valid_until"] or FOREVER)
