"""The one signing function: Ed25519 over canonical JSON (RFC 8785); its keys lie in the instance folder.

An envelope is ``{"document", "purpose", "key", "algorithm", "signature"}``; signed are the canonical bytes of
``{"document", "key", "purpose"}``, so a signature made for one purpose is no good for another. The public keys stand
at ``/.well-known/jwks.json`` (RFC 8037). To change the key, put ``signing-key.pem`` aside under another name that ends
in ``.pem``: a new one is made, and what the old one signed still verifies.
"""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from flask import current_app

ALGORITHM = "Ed25519"
CURRENT = "signing-key.pem"


@dataclass(frozen=True)
class Keys:
    """The key that signs now, and every key whose signatures are still believed."""

    current: str
    private: Ed25519PrivateKey
    public: Mapping[str, Ed25519PublicKey]


def sign(document: Mapping[str, Any], purpose: str = "document") -> dict[str, Any]:
    """`document` in a signed envelope, for `purpose` (``edition``, ``verdict``, ``checkpoint`` …)."""
    keys = _keys()
    signature = keys.private.sign(_signed_bytes(document, purpose, keys.current))
    return {
        "document": dict(document),
        "purpose": purpose,
        "key": keys.current,
        "algorithm": ALGORITHM,
        "signature": _base64url(signature),
    }


def verify(envelope: Mapping[str, Any], purpose: str = "document") -> bool:
    """Whether this platform signed exactly this document for `purpose`."""
    key = _keys().public.get(str(envelope.get("key")))
    if key is None or envelope.get("purpose") != purpose or envelope.get("algorithm") != ALGORITHM:
        return False
    try:
        signature = base64.urlsafe_b64decode(str(envelope["signature"]) + "==")
        key.verify(signature, _signed_bytes(envelope["document"], purpose, str(envelope["key"])))
    except (InvalidSignature, KeyError, binascii.Error, rfc8785.CanonicalizationError):
        return False
    return True


def public_keys() -> list[dict[str, str]]:
    """All keys whose signatures are believed, as JSON Web Keys (RFC 8037); the one that signs now comes first."""
    keys = _keys()
    order = sorted(keys.public, key=lambda name: (name != keys.current, name))
    return [_as_jwk(keys.public[name]) | {"kid": name, "use": "sig", "alg": "EdDSA"} for name in order]


def _signed_bytes(document: Any, purpose: str, key: str) -> bytes:
    return rfc8785.dumps({"document": document, "key": key, "purpose": purpose})


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _as_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": ALGORITHM, "kty": "OKP", "x": _base64url(key.public_bytes(Encoding.Raw, PublicFormat.Raw))}


def _thumbprint(key: Ed25519PublicKey) -> str:
    """The key's name: its RFC 7638 thumbprint."""
    return _base64url(hashlib.sha256(rfc8785.dumps(_as_jwk(key))).digest())


def _keys() -> Keys:
    folder: Path = current_app.extensions["settings"].instance / "keys"
    held: Keys | None = current_app.extensions.get("signing_keys")
    if held is None:
        held = current_app.extensions["signing_keys"] = _load(folder)
    return held


def _load(folder: Path) -> Keys:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / CURRENT).exists():
        _make(folder)
    read = {path: _read(path) for path in sorted(folder.glob("*.pem"))}
    current = read[folder / CURRENT]
    public = {_thumbprint(key.public_key()): key.public_key() for key in read.values()}
    return Keys(_thumbprint(current.public_key()), current, public)


def _make(folder: Path) -> None:
    """Write a new key whole, then give it its name: of two processes that start together, one wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = folder / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, folder / CURRENT)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} in the keys folder is not an Ed25519 key")
    return key
