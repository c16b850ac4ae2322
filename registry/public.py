"""The door of the house: what other houses may ask it."""

from core.policy import Actor
from registry.services import reading_enterprise
from registry.services.complaining import Grievance, grievance
from registry.services.complaining import files as files_of_grievance
from registry.services.reading import ReportLine
from registry.services.reading_enterprise import RepeatLine
from registry.services.recognising import Decided
from registry.services.repeating import EVENT as REPEAT_RECORDED
from registry.services.repeating import STREAM as REPEAT_STREAM


def repeat(repeat_id: int, actor: Actor) -> RepeatLine:
    """A repeat that flagged itself, with both its reports: what a complaint about it begins with.

    :raises core.errors.NotFound: if there is none, or none that this actor may know of.
    """
    return reading_enterprise.repeat(repeat_id, actor)


def refusal(decision_id: int, actor: Actor) -> Decided:
    """A refusal (or a recognition) of a result, with its ground and article.

    :raises core.errors.NotFound: if there is none, or none that this actor may know of.
    """
    return reading_enterprise.decision(decision_id, actor)


__all__ = [
    "REPEAT_RECORDED", "REPEAT_STREAM", "Decided", "Grievance", "RepeatLine", "ReportLine", "files_of_grievance",
    "grievance", "refusal", "repeat",
]  # fmt: skip
