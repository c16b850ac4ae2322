"""What a catalogue is compiled from: plain structures, exactly as the files or the database give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sources:
    """Documents after ``yaml.safe_load`` and rows after ``csv.DictReader``; nothing interpreted yet.

    `conventions` is the ``schema:`` head of the standards file; each of `editions` carries its `id` (the file name
    without ``.csv``); each of `entries` the columns of its list plus `edition` and `row`.
    """

    items: Sequence[Document] = ()
    families: Sequence[Document] = ()
    words_for_listed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conventions: Document = field(default_factory=dict)
    editions: Sequence[Document] = ()
    entries: Sequence[Document] = ()
    events: Sequence[Document] = ()
    nature_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_a_fee: Document = field(default_factory=dict)
    closed_classes: Document = field(default_factory=dict)
    market_priced: Document = field(default_factory=dict)
    bodies: Sequence[Document] = ()
    regions: Sequence[Document] = ()
