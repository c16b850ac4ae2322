"""Checks against OpenFisca's web API with the same dated scale: one at a time, and a thousand in one call."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.measuring import Bar, in_turns
from benchmarks.platforms import Client, free_port, gunicorn, platform_served, serving

HERE = Path(__file__).resolve().parent
THRESHOLDS = (0, 10_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)
RATES = ("0", "0.025", "0.02", "0.015", "0.01", "0.009", "0.008", "0.007", "0.006", "0.005")
MANY = 1000
NO_PEER = "no peer here: see benchmarks/peers.txt"


def exact(claim: Fraction) -> int:
    """The fee of a property case in fen (State Council order 481, article 13), rounded half up."""
    fee = Fraction(50)
    for number, (threshold, rate) in enumerate(zip(THRESHOLDS, RATES, strict=True)):
        above = THRESHOLDS[number + 1] if number + 1 < len(THRESHOLDS) else None
        part = (claim if above is None else min(claim, Fraction(above))) - threshold
        fee += max(part, Fraction(0)) * Fraction(rate)
    return int(fee * 100 + Fraction(1, 2))


def claims() -> list[str]:
    """A thousand sums over all brackets, to the fen."""
    return [f"{(number * number * 21.37 + number * 977.13):.2f}" for number in range(1, MANY + 1)]


def charge(claim: str) -> dict[str, Any]:
    """The charge of a court that asks a round sum."""
    facts = {"claim": claim, "halved": False}
    told = {"called_as": "财产案件案件受理费", "charged_by": "广州市天河区人民法院", "amount": "13800.00"}
    return told | {"charged_on": "2026-07-20", "region": "440106", "facts": facts}


def case(claim: str) -> dict[str, Any]:
    """The same for OpenFisca."""
    return {"claim": {"2026-07": float(claim)}, "fee": {"2026-07": None}}


def bars(folder: Path, peers: Path | None) -> Iterator[Bar]:
    """The two bars of checking."""
    ours_one = json.dumps(charge("1000000.00")).encode()
    ours_many = json.dumps({"charges": [charge(claim) for claim in claims()]}).encode()
    with platform_served(folder) as ours:
        wrong = _wrong(json.loads(ours.ask("/api/v1/checks/batch", ours_many))["answers"])
        if peers is None:
            (one,) = in_turns(lambda: ours.ask("/api/v1/checks", ours_one), calls=100)
            (many,) = in_turns(lambda: ours.ask("/api/v1/checks/batch", ours_many))
            yield Bar("one check by API", "OpenFisca's web API, rate", None, "≥ 1.2", f"{1 / one:.0f}/s; {NO_PEER}")
            yield Bar(
                f"{MANY} checks in one call", "OpenFisca, time", None, "≤ 0.25", f"{many:.3f} s, {wrong}; {NO_PEER}"
            )
            return
        port = free_port()
        command = gunicorn(peers / "bin" / "python", "openfisca_app:app", port, HERE / "peers")
        with serving(command, port, "/spec") as peer:
            yield from _against(ours, peer, ours_one, ours_many, wrong)


def _against(ours: Client, peer: Client, ours_one: bytes, ours_many: bytes, wrong: str) -> Iterator[Bar]:
    peer_one = json.dumps({"cases": {"a": case("1000000.00")}}).encode()
    peer_many = json.dumps({"cases": {f"c{n}": case(claim) for n, claim in enumerate(claims())}}).encode()
    one, other = in_turns(
        lambda: ours.ask("/api/v1/checks", ours_one), lambda: peer.ask("/calculate", peer_one), calls=100
    )
    rates = f"{1 / one:.0f}/s, {1 / other:.0f}/s"
    yield Bar("one check by API", "OpenFisca's web API, rate", other / one, "≥ 1.2", rates)
    many, others = in_turns(
        lambda: ours.ask("/api/v1/checks/batch", ours_many), lambda: peer.ask("/calculate", peer_many)
    )
    theirs = _wrong_peer(json.loads(peer.ask("/calculate", peer_many))["cases"])
    detail = f"{many:.3f} s, {others:.3f} s; ours {wrong}, OpenFisca {theirs}"
    yield Bar(f"{MANY} checks in one call", "OpenFisca, time", many / others, "≤ 0.25", detail)


def _wrong(answers: list[dict[str, Any]]) -> str:
    wrong = sum(
        round(Fraction(answer["lawful_maximum"]) * 100) != exact(Fraction(claim))
        for answer, claim in zip(answers, claims(), strict=True)
    )
    return f"{wrong} wrong by a fen or more"


def _wrong_peer(cases: dict[str, Any]) -> str:
    wrong = sum(
        round(cases[f"c{number}"]["fee"]["2026-07"] * 100) != exact(Fraction(claim))
        for number, claim in enumerate(claims())
    )
    return f"{wrong} wrong"
