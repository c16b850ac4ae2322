"""Putting a charge to the catalogue: without a trace, or kept under a code with a certificate."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import rfc8785
from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from burden.models.checks import KeptCheck
from burden.rules import verdict as law
from burden.rules.charge import Charge
from burden.rules.verdict import Verdict
from burden.services import cataloguing
from core import clock, signing
from core.db import db
from core.errors import NotFound
from core.values.money import Money
from core.values.text import Text

PURPOSE = "verdict"
KIND = "check of a charge"
CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Small letters and digits that are not taken for one another (no i, l, o, 0, 1)."""
CODE_LENGTH = 20
"""31^20: 99 bits."""

_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+"
    r"|(?<!\d)(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]\d{7,8}|\d{4}([ -]\d{4}){3,4}|\d{7,}[Xx]?)"
    r"(?!\d)(?![.,\d]*\s*[万元])"
)
"""E-mail addresses; telephone, card, identity and account numbers. Not sums of money: 元 or 万 follows those."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SOLID_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")
_HIDDEN = "＊"

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_NO_SUCH_CODE = Text(
    "没有这个编号的结果，请核对一遍地址", "There is no result under this code; please compare the address"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept check: its charge and its verdict as they were, in the form of the API."""

    code: str
    kept_at: datetime
    charge: Charge
    headline: Text
    """The verdict in one sentence."""
    verdict: Mapping[str, Any]
    certificate: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recheck:
    """The same charge put to the rules of now."""

    same_rules: bool
    """Nothing was published since: the digests are equal."""
    same_verdict: bool
    """The verdict of now equals the kept one bit for bit, apart from the digest of the rules."""
    verdict: Mapping[str, Any]
    """The verdict of now."""


def check(charge: Charge) -> Verdict:
    """The verdict on `charge` by what is published now. Writes nothing."""
    return law.check(charge, cataloguing.current())


def check_many(charges: Iterable[Charge]) -> list[Verdict]:
    """The verdicts on `charges`, all by the same catalogue. Writes nothing."""
    catalogue = cataloguing.current()
    return [law.check(charge, catalogue) for charge in charges]


def keep(charge: Charge, form_key: str | None = None) -> str:
    """Check `charge`, keep it with its verdict, and give the code it is found by.

    What could name a person is struck from the charge first, and the verdict is of what is left, so that whoever has
    the code can re-compute it. `form_key` names the form it came with: sent twice, it is kept once. Part of the
    caller's transaction.
    """
    cleaned = without_personal(charge)
    digest = _form_digest(form_key or secrets.token_hex(16), cleaned)
    kept_before = select(KeptCheck.code).where(KeptCheck.form_digest == digest)
    if known := db.session.scalar(kept_before):
        return known
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    kept_at = clock.now()
    document = _document(code, kept_at, cleaned)
    insert = _INSERT[db.session.get_bind().dialect.name](KeptCheck).values(
        code=code, form_digest=digest, kept_at=kept_at, certificate=signing.sign(document, PURPOSE)
    )
    db.session.execute(insert.on_conflict_do_nothing(index_elements=["form_digest"]))
    return db.session.scalars(kept_before).one()


def _document(code: str, kept_at: datetime, charge: Charge) -> dict[str, Any]:
    """What the certificate says: under which code, when, what was asked, what the verdict was, by which rules."""
    found = check(charge)
    verdict = found.as_dict()
    return {
        "kind": KIND,
        "version": 1,
        "code": code,
        "address": f"{current_app.extensions['settings'].base_url}/checks/{code}",
        "kept_at": kept_at.isoformat(timespec="seconds"),
        "charge": charge.as_dict(),
        "headline": found.headline.as_dict(),
        "verdict": verdict,
        "rules": verdict["rules"],
    }


def find(code: str) -> Kept:
    """The check kept under `code`.

    :raises NotFound: if there is none.
    """
    row = db.session.scalar(select(KeptCheck).where(KeptCheck.code == code.strip().lower()[:40]))
    if row is None:
        raise NotFound(_NO_SUCH_CODE)
    document = row.certificate["document"]
    charge, headline = charge_of(document["charge"]), Text(**document["headline"])
    return Kept(row.code, row.kept_at, charge, headline, document["verdict"], row.certificate)


def certificate(code: str) -> dict[str, Any]:
    """The signed envelope of the check kept under `code`; raises NotFound."""
    return dict(find(code).certificate)


def certificate_file(code: str) -> bytes:
    """The certificate as it is downloaded: canonical JSON, so that any changed byte shows; raises NotFound."""
    return rfc8785.dumps(certificate(code))


def recheck(code: str) -> Recheck:
    """Put the charge kept under `code` to the rules of now, and compare bit for bit; raises NotFound."""
    kept = find(code)
    verdict = check(kept.charge).as_dict()
    same_rules = verdict["rules"] == kept.verdict["rules"]
    return Recheck(same_rules, _plain(verdict) == _plain(kept.verdict), verdict)


def charge_of(document: Mapping[str, Any]) -> Charge:
    """The charge whose `as_dict` is `document`."""
    read = {"amount": Money(document["amount"]), "charged_on": date.fromisoformat(document["charged_on"])}
    return Charge(**{**document, **read})


def without_personal(charge: Charge) -> Charge:
    """The charge with e-mail addresses and long numbers struck from everything told in words.

    Who charged stays as it is: a body is no person, and its credit code is a long number.
    """
    return replace(
        charge,
        called_as=_struck(charge.called_as),
        narrative=charge.narrative and _struck(charge.narrative),
        facts=_struck_group(charge.facts),
        payer=_struck_group(charge.payer),
    )


def _struck_group(group: Mapping[str, Any]) -> dict[str, Any]:
    """A decimal told as text is a quantity by the name of its fact, and stays."""
    return {
        name: value if not isinstance(value, str) or _NUMBER.fullmatch(value) else _struck(value)
        for name, value in group.items()
    }


def _struck(words: str) -> str:
    return _PERSONAL.sub(lambda found: found[0] if _SOLID_DATE.fullmatch(found[0]) else _HIDDEN, words)


def _form_digest(form_key: str, charge: Charge) -> str:
    return hashlib.sha256(rfc8785.dumps({"form": form_key, "charge": charge.as_dict()})).hexdigest()


def _plain(verdict: Mapping[str, Any]) -> bytes:
    return rfc8785.dumps({name: value for name, value in verdict.items() if name != "rules"})
