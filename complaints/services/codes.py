"""Codes of complaints, and the numbers complaints and matters go by."""

import secrets

from complaints.models.cases import Complaint
from complaints.rules import codes as law
from complaints.rules.codes import ALPHABET, Code
from core import clock, vault

KEY = "complaint-codes"


def fresh(complaint: Complaint) -> Code:
    """A new code for `complaint`; the one before, if there was one, is no good any more."""
    code = law.draw()
    complaint.locator, complaint.secret_digest = code.locator, code.digest(vault.key(KEY))
    return code


def proves(complaint: Complaint, code: Code) -> bool:
    """Whether the code is this complaint's."""
    return code.proves(complaint.secret_digest, vault.key(KEY))


def new_number(prefix: str) -> str:
    """A number drawn by chance (40 bits) with the year before it: it tells no count and no order."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}{clock.today():%y}-{drawn[:4]}-{drawn[4:]}"
