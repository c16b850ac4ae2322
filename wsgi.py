"""The one file that knows everybody: core's application with the three houses moved in.

`flask` and ``gunicorn 'wsgi:create_app()'`` both find it here.
"""

from flask import Flask

import burden.blueprint
import complaints.blueprint
import core.app
import core.blueprint
import registry.blueprint
from core.config import Settings, read_settings

HOUSES = (
    core.blueprint.register,
    burden.blueprint.register,
    registry.blueprint.register,
    complaints.blueprint.register,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The platform on `settings`, those of the environment by default."""
    return core.app.create_app(settings or read_settings(), HOUSES)
