"""What operators and verifiers ask: is it alive, is it ready, how does it do, which keys does it sign with."""

from functools import lru_cache
from time import perf_counter

from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core import clock, jobs
from core.access import allow
from core.db import db
from core.policy import Action
from core.signing import public_keys

blueprint = Blueprint("health", __name__)


METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
"""Counted by name; what else is sent is counted together, or whoever makes methods up would fill the memory."""


class Meters:
    """What is measured in this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "http_requests", "Requests answered", ("endpoint", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram("http_request_seconds", "Time to answer", ("endpoint",), registry=self.registry)
        self.waiting = Gauge("jobs_waiting", "Jobs that wait", registry=self.registry)
        self.late = Gauge("jobs_oldest_due_seconds", "How long the oldest due job waits", registry=self.registry)
        self.dead = Gauge("jobs_dead", "Jobs that were given up (100 at most are counted)", registry=self.registry)


@blueprint.get("/healthz")
@allow(Action.watch_health)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/readyz")
@allow(Action.watch_health)
def ready() -> Response:
    """The database answers and has the tables this version needs."""
    try:
        version = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return Response("the database does not answer\n", 503, content_type="text/plain; charset=utf-8")
    if version != _newest(current_app.extensions["migrate"].directory):
        return Response("the database needs flask init\n", 503, content_type="text/plain; charset=utf-8")
    return Response("ready\n", content_type="text/plain; charset=utf-8")


@lru_cache(maxsize=1)
def _newest(folder: str) -> str | None:
    return ScriptDirectory(folder).get_current_head()


@blueprint.get("/metrics")
@allow(Action.watch_health)
def metrics() -> Response:
    """Prometheus's format. Behind a proxy, leave this address to the operator's own network."""
    meters: Meters = current_app.extensions["meters"]
    backlog = jobs.backlog()
    meters.waiting.set(backlog.waiting)
    meters.late.set((clock.now() - backlog.due_since).total_seconds() if backlog.due_since else 0)
    meters.dead.set(len(backlog.dead))
    return Response(generate_latest(meters.registry), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/.well-known/jwks.json")
@allow(Action.watch_health)
def signing_keys() -> Response:
    """The public keys that verify what this platform signs (RFC 7517, RFC 8037)."""
    answer = jsonify(keys=public_keys())
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def init_meters(app: Flask) -> None:
    """Measure every request of `app`."""
    meters = app.extensions["meters"] = Meters()

    @app.before_request
    def begin() -> None:
        g.begun = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        meters.requests.labels(endpoint, method, response.status_code).inc()
        if "begun" in g:
            meters.seconds.labels(endpoint).observe(perf_counter() - g.begun)
        return response
