"""Legal bases as the data write them: ``国务院令第481号第十三条（一）`` → number and article."""

import re
from typing import Any

from burden.rules.items import Basis

_ARTICLE = re.compile(r"(第[一二三四五六七八九十百零〇0-9]+条.*)$")
_NUMBER = re.compile(r"[〔\[（(〈]\s*\d{4}\s*[〕\]）)〉]|\d+号|公告|令第")


def read_bases(words: str | None, confirmed: bool) -> tuple[Basis, ...]:
    """Each document named in `words` (divided by commas); `confirmed` says whether their text was seen."""
    return tuple(_basis(one.strip(), confirmed) for one in re.split(r"[,，;；]", words or "") if one.strip())


def read_basis(document: Any, confirmed: bool) -> tuple[Basis, ...]:
    """A ``basis`` of the structured items: ``{doc_no: …}`` or plain words."""
    if isinstance(document, dict):
        return read_bases(document.get("doc_no") or document.get("title"), confirmed)
    return read_bases(document if isinstance(document, str) else None, confirmed)


def _basis(words: str, confirmed: bool) -> Basis:
    found = _ARTICLE.search(words)
    article = found.group(1) if found else None
    document = words[: found.start()] if found else words
    document = document.strip()
    if _NUMBER.search(document):
        return Basis(number=document, article=article, confirmed=confirmed)
    return Basis(title=document or None, article=article, confirmed=confirmed)
