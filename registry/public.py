"""The door of the house: what other houses may ask it."""

from registry.services.repeating import EVENT as REPEAT_RECORDED
from registry.services.repeating import Lead

__all__ = ["REPEAT_RECORDED", "Lead"]
