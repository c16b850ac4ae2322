"""Verify a document that the platform signed, without the platform: Ed25519 over canonical JSON (RFC 8785).

    python verify.py certificate.json --keys jwks.json

Exit status 0: signed by one of the keys, and no byte was changed. 1: not so; the reason is printed. 2: cannot tell
(a file is missing or unreadable). Needs Python 3.11 and the package `cryptography`, nothing else.
"""

import argparse
import base64
import binascii
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = {"document", "purpose", "key", "algorithm", "signature"}
ALGORITHM = "Ed25519"
DEEPEST = 50


class Refused(Exception):
    """Why the document is not to be believed."""


def canonical(value: Any, depth: int = 0) -> bytes:
    """RFC 8785 of a value without fractions, which the platform never signs: amounts are text."""
    if depth > DEEPEST:
        raise Refused("nested too deeply")
    if value is None or isinstance(value, bool):
        return {None: b"null", True: b"true", False: b"false"}[value]
    if isinstance(value, int):
        if abs(value) >= 2**53:
            raise Refused("a whole number too large for JSON")
        return str(value).encode("ascii")
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode("utf-8")
    if isinstance(value, list):
        return b"[" + b",".join(canonical(part, depth + 1) for part in value) + b"]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        pairs = (canonical(name) + b":" + canonical(value[name], depth + 1) for name in names)
        return b"{" + b",".join(pairs) + b"}"
    raise Refused("a number with a fraction")


def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ: with two of a name, readers could see different documents."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise Refused("a name stands twice in one object")
    return dict(pairs)


def unpadded(text: Any) -> bytes:
    """The bytes of base64url text in its one canonical spelling (RFC 4648, 5)."""
    try:
        data = base64.b64decode(str(text) + "=" * (-len(str(text)) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("signature or key is not base64url") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text:
        raise Refused("signature or key is not in canonical base64url")
    return data


def keys_of(jwks: dict[str, Any]) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys of a JSON Web Key Set, each under its RFC 7638 thumbprint or `kid`."""
    found = {}
    for key in jwks["keys"]:
        if key.get("kty") == "OKP" and key.get("crv") == ALGORITHM:
            found[key["kid"]] = Ed25519PublicKey.from_public_bytes(unpadded(key["x"]))
    return found


def verify(data: bytes, keys: dict[str, Ed25519PublicKey], purpose: str | None = None) -> Any:
    """The document in the signed envelope `data`; `purpose`, if given, is what it must have been signed for.

    :raises Refused: if anything in it is not exactly as it was signed.
    """
    try:
        envelope = json.loads(data.decode("utf-8"), object_pairs_hook=no_repeats)
    except (ValueError, RecursionError) as error:
        raise Refused("not JSON in UTF-8") from error
    if not isinstance(envelope, dict) or set(envelope) != FIELDS:
        raise Refused("not a signed envelope of the platform")
    try:
        written = canonical(envelope)
    except UnicodeEncodeError as error:
        raise Refused("half a character") from error
    if written != data:
        raise Refused("not in canonical form: it was changed, or saved again by another program")
    if envelope["algorithm"] != ALGORITHM:
        raise Refused("another algorithm")
    if purpose is not None and envelope["purpose"] != purpose:
        raise Refused(f"signed for another purpose: {envelope['purpose']}")
    key = keys.get(envelope["key"]) if isinstance(envelope["key"], str) else None
    if key is None:
        raise Refused("signed with a key that is not among those given")
    signed = canonical({name: envelope[name] for name in ("document", "key", "purpose")})
    try:
        key.verify(unpadded(envelope["signature"]), signed)
    except InvalidSignature as error:
        raise Refused("the signature does not fit: something was changed") from error
    return envelope["document"]


def stop(status: int, words: str) -> NoReturn:
    """Print and leave."""
    sys.stderr.write(words + "\n")
    raise SystemExit(status)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Verify a document that the platform signed.")
    parser.add_argument("file", type=Path, help="the certificate as downloaded")
    parser.add_argument("--keys", type=Path, required=True, help="the platform's keys, from /.well-known/jwks.json")
    parser.add_argument("--purpose", default=None, help="what it must have been signed for, e.g. verdict")
    given = parser.parse_args()
    try:
        keys = keys_of(json.loads(given.keys.read_bytes()))
        data = given.file.read_bytes()
    except (OSError, ValueError, LookupError, TypeError, Refused) as error:
        stop(2, f"cannot tell: {error}")
    try:
        document = verify(data, keys, given.purpose)
    except Refused as error:
        stop(1, f"NOT VALID: {error}")
    sys.stdout.write("VALID\n" + json.dumps(document, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
