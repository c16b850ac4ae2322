"""Secrets of people: hashed passwords, random tokens, one-time codes kept encrypted."""

import base64
import hashlib
import secrets
from functools import lru_cache
from pathlib import Path

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from cryptography.fernet import Fernet
from flask import current_app

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id with 19 MiB and two passes: what OWASP asks for at the least, so that a busy morning stays quick."""
_COMMON = Path(__file__).resolve().parent.parent / "data" / "common-passwords.txt"
_STEP = 30


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return HASHER.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Whether `password` is the one; takes as long where there is none to compare with."""
    try:
        return HASHER.verify(hashed or _nobody(), password) and hashed is not None
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password meets, for accounts that do not exist."""
    return HASHER.hash(secrets.token_hex(32))


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Passwords that are guessed first, folded."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if not line.startswith("#"))


def new_password() -> str:
    """A password for the administrator to hand over: 75 random bits in five groups easy to read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(3)) for _ in range(5))


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """What is kept of a token; it has so many random bits that it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _box() -> Fernet:
    key = hashlib.sha256(f"one-time codes\n{current_app.config['SECRET_KEY']}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def new_totp_secret() -> str:
    """A secret for an authenticator app."""
    return pyotp.random_base32()


def seal_totp(secret: str) -> str:
    """The secret as it is kept: encrypted under the platform's key."""
    return _box().encrypt(secret.encode()).decode("ascii")


def totp_step(secret: str, code: str, at: float, used: int) -> int | None:
    """The 30-second step whose code `code` is: this one, or the one before for slow typists; None if it is neither.

    :param at: seconds since 1970.
    :param used: the last step whose code was taken; that one and earlier ones are no good again.
    """
    plain = "".join(code.split())
    for step in (int(at) // _STEP, int(at) // _STEP - 1):
        if step > used and secrets.compare_digest(pyotp.TOTP(secret).generate_otp(step).encode(), plain.encode()):
            return step
    return None


def open_totp(sealed: str) -> str:
    """The secret of an authenticator app, from how it is kept."""
    return _box().decrypt(sealed.encode("ascii")).decode()
