"""How a laboratory's exports are to be read: said once, kept by the layout, found again by the next file of it."""

from sqlalchemy import select

from core import clock
from core.db import db
from core.policy import Actor
from registry.models.imports import ImportLayout
from registry.services.importing.choosing import Choices
from registry.services.importing.reading import Reading, Remembered


def of(laboratory: int) -> Remembered:
    """What that laboratory said of layouts."""

    def remembered(fingerprint: str) -> Choices:
        row = _row(laboratory, fingerprint)
        return Choices.from_dict(row.kept) if row else Choices()

    return remembered


def keep(laboratory: int, reading: Reading, actor: Actor) -> None:
    """Keep how a file was read that a person agreed to: the next of its layout is read so without asking."""
    if reading.layout is None:
        return
    columns = {
        column.index: (column.field.value if column.field else "", column.parameter)
        for column in reading.layout.columns
    }  # fmt: skip
    agreed = {words: key for words, (key, sure) in reading.names.items() if key and not sure}
    names = {**agreed, **reading.choices.names}
    kept = Choices(columns=columns, names=names, kind=reading.choices.kind).of_layout()
    row = _row(laboratory, reading.layout.fingerprint)
    if row is None:
        row = ImportLayout(
            issuer_id=laboratory, fingerprint=reading.layout.fingerprint, kept=kept, kept_by=actor.user_id,
            kept_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
    elif row.kept != kept:
        row.kept, row.kept_by, row.kept_at = kept, actor.user_id, clock.now()
    db.session.flush()


def _row(laboratory: int, fingerprint: str) -> ImportLayout | None:
    asked = select(ImportLayout).where(ImportLayout.issuer_id == laboratory, ImportLayout.fingerprint == fingerprint)
    return db.session.scalars(asked).one_or_none()
