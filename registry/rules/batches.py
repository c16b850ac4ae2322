"""Edge rule 3: batches."""


def other_batch(asked: str | None, on_record: str | None) -> bool:
    """Whether a report on `on_record` is of another batch than the one `asked` about (edge rule 3).

    A batch asked about: only the same, and no batch on record is another batch. None asked about: batches ignored.
    """
    return asked is not None and asked != on_record
