"""Routing and terms as they would come out, without a trace: what departments try a change of rules with."""

from collections.abc import Collection
from datetime import date

from complaints.rules import clocks, routes
from complaints.rules.clocks import Clock, Regimes
from complaints.rules.kinds import Kinds
from complaints.rules.matters import Matter
from complaints.rules.routes import Route
from complaints.rules.tree import Tree
from complaints.services import rulebooks
from core.people.services import tabulating
from core.values.calendar import Pause, Term


def kinds() -> Kinds:
    """The kinds a case may name."""
    return rulebooks.kinds()


def regimes() -> Regimes:
    """The regimes a clock may name."""
    return rulebooks.regimes()


def tree_on_record(codes: Collection[str] = ()) -> Tree:
    """The tree in the database: public bodies, and the enterprises among `codes`."""
    return Tree.read(tabulating.rows(codes))


def route(matter: Matter, on: date, tree: Tree) -> Route:
    """Where the matter would go, received on that day."""
    return routes.route(matter, tree, rulebooks.current(), on)


def due(clock: Clock, start: date | None, pauses: Collection[Pause], today: date) -> Term | None:
    """When the term would end; None while what starts it has not happened.

    :raises ValueError: if that lies beyond the years of law.
    """
    if start is None:
        return None
    book = rulebooks.current()
    return clocks.due(clock, start, pauses, book.calendar, today, book.regimes.most_paused)
