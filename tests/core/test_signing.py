"""What the platform signs can be verified by anybody, and no changed byte passes."""

import base64
import os
import stat
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core import signing
from tests.databases import Database

DOCUMENT = {"verdict": "above_standard", "excess": "970.00", "who": "广州示例食品有限公司", "lines": [1, None, True]}


def forget(app: Flask) -> None:
    app.extensions.pop("signing_keys", None)


def test_what_was_signed_verifies(bare_app: Flask) -> None:
    assert signing.verify(signing.sign(DOCUMENT, "verdict"), "verdict")


def test_a_signature_for_one_purpose_is_no_good_for_another(bare_app: Flask) -> None:
    envelope = signing.sign(DOCUMENT, "verdict")
    assert not signing.verify(envelope, "edition")
    assert not signing.verify(envelope | {"purpose": "edition"}, "edition")


@pytest.mark.parametrize(
    "change",
    [{"document": {**DOCUMENT, "excess": "970.01"}}, {"signature": "AAAA"}, {"key": "unknown"}, {"algorithm": "none"}],
)
def test_whatever_is_changed_the_envelope_fails(bare_app: Flask, change: dict[str, Any]) -> None:
    assert not signing.verify(signing.sign(DOCUMENT, "verdict") | change, "verdict")


@pytest.mark.parametrize("lost", ["document", "signature", "key", "purpose", "algorithm"])
def test_an_envelope_with_a_part_missing_fails(bare_app: Flask, lost: str) -> None:
    envelope = signing.sign(DOCUMENT, "verdict")
    envelope.pop(lost)
    assert not signing.verify(envelope, "verdict")


@given(
    document=st.dictionaries(st.text(max_size=8), st.one_of(st.text(), st.booleans(), st.integers(-9, 9)), max_size=5)
)
def test_the_order_in_which_a_document_was_written_does_not_matter(bare_app: Flask, document: dict[str, Any]) -> None:
    envelope = signing.sign(document, "verdict")
    assert signing.verify(envelope | {"document": dict(reversed(document.items()))}, "verdict")


def test_keys_are_for_their_owner_alone(bare_app: Flask) -> None:
    signing.sign({}, "verdict")
    folder = bare_app.extensions["settings"].instance / "keys"
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_after_a_change_of_keys_old_signatures_verify_and_new_ones_are_the_new_keys(
    bare_app: Flask, database: Database
) -> None:
    database.changed = True
    old = signing.sign(DOCUMENT, "verdict")
    folder = bare_app.extensions["settings"].instance / "keys"
    (folder / "signing-key.pem").rename(folder / "2026.pem")
    forget(bare_app)
    new = signing.sign(DOCUMENT, "verdict")
    assert new["key"] != old["key"]
    assert signing.verify(old, "verdict")
    assert [key["kid"] for key in signing.public_keys()] == [new["key"], old["key"]]


def test_anybody_can_verify_with_what_stands_at_the_well_known_address(bare_app: Flask) -> None:
    envelope = signing.sign(DOCUMENT, "verdict")
    (key,) = bare_app.test_client().get("/.well-known/jwks.json").get_json()["keys"]
    assert key["kid"] == envelope["key"]
    raw = base64.urlsafe_b64decode(key["x"] + "==")
    signed = rfc8785.dumps({name: envelope[name] for name in ("document", "key", "purpose")})
    Ed25519PublicKey.from_public_bytes(raw).verify(base64.urlsafe_b64decode(envelope["signature"] + "=="), signed)
