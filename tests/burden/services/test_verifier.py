"""The stand-alone verifier: takes what was signed, and refuses it with any byte changed."""

import base64
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

FILE = Path(__file__).parents[3] / "docs" / "verify" / "verify.py"
SPEC = importlib.util.spec_from_file_location("verify", FILE)
assert SPEC and SPEC.loader
verifier: Any = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(verifier)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = {"k": KEY.public_key()}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def envelope(document: Any, **changes: Any) -> bytes:
    signed = {"document": document, "key": "k", "purpose": "verdict"}
    signature = base64url(KEY.sign(rfc8785.dumps(signed)))
    return rfc8785.dumps(signed | {"algorithm": "Ed25519", "signature": signature} | changes)


DOCUMENT = {
    "code": "abc",
    "charge": {"called_as": "商标注册费 😀", "amount": "600.00"},
    "n": [1, None, True, "\u2028\x1f"],
}
GOOD = envelope(DOCUMENT)


def test_what_was_signed_is_taken() -> None:
    assert verifier.verify(GOOD, KEYS, "verdict") == DOCUMENT


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(place: int, change: int) -> None:
    changed = bytearray(GOOD)
    changed[place] ^= change
    with pytest.raises(verifier.Refused):
        verifier.verify(bytes(changed), KEYS)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3))
def test_any_byte_added_or_taken_away_is_found(place: int, added: bytes) -> None:
    with pytest.raises(verifier.Refused):
        verifier.verify(GOOD[:place] + (added + GOOD[place:] if added else GOOD[place + 1 :]), KEYS)


def test_every_single_byte_counts() -> None:
    for place in range(len(GOOD)):
        changed = bytearray(GOOD)
        changed[place] ^= 1
        with pytest.raises(verifier.Refused):
            verifier.verify(bytes(changed), KEYS)


@pytest.mark.parametrize(
    ("data", "keys", "purpose"),
    [
        (GOOD + b"\n", KEYS, None),
        (GOOD.replace("商".encode(), b"\\u5546"), KEYS, None),
        (envelope(DOCUMENT, signature=base64url(bytes(64))), KEYS, None),
        (envelope(DOCUMENT, algorithm="none"), KEYS, None),
        (envelope(DOCUMENT, more=1), KEYS, None),
        (envelope(DOCUMENT, key=["k"]), KEYS, None),
        (GOOD, KEYS, "edition"),
        (GOOD, {"other": KEYS["k"]}, None),
        (GOOD, {"k": Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\1").public_key()}, None),
        (b'{"a":1,"a":2}', KEYS, None),
        (b"[" * 100_000, KEYS, None),
        (b"\xff", KEYS, None),
        (b'"\\ud800"', KEYS, None),
        (b"", KEYS, None),
    ],
)
def test_what_is_not_exactly_so_is_refused(data: bytes, keys: Any, purpose: str | None) -> None:
    with pytest.raises(verifier.Refused):
        verifier.verify(data, keys, purpose)


scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8)
values = st.recursive(scalars, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=4), part))


@given(values)
def test_its_canonical_form_is_that_of_rfc_8785(value: Any) -> None:
    assert verifier.canonical(value) == rfc8785.dumps(value)


def run(*arguments: object) -> Any:
    command = [sys.executable, str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_from_the_shell_it_answers_by_its_exit_status(tmp_path: Path) -> None:
    keys = tmp_path / "jwks.json"
    public = base64url(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    keys.write_bytes(rfc8785.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": public}]}))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(GOOD)
    bad.write_bytes(GOOD.replace(b"600.00", b"900.00"))
    assert run(good, "--keys", keys).stdout.startswith("VALID\n")
    assert (run(bad, "--keys", keys).returncode, run(good, "--keys", good).returncode) == (1, 2)
    assert run(tmp_path / "absent", "--keys", keys).returncode == 2


def test_it_is_short_enough_to_be_read() -> None:
    assert len(FILE.read_text("utf-8").splitlines()) < 150
