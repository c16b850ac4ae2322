"""Coverage as it would come out, without a trace: what departments try a change of rules or a record with."""

from registry.rules.coverage import Coverage, coverage
from registry.rules.record import Question


def cover(question: Question) -> Coverage:
    """What the question's own record answers."""
    return coverage(question.subject, question.requirements, question.record, question.on, batch=question.batch)
