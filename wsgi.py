"""The one file that knows everybody: core's application with the three houses moved in."""

import burden.blueprint
import complaints.blueprint
import core.blueprint
import registry.blueprint
from core.app import create_app
from core.config import read_settings

HOUSES = (
    core.blueprint.register,
    burden.blueprint.register,
    registry.blueprint.register,
    complaints.blueprint.register,
)

app = create_app(read_settings(), HOUSES)
