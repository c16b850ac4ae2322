"""What a page tells of a file that was read: its counts, its columns, its names, the first of its problems."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from registry.services.importing.reading import Reading
from registry.services.importing.weighing import Weighed

SHOWN = 200
"""Problems on the page; the file that goes back has them all."""
MOST_NAMES = 200


def summary(reading: Reading, weighed: Weighed) -> dict[str, Any]:
    """Plain data, kept beside the file, so that its page needs no second reading."""
    layout, table = reading.layout, reading.table
    problems = reading.problems
    blocking = [one for one in problems if one.blocking]
    doubtful = [one for one in problems if not one.blocking]
    return {
        "counts": asdict(weighed), "parts": len(reading.parts),
        "sheets": list(table.sheets), "sheet": table.sheet, "encoding": table.encoding,
        "tall": layout.tall if layout else None,
        "head": [layout.first_row, layout.last_row] if layout else None,
        "facts": {name.value: words for name, words in layout.facts.items()} if layout else {},
        "columns": _columns(reading),
        "names": _names(reading.names),
        "kind": reading.choices.kind,
        "blocking": [one.as_dict() for one in blocking[:SHOWN]], "blocking_count": len(blocking),
        "doubtful": [one.as_dict() for one in doubtful[:SHOWN]], "doubtful_count": len(doubtful),
    }  # fmt: skip


def _columns(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "index": column.index, "letter": column.letter, "heading": column.heading, "sample": column.sample,
            "field": column.field.value if column.field else "", "parameter": column.parameter, "sure": column.sure,
        }
        for column in (reading.layout.columns if reading.layout else ())
    ]  # fmt: skip


def _names(names: Mapping[str, tuple[str, bool]]) -> list[dict[str, Any]]:
    """Names that a person should look at: first those that nobody knows, then those taken by likeness."""
    asked = [{"words": words[:80], "key": key} for words, (key, sure) in names.items() if not (key and sure)]
    return sorted(asked, key=lambda one: bool(one["key"]))[:MOST_NAMES]
