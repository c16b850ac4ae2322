"""The floors: what Flask and the same extensions cost before anything of ours is done.

``python -m benchmarks.bare`` is the bare application's own command, for the time of ``flask --help``.
"""

from pathlib import Path

from flask import Flask, render_template_string
from flask.cli import FlaskGroup
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, UserMixin, current_user
from flask_migrate import Migrate
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!doctype html><html lang="zh-CN"><head><title>{{ row.name }}</title></head>
<body><p>{{ user.is_authenticated }}</p><main>{% for line in lines %}<p>{{ line }}</p>
{% endfor %}</main></body></html>"""
LINE = "收费项目、收费标准、依据和版本，逐行列出，供人核对。"


class Base(DeclarativeBase):
    """The one table of the bare application."""


db = SQLAlchemy(model_class=Base)


class Thing(Base):
    """A row to fetch."""

    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def bare_app(database: str = "sqlite://") -> Flask:
    """An application with the platform's extensions and nothing else."""
    app = Flask("bare")
    app.config.update(
        SECRET_KEY="only measured",
        SQLALCHEMY_DATABASE_URI=database,
        API_TITLE="bare",
        API_VERSION="1",
        OPENAPI_VERSION="3.0.3",
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    db.init_app(app)
    Migrate(app, db)
    CSRFProtect(app)
    Bootstrap5(app)
    login = LoginManager(app)
    login.user_loader(lambda _number: UserMixin())
    Api(app)
    return app


def bare_page(file: Path, size: int) -> Flask:
    """A bare application with one page of about `size` characters: the session looked at, one row, one template."""
    app = bare_app(f"sqlite:///{file}")
    lines = [LINE] * (size // (len(LINE) + len("<p></p>\n")))
    with app.app_context():
        db.create_all()
        db.session.add(Thing(id=1, name="收费"))
        db.session.commit()

    @app.get("/")
    def page() -> str:
        row = db.session.execute(select(Thing).where(Thing.id == 1)).scalar_one()
        return render_template_string(PAGE, row=row, lines=lines, user=current_user)

    return app


if __name__ == "__main__":
    FlaskGroup(create_app=bare_app)()
