"""Builds the application out of core and the houses it is given."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core.access import init_access
from core.api import init_api
from core.config import HOUSE_ROOT, Settings
from core.db import db, init_db
from core.files.receiving import init_receiving
from core.pages import init_pages
from core.responses import init_responses

House = Callable[[Flask], None]

MAX_REQUEST = 32 * 1024 * 1024
csrf = CSRFProtect()


def create_app(settings: Settings, houses: Sequence[House]) -> Flask:
    """The application on `settings`, with `houses` (each house's ``blueprint.register``) moved in, in order."""
    app = Flask("platform_app", root_path=str(HOUSE_ROOT), template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-session" if settings.secure_cookies else "session",
        WTF_CSRF_TIME_LIMIT=8 * 3600,
        WTF_CSRF_SSL_STRICT=False,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        JSON_AS_ASCII=False,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's own provider has it
    app.extensions["settings"] = settings
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # the documented way
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    init_db(app, settings)
    Migrate(app, db, directory=str(Path(HOUSE_ROOT) / "migrations"), render_as_batch=settings.on_sqlite)
    init_receiving(app)
    csrf.init_app(app)
    Bootstrap5(app)  # for its copy of Bootstrap's stylesheet; templates use components of our own
    init_pages(app)
    init_access(app)
    init_responses(app)
    init_api(app)
    for move_in in houses:
        move_in(app)
    return app
