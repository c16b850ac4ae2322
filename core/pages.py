"""What every page has: its language, its headers, the words for money and days, addresses kept across links."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from flask import Flask, Response, current_app, make_response, request
from markupsafe import Markup, escape

from core.clock import LEGAL_ZONE
from core.values.money import Money
from core.values.text import LANGUAGES, Text

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_CHINESE = re.compile("[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*")
LANGUAGE_COOKIE = "lang"
THEME_COOKIE = "theme"
_CHOSEN = "platform.language"


def language() -> str:
    """The reader's language: of people what the cookie says, of programs what Accept-Language prefers; else Chinese.

    Looked up once for a request: a page asks it for every wording it has.
    """
    chosen: str | None = request.environ.get(_CHOSEN)
    if chosen is None:
        chosen = request.environ[_CHOSEN] = _language()
    return chosen


def _language() -> str:
    if request.path.startswith("/api/") and request.endpoint != "api_pages.trial":
        return request.accept_languages.best_match(LANGUAGES) or "zh"
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else "zh"


def t(zh: str | Text, en: str | None = None, /, **values: object) -> str | Markup:
    """The wording in the reader's language; `{name}` is filled, escaped unless already Markup."""
    text = zh if isinstance(zh, Text) else Text(zh, en if en is not None else zh)
    words = text.render(language())
    if not values:
        return words
    said = {key: value.render(language()) if isinstance(value, Text) else value for key, value in values.items()}
    return Markup(str(escape(words))).format(**said)


def law(words: str | Text) -> str | Markup:
    """Words that hold something of the law: what stays Chinese on an English page is marked as Chinese."""
    said = t(words) if isinstance(words, Text) else words
    if language() != "en":
        return said
    return Markup(_CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', str(escape(said))))


def lang_attr(words: str | Text) -> Markup:
    """The attribute for an element that can hold no element (an option, a title), if its words are Chinese."""
    said = words.en if isinstance(words, Text) else str(words)
    return Markup(' lang="zh-CN"') if language() == "en" and _CHINESE.search(said) else Markup("")


def money(value: Money | str | int | None) -> str:
    """¥1,234.56; a dash where nothing is known."""
    if value is None:
        return "—"
    return (value if isinstance(value, Money) else Money(value)).display()


def day(value: date | datetime | str | None) -> str:
    """2026年7月20日, or 20 July 2026; instants as their day in Asia/Shanghai."""
    if not value:
        return str(t("日期不详", "date unknown"))
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = value.astimezone(LEGAL_ZONE).date()
    if language() == "en":
        return f"{value.day} {value:%B} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def instant(value: datetime) -> str:
    """A day and a time of day in Asia/Shanghai."""
    local = value.astimezone(LEGAL_ZONE)
    return f"{day(local)} {local:%H:%M}"


def with_query(**changes: object) -> str:
    """This page's address with some query fields changed; None takes a field away."""
    kept = {key: values for key, values in request.args.to_dict(flat=False).items() if key not in changes}
    fields = [(key, value) for key, values in kept.items() for value in values]
    fields += [(key, str(value)) for key, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(fields)}" if fields else request.path


def asked(name: str, most: int = 200) -> str:
    """The query field `name` of this page's address, without what cannot be seen or is too long to mean anything."""
    return "".join(c for c in request.args.get(name, "") if c.isprintable()).strip()[:most]


def here() -> str:
    """This page's address, for links that lead away and back again."""
    if "next" in request.args and request.path == "/language":
        return request.args["next"]
    return request.full_path.rstrip("?")


def is_demo() -> bool:
    """Whether samples are loaded, so that every page says so. Who loads them puts the question's answer in place."""
    answer: Callable[[], bool] | None = current_app.extensions.get("is_demo")
    return bool(answer and answer())


def fresh(tag: str) -> Response | None:
    """The 304 answer if the reader already has the version `tag`; asked before any query is made."""
    if request.if_none_match.contains_weak(tag):
        response = make_response("", 304)
        response.set_etag(tag, weak=True)
        return response
    return None


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not (request.endpoint or "").endswith("static"):
        headers.setdefault("Cache-Control", "private, no-cache")
        headers.add("Vary", "Cookie, Accept-Language")
    return response


def init_pages(app: Flask) -> None:
    """Template globals and filters, and the headers of every response."""
    app.jinja_env.globals.update(t=t, lang=language, with_query=with_query, now=lambda: datetime.now(UTC))
    app.jinja_env.globals.update(here=here, is_demo=is_demo)
    app.jinja_env.globals.update(theme=lambda: "dark" if request.cookies.get(THEME_COOKIE) == "dark" else "light")
    app.jinja_env.filters.update(money=money, day=day, instant=instant, law=law, lang_attr=lang_attr)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_headers)
