"""Which engine searches here, made when it is first asked for."""

from importlib import import_module
from threading import Lock
from typing import cast

from flask import current_app

from core.search.index import Index

_making = Lock()


def engine() -> Index:
    """The search engine of this application: ``whoosh`` or ``postgres``, as the settings say.

    Whoosh takes a third of a second to import, so it is imported here, when something is first searched or indexed.
    """
    with _making:
        held: Index | None = current_app.extensions.get("search_engine")
        if held is None:
            held = current_app.extensions["search_engine"] = _make()
            current_app.extensions.setdefault("forget", []).append(held.forget)
        return held


def _make() -> Index:
    settings = current_app.extensions["settings"]
    if settings.search_engine == "postgres":
        return cast(Index, import_module("core.search.postgres_engine").PostgresIndex())
    return cast(Index, import_module("core.search.embedded").EmbeddedIndex(settings.instance / "search-index"))
