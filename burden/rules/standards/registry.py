"""All kinds of standard, found by scanning this package: a new kind is one new file."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from burden.rules import standards
from burden.rules.standards.kind import Kind


def _found() -> dict[str, type[Kind]]:
    kinds: dict[str, type[Kind]] = {}
    for name in sorted(info.name for info in pkgutil.iter_modules(standards.__path__)):
        module = importlib.import_module(f"{standards.__name__}.{name}")
        for thing in list(vars(module).values()):
            if isinstance(thing, type) and issubclass(thing, Kind) and getattr(thing, "NAME", None) == name:
                kinds[name] = thing
    return kinds


KINDS: Mapping[str, type[Kind]] = MappingProxyType(_found())
"""Kind name → class, in alphabetical order; the editor, the schema, the docs and the conformance tests read it."""
