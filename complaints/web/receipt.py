"""The receipt: shown in answer to the form itself, once, with a code that stands in no address and no log."""

import json
from typing import Any

import rfc8785
import segno
from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from complaints.services import receipts
from complaints.services.receipts import Receipt
from core import signing
from core.access import allow
from core.errors import NotFound
from core.policy import Action

pages = Blueprint("receipt", __name__)

LONGEST = 100_000


def page(made: Receipt) -> Response:
    """What the complainant takes home. No browser and no proxy keeps it."""
    response = make_response(
        render_template(
            "complaints/public/receipt.html",
            receipt=made,
            picture=picture(made) if made.code else None,
            signed=as_file(made.certificate),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def picture(made: Receipt) -> Markup:
    """A QR code that holds reference and code as text, not an address."""
    assert made.code is not None  # it is not drawn without one
    drawn = segno.make(f"{made.reference} {' '.join(made.code.groups)}", error="m", micro=False)
    return Markup(drawn.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=1))


def as_file(certificate: Any) -> str:
    """The signed receipt in the canonical form that docs/verify asks for; it does not hold the code."""
    return rfc8785.dumps(certificate).decode()


def attachment(certificate: Any) -> Response:
    """The signed receipt to download."""
    response = Response(as_file(certificate), mimetype="application/json")
    reference = str(certificate["document"]["reference"])
    name = "".join(character for character in reference if character.isalnum() or character == "-")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{name}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/complaints/receipt")
@allow(Action.file_complaint)
def download() -> Response:
    """The receipt that the page just shown holds, as a file: nothing is looked up, so no cookie is needed.

    :raises NotFound: if it is none that this platform signed.
    """
    typed = request.form.get("signed", "")
    try:
        certificate = json.loads(typed) if len(typed) <= LONGEST else None
    except (ValueError, RecursionError):
        certificate = None
    if not isinstance(certificate, dict) or not signing.verify(certificate, receipts.PURPOSE):
        raise NotFound
    return attachment(certificate)
