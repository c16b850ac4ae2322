"""The guard at the door: every route names its action, and a route without one is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from core.errors import NotFound
from core.policy import VISITOR, Action, Actor, may, require

View = TypeVar("View")


def allow(action: Action) -> Callable[[View], View]:
    """Mark a view function, or a method of a view class, as being for `action`."""

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined] # functions carry attributes
        return view

    return mark


def actor() -> Actor:
    """Who asks in this request."""
    if "actor" not in g:
        g.actor = _load()
    found: Actor = g.actor
    return found


def can(action: str) -> bool:
    """Whether the asker could do the action of that name on something: what menus and buttons ask."""
    return may(Action[action], actor())


def _load() -> Actor:
    loader: Callable[[], Actor | None] | None = current_app.extensions.get("actor_loader")
    return (loader() if loader else None) or VISITOR


def action_of(view: Any, method: str) -> Action | None:
    """The action that `view` names for an HTTP `method`; None if it names none."""
    marked = getattr(view, "action", None)
    if marked is None and (cls := getattr(view, "view_class", None)) is not None:
        handler = getattr(cls, method.lower(), None) or (cls.get if method == "HEAD" else None)
        marked = getattr(handler, "action", None)
    return marked


def init_access(app: Flask) -> None:
    """Refuse every request whose route names no action, or whose actor may not do it."""
    app.jinja_env.globals.update(actor=actor, can=can)

    @app.before_request
    def guard() -> None:
        if request.endpoint is None or request.endpoint.rpartition(".")[2] == "static" or request.method == "OPTIONS":
            return
        if "\0" in request.path:
            raise NotFound  # no thing has such a name, and PostgreSQL would refuse to be asked for it
        action = action_of(app.view_functions[request.endpoint], request.method)
        if action is None:
            raise RuntimeError(f"route {request.endpoint} names no action; mark its view with @allow(Action.…)")
        require(action, actor())
