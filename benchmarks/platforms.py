"""The platform with its real lists in a folder of its own, and servers for it and its peers."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from burden.services import initialising
from core.config import read_settings
from wsgi import create_app

ROOT = Path(__file__).resolve().parent.parent


def filled(folder: Path) -> Flask:
    """The platform on an SQLite database in `folder`, with everything `flask init` publishes."""
    app = create_app(read_settings({"INSTANCE": str(folder), "SECRET_KEY": "only measured"}))
    with app.app_context():
        initialising.initialise()
    return app


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class Client:
    """One client on one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path: str, body: bytes | None = None) -> bytes:
        """The body of the answer, which must be a 200."""
        headers = {"Content-Type": "application/json"} if body else {}
        self.connection.request("POST" if body else "GET", path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {data[:200]!r}")
        return data


@contextmanager
def serving(command: list[str], port: int, path: str, **environment: str) -> Iterator[Client]:
    """A server started by `command`, with a client connected to it; ended afterwards."""
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield _connected(port, path, process)
    finally:
        process.terminate()
        process.wait(20)


def _connected(port: int, path: str, process: subprocess.Popen[bytes]) -> Client:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            client = Client(port)
            client.ask(path)
            return client
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer")


def gunicorn(python: Path, app: str, port: int, *folders: Path) -> list[str]:
    """The command that serves `app` by one worker with one connection kept open: the same for us and for peers."""
    chosen = ["--workers", "1", "--worker-class", "gthread", "--threads", "1", "--keep-alive", "60"]
    places = [option for folder in folders for option in ("--pythonpath", str(folder))]
    return [str(python), "-m", "gunicorn", *chosen, *places, "--bind", f"127.0.0.1:{port}", app]


@contextmanager
def platform_served(folder: Path) -> Iterator[Client]:
    """The platform in `folder` behind gunicorn."""
    port = free_port()
    command = gunicorn(Path(sys.executable), "wsgi:create_app()", port, ROOT)
    with serving(command, port, "/api/v1/items?limit=1", INSTANCE=str(folder), SECRET_KEY="only measured") as client:
        yield client
