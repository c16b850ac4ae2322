"""A crawl as somebody to whom planted complaints must not exist: what it asks, and what of the answers it compares."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from tests.visiting import Visitor

ABSENT = "SX26-AAAA-AAAA"
TYPED = ("q", "number", "key", "words", "body", "kind", "part")
_LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
_TOKEN = re.compile(r'csrf_token"[^>]*value="([^"]+)"')
_PASSING = re.compile(
    r'(name="csrf_token"[^>]*value=")[^"]*|(nonce[-=]"?)[\w+/=-]+|(name="form_key"[^>]*value=")[^"]*|(id="[\w-]*)[0-9a-f]{8,}'
    r'|("next":")gAAAA[^"]*'
)
"""What differs between two answers to the same question: tokens, nonces, the mark of how far events were read."""
_HEADERS = ("Location", "Content-Disposition", "ETag", "Link", "Content-Type", "Retry-After")
_NOT_ASKED = (
    "static",
    "bootstrap.static",
    "health.metrics",
    "health.ready",
    "door.sign_out",
    "preferences.show",
    "report.leave",
)
"""Files of the repository, what signs out or changes the language, what tells how busy the process is."""
_PER_ROUTE = 3
"""So many addresses of one route are followed from links: there are hundreds of items, all from one template."""


@dataclass
class Answers:
    """What came back, by what was asked."""

    pages: dict[str, str] = field(default_factory=dict)

    def telling(self, secrets: Iterable[str]) -> list[tuple[str, str]]:
        """Where a secret stands: (what was asked, the secret)."""
        told = [each for each in secrets if each]
        return [(asked, each) for asked, page in self.pages.items() for each in told if each in page]

    def differing(self, before: "Answers") -> list[str]:
        """What was answered otherwise than before, and what could only be asked now, or then."""
        both = self.pages.keys() & before.pages.keys()
        other = [asked for asked in both if self.pages[asked] != before.pages[asked]]
        return sorted(other + list(self.pages.keys() ^ before.pages.keys()))


def _rules(app: Flask, method: str) -> list[Rule]:
    found = [
        each for each in app.url_map.iter_rules() if method in (each.methods or ()) and each.endpoint not in _NOT_ASKED
    ]
    return sorted(found, key=lambda each: each.rule)


def _plain(answer: object, echoed: str = "") -> str:
    """Status, headers that tell something, text; without tokens, and without the word that was asked for."""
    text = answer.get_data().decode("utf-8", "replace")  # type: ignore[attr-defined] # the client's response
    text = _PASSING.sub(lambda found: next(part for part in found.groups() if part), text)
    headers = [f"{name}: {answer.headers.get(name)}" for name in _HEADERS if name != "ETag" or not echoed]  # type: ignore[attr-defined] # likewise
    whole = "\n".join([str(answer.status_code), *headers, unescape(text)])  # type: ignore[attr-defined] # likewise
    for word in sorted({echoed, quote(echoed), quote(quote(echoed))} - {""}, key=len, reverse=True):
        whole = whole.replace(word, "×")
    return whole


def crawl(app: Flask, person: Visitor, start: Iterable[str]) -> Answers:
    """Every GET route without arguments, every link from there (a few of each route), and `start`."""
    found, queue, followed = Answers(), [*start], Counter[str]()
    queue += [each.rule for each in _rules(app, "GET") if not each.arguments]
    adapter = app.url_map.bind("localhost")
    while queue:
        address = queue.pop(0)
        if address in found.pages:
            continue
        answer = person.get(address)
        found.pages[address] = _plain(answer)
        if "html" not in (answer.content_type or ""):
            continue
        for link in _LINK.findall(answer.get_data(as_text=True)):
            parts = urlsplit(urljoin(f"http://localhost{address}", unescape(link)))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc != "localhost" or "lang=" in parts.query or not adapter.test(parts.path, "GET"):
                continue
            endpoint = str(adapter.match(parts.path, "GET")[0])
            if endpoint not in _NOT_ASKED and followed[endpoint] < _PER_ROUTE and path not in queue:
                followed[endpoint] += 1
                queue.append(path)
    return found


def search(app: Flask, person: Visitor, words: Iterable[str]) -> Answers:
    """Every GET route without arguments, asked for each of `words` in every box; the word itself is struck out."""
    found = Answers()
    for rule in _rules(app, "GET"):
        for place, word in enumerate(words):
            if not rule.arguments:
                for query in _queries(rule, quote(word)):
                    named = query.replace(quote(word), "")
                    found.pages[f"{rule.rule}?{named} {place}"] = _plain(person.get(f"{rule.rule}?{query}"), word)
    return found


def _queries(rule: Rule, word: str) -> list[str]:
    """All boxes of a page at once; of the interface for programs, which refuses what it does not know, one by one."""
    typed = [f"{name}={word}" for name in TYPED]
    return typed if rule.rule.startswith("/api/") else ["&".join(typed)]


def knock(app: Flask, person: Visitor, values: Mapping[str, str]) -> Answers:
    """Every route with arguments and every method, with these values put in; the values are struck out."""
    found, token = Answers(), ""
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for rule in _rules(app, method):
            if not rule.arguments & values.keys() or _is_own(rule):
                continue
            token = token or _token(person)
            built = rule.build({name: _value(rule, name, values) for name in rule.arguments})
            if built is None:
                continue
            sent = {"csrf_token": token, "text": "x", "reason": "x", "ground": "duplicate", "version": "1"}
            answer = person.ask(method, built[1], data=sent if method != "GET" else None)
            echoed = next(values[name] for name in rule.arguments & values.keys())
            found.pages[f"{method} {rule.rule}"] = _plain(answer, built[1] if echoed.isdigit() else echoed)
    return found


def _is_own(rule: Rule) -> bool:
    """Keys, sessions, checkpoints and lists are numbered too, and have nothing to do with complaints."""
    return rule.rule.startswith(
        ("/account", "/audit", "/people", "/publishing", "/editions", "/items", "/api/v1/editions")
    )


def _value(rule: Rule, name: str, values: Mapping[str, str]) -> object:
    value = values.get(name, "accept" if name == "act" else "1")
    if isinstance(one := rule._converters[name], AnyConverter):
        return min(one.items)
    converter = type(one).__name__.lower()
    return int(value) if value.isdigit() and ("int" in converter or "id" in converter) else value


def _token(person: Visitor) -> str:
    found = _TOKEN.search(person.get("/language").get_data(as_text=True))
    return found[1] if found else ""
