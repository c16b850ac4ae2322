"""How tests come through the door."""

from html import unescape
from typing import Any

from sqlalchemy import select

from core.db import db
from core.people.models.users import User
from core.people.services.samples import PASSWORD
from tests.visiting import Visitor


def try_in(visitor: Visitor, name: str = "auditor", password: str = PASSWORD, **more: str) -> Any:
    return visitor.post("/sign-in", {"sign_in_name": name, "password": password, **more})


def page_of(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def user_id(name: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(User.id).filter_by(sign_in_name=name)).one()
