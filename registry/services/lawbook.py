"""Procedures, parameters, standards and grounds, from the files of ``registry/data``; each read once per process."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from registry.rules.grounds import Grounds, read_grounds
from registry.rules.laboratories import read_laboratories, read_scopes
from registry.rules.parameters import Parameter, read_parameters
from registry.rules.procedures import Procedures, read_procedures
from registry.rules.record import Accreditation, Relation
from registry.rules.standards import Standard, read_standards
from registry.rules.standards import relations as relations_of

DATA = Path(__file__).resolve().parent.parent / "data"


def document(name: str) -> Any:
    """What stands in ``registry/data/<name>.yaml``."""
    with (DATA / f"{name}.yaml").open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``registry/data/<name>.csv``; commas beyond the last column belong to its words."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rest = csv.reader(file)
    last = len(header) - 1
    return [dict(zip(header, [*row[:last], ",".join(row[last:])], strict=True)) for row in rest]


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, Parameter]:
    """What is tested."""
    return read_parameters(document("parameters"))


@lru_cache(maxsize=1)
def standards() -> Mapping[str, Standard]:
    """Method standards."""
    return read_standards(document("standards"))


@lru_cache(maxsize=1)
def relations() -> tuple[Relation, ...]:
    """How the standards stand to one another."""
    return relations_of(standards().values())


@lru_cache(maxsize=1)
def procedures() -> Procedures:
    """What asks for results.

    :raises registry.rules.reading.Unreadable: if the file names what nobody knows.
    """
    return read_procedures(document("procedures"), parameters(), standards())


@lru_cache(maxsize=1)
def grounds() -> Grounds:
    """On what grounds a result may be refused."""
    return read_grounds(document("refusal-grounds"))


@lru_cache(maxsize=1)
def sample_scopes() -> tuple[Accreditation, ...]:
    """What the sample laboratories are licensed for."""
    return read_scopes(rows("accreditations-sample"), read_laboratories(rows("laboratories-sample")))
