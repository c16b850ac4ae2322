"""How things are measured: side by side in the same run, in turns, the best turn of each, for cores are shared."""

import io
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

TURNS = 7


@dataclass(frozen=True)
class Bar:
    """One line of the report: ours against another's, and the goal of the design."""

    what: str
    against: str
    ratio: float | None
    """None: not measured, `detail` says why."""
    goal: str
    detail: str

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where nothing was measured or no goal is set."""
        if self.ratio is None or not self.goal:
            return None
        sign, bound = self.goal.split()
        return self.ratio >= float(bound) if sign == "≥" else self.ratio <= float(bound)

    def __str__(self) -> str:
        ratio = "   –" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        return f"{self.what:<34} {self.against:<44} {ratio:>6} × {self.goal:<8} {verdict:<7} {self.detail}"


def in_turns(*runs: Callable[[], Any], turns: int = TURNS, calls: int = 1) -> list[float]:
    """Seconds per call of each of `runs`, taken in turns so that all suffer the same neighbours; the best turn."""
    best = [float("inf")] * len(runs)
    for run in runs:
        run()
    for _ in range(turns):
        for number, run in enumerate(runs):
            start = time.perf_counter()
            for _ in range(calls):
                run()
            best[number] = min(best[number], (time.perf_counter() - start) / calls)
    return best


def cpu_of_each(run: Callable[[Any], Any], arguments: Iterable[Any], turns: int = 3) -> list[float]:
    """Seconds of this process's CPU for each argument, the best of some turns, in order of size."""
    found = []
    for argument in arguments:
        best = float("inf")
        for _ in range(turns):
            start = time.process_time()
            run(argument)
            best = min(best, time.process_time() - start)
        found.append(best)
    return sorted(found)


def p50_p95(sizes: list[float]) -> tuple[float, float]:
    """The median, and what 95 in 100 do not exceed."""
    return median(sizes), sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]


class Caller:
    """Calls a WSGI application with one prepared request, without a network between."""

    def __init__(self, app: Any, path: str, *, body: bytes = b"", **headers: str) -> None:
        path, _, query = path.partition("?")
        self.app, self.body, self.status, self.headers = app, body, "", dict[str, str]()
        self.environ = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "CONTENT_TYPE": "application/json" if body else "",
            "CONTENT_LENGTH": str(len(body)) if body else "",
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }

    def __call__(self) -> bytes:
        environ = self.environ | {"wsgi.input": io.BytesIO(self.body)}
        answer = self.app(environ, self._start)
        try:
            return b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))
