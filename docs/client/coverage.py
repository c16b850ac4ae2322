"""Ask what need not be tested again, order only what is left, follow what happens to it: plain Python, no packages.

    python coverage.py https://platform.example KEY equipment.boiler 11004401132021000118 se_boiler_periodic \
        --purpose "使用登记 2026-0118" --facts '{"hydro_test_needed": false}' --order department

KEY is a key of a department, made on the platform under "Account" with the scopes "Ask which results count", "Recognise
or refuse results", "Order tests", "Read reports" and "Read events". What was read last is kept in `coverage.after`, so
that the next run goes on where this one stopped; it can run every minute behind a firewall that lets nothing in.
"""

import argparse
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any


class Platform:
    """Calls the platform; `ask` gives the status and what was answered, refusals too."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address.rstrip("/") + "/api/v1", key

    def ask(self, path: str, document: Any = None) -> tuple[int, Any]:
        """GET `path`, or POST `document` to it."""
        body = None if document is None else json.dumps(document).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        call = urllib.request.Request(self.address + path, body, headers)
        try:
            with urllib.request.urlopen(call, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def events(self, after: str) -> Iterator[tuple[dict[str, Any], str]]:
        """What happened since the mark `after`, each with the mark to keep once it is dealt with."""
        more = True
        while more:
            status, page = self.ask(f"/events?limit=500&after={urllib.parse.quote(after)}")
            if status != 200:
                raise SystemExit(f"events: {status} {page['title']}")
            for event in page["events"]:
                yield event, after
            after, more = page["next"], page["more"]
        yield {}, after


def case(platform: Platform, query: dict[str, Any], payer: str) -> dict[str, Any]:
    """Look up; recognise what counts; order what is left, if it was said who pays and all facts are known."""
    status, found = platform.ask("/coverage", query)
    if status != 200:
        raise SystemExit(f"coverage: {status} {json.dumps(found, ensure_ascii=False)}")
    done: dict[str, Any] = {"look_up": found["look_up"], "covered": found["covered"], "order": None}
    done["residual"] = [one["requirement"] for one in found["residual"]]
    done["questions"] = [one["question"]["zh"] for one in found["answer"]["questions"]]
    takings = [{"requirement": one["requirement"], "finding": one["findings"][0], "subject_id": one["subject_id"]}
               for one in found["avoided"]]  # fmt: skip
    if takings:
        platform.ask("/recognitions", {"look_up": found["look_up"], "recognise": takings})
    done["recognised"] = [one["requirement"] for one in takings]
    if payer and found["residual"] and not done["questions"]:
        status, order = platform.ask("/test-orders", {"look_up": found["look_up"], "payer": payer})
        done["order"] = order["number"] if status == 200 else order["title"]
    return done


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="What need not be tested again, and what befell it since.")
    for name in ("address", "key", "kind", "identifier", "procedure"):
        parser.add_argument(name)
    parser.add_argument("--purpose", required=True, help="what for; the enterprise sees it")
    parser.add_argument("--facts", type=json.loads, default={}, help="facts of the case, as JSON")
    parser.add_argument("--order", default="", choices=("", "department", "enterprise"), help="who pays what is left")
    parser.add_argument("--after", type=pathlib.Path, default=pathlib.Path("coverage.after"), help="where the mark is")
    given = parser.parse_args()
    platform = Platform(given.address, given.key)
    subject = {"kind": given.kind, "identifier": given.identifier}
    query = {"subject": subject, "procedure": given.procedure, "facts": given.facts, "purpose": given.purpose}
    sys.stdout.write(json.dumps(case(platform, query, given.order), ensure_ascii=False) + "\n")
    mark = given.after.read_text() if given.after.exists() else ""
    for event, after in platform.events(mark):
        if event.get("kind") in ("report.withdrawn", "report.amended"):
            sys.stderr.write(f"{event['kind']} {event['key']}: look again at what rests on it\n")
        given.after.write_text(after)


if __name__ == "__main__":
    main()
