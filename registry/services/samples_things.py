"""What the samples are made of: enterprises with their sites and equipment, and the reports on each, by chance."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.people.services import organising
from core.values.identifiers import CREDIT_ALPHABET, credit_check_character
from registry.rules.record import Conclusion
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import SubjectRef
from registry.services.samples_words import GRADES, NAMES, PACKAGES, PLACES, TRADES, VALUES, Package


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a laboratory may test, for how long."""

    laboratory: str
    """Its credit code, or its code if it has none."""
    parameter: str
    method: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject to be put on record, below `parent` of the same enterprise (-1: below none)."""

    ref: SubjectRef
    parent: int


def enterprise(number: int) -> tuple[int, str, str, str]:
    """The made-up enterprise of that number, put on record if it is not yet: (id, code, region, its first words)."""
    chance = random.Random(f"registry enterprise {number}")
    region, place = PLACES[number % len(PLACES)]
    first = f"91{region}MA" + "".join(chance.choice(CREDIT_ALPHABET) for _ in range(7))
    code = first + credit_check_character(first)
    words = f"{place}示例{TRADES[number // len(PLACES) % len(TRADES)]}"
    series = number // (len(PLACES) * len(TRADES))
    name = f"{words}{'' if not series else f'第{series + 1}'}有限公司"
    return organising.add_enterprise(code, name, region, sample=True), code, region, words


def things(chance: random.Random, number: int, region: str, whole: bool) -> list[Thing]:
    """What an enterprise has: a site, a project with its buildings, outlets, equipment; `whole`: some of every kind."""
    made = [_thing("site", chance, number, region, 0, -1), _thing("project", chance, number, region, 0, -1)]
    for kind, (parent, most) in _BELOW.items():
        count = max(1 if whole else 0, chance.randint(0, most))
        made += [_thing(kind, chance, number, region, index, parent) for index in range(count)]
    return made


_BELOW: Mapping[str, tuple[int, int]] = {
    "building": (1, 2), "outlet.air": (1, 2), "outlet.water": (1, 1), "workplace": (1, 2), "equipment.motor": (1, 2),
    "equipment.boiler": (0, 2), "equipment.pressure_vessel": (0, 2), "equipment.crane": (0, 2),
    "equipment.elevator": (0, 2), "equipment.vehicle": (0, 3), "accessory": (0, 3), "instrument": (0, 4),
    "product_batch": (-1, 1),
}  # fmt: skip


def _thing(kind: str, chance: random.Random, number: int, region: str, index: int, parent: int) -> Thing:
    prefix, names = NAMES[kind]
    name = f"{index + 1}号{chance.choice(names)}" if kind.startswith("equipment") else chance.choice(names)
    if not kind.startswith("equipment") and index:
        name = f"{name}（{index + 1}）"
    return Thing(SubjectRef(f"{prefix}{region}{number:06}{index + 1:02}", kind, name=name), parent)


def reports(
    chance: random.Random, thing: Thing, client: str, bodies: Sequence[str], scopes: Sequence[Scope], today: date
) -> Iterator[NewReport]:
    """The reports on one thing: of each package one or some, each older than the one before; some were corrected."""
    for package in PACKAGES:
        if package.kind != thing.ref.kind or chance.random() > package.often:
            continue
        tested = today - timedelta(days=chance.randint(4, int(package.months * 30.4 * 1.25)))
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
            if found := _report(chance, thing, package, client, bodies, scopes, tested):
                yield from _versions(chance, found, today)
            tested -= timedelta(days=int(package.months * 30.4) - chance.randint(-10, 40))


def _report(
    chance: random.Random, thing: Thing, package: Package, client: str, bodies: Sequence[str],
    scopes: Sequence[Scope], tested: date,
) -> NewReport | None:  # fmt: skip
    licensed = _licensed(package, scopes, tested)
    if not licensed:
        return None
    issuer = chance.choice(sorted(licensed))
    fate = chance.random()
    failed = chance.choice(package.parameters) if fate < 0.045 else ""
    findings = tuple(
        _finding(chance, one, licensed[issuer][one], tested, failed == one, fate > 0.985) for one in package.parameters
    )
    required = chance.random() < 0.1
    return NewReport(
        issuer=issuer,
        number=f"{package.mark}-{tested.year}-{chance.randrange(10**8):08}",
        subject=thing.ref,
        issued_on=min(tested + timedelta(days=chance.randint(1, 3)), tested + timedelta(days=3)),
        findings=findings,
        client=client,
        batch=f"{tested.year}{chance.randint(1, 12):02}批" if thing.ref.kind == "product_batch" else "",
        required_by=chance.choice(bodies) if required and bodies else "",
        sampling="" if chance.random() < 0.5 else "official" if required else "submitted",
        voluntary=not required and (bool(failed) or chance.random() < 0.15),
        valid_until=tested + timedelta(days=package.months * 30) if chance.random() < 0.1 else None,
    )


def _licensed(package: Package, scopes: Sequence[Scope], tested: date) -> dict[str, dict[str, str]]:
    """Laboratories that may test the whole package that day, with the method of each parameter."""
    found: dict[str, dict[str, str]] = {}
    for one in scopes:
        if one.parameter in package.parameters and one.first <= tested <= one.last:
            found.setdefault(one.laboratory, {}).setdefault(one.parameter, one.method)
    return {name: methods for name, methods in found.items() if len(methods) == len(package.parameters)}


def _finding(
    chance: random.Random, parameter: str, method: str, tested: date, failed: bool, silent: bool
) -> NewFinding:  # fmt: skip
    conclusion = Conclusion.failed if failed else Conclusion.not_stated if silent else Conclusion.passed
    value, qualifier, limit = "", "", ""
    if parameter in VALUES:
        low, high, bound, places = VALUES[parameter]
        number = bound * chance.uniform(1.05, 1.6) if failed and bound else chance.uniform(low, high)
        value, limit = f"{number:.{places}f}", f"{bound:g}" if bound else ""
        if parameter.startswith(("stack_", "oh_benzene")) and not failed and chance.random() < 0.08:
            value, qualifier = f"{low:.{places}f}", chance.choice(("<", "ND"))
    elif parameter in GRADES:
        value = GRADES[parameter][-1] if failed else chance.choice(GRADES[parameter][:-1])
    return NewFinding(parameter, conclusion, tested, method, value, qualifier, "", limit)


def _versions(chance: random.Random, found: NewReport, today: date) -> Iterator[NewReport]:
    yield found
    later = found.issued_on + timedelta(days=chance.randint(5, 40))
    if chance.random() < 0.03 and later < today:
        yield replace(
            found, number=f"{found.number}-G1", supersedes=found.number, issued_on=later,
            note="更正委托单位地址和设备参数", findings=tuple(_corrected(one) for one in found.findings),
        )  # fmt: skip


def _corrected(one: NewFinding) -> NewFinding:
    passed: Any = Conclusion.passed if one.conclusion is Conclusion.not_stated else one.conclusion
    return replace(one, conclusion=passed)
