"""The table of what may be done: nothing is a dead end, everybody and every term is known, the page is up to date."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.lifecycle import ACTS, ANEW, PAUSE, RESUME, TABLE, WITHOUT_HANDLER, missing_facts, possible
from complaints.rules.lifecycle_drawing import page
from complaints.rules.states import FINAL, STATES, State, Told, Who, of_complaint
from core.policy import Role
from tests.complaints.law import BOOK

DOCS = Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md"
HANDLED = ["petition", "market_report_2020", "market_report_2026", "burden_office", "enforcement_supervision", "refund"]
CLOCKS = [clock for regime in HANDLED for clock in BOOK.regimes.by_id[regime].clocks]
EVERYBODY = list(Who)


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_and_only_closed_may_be_the_last(state: State) -> None:
    assert any(row.end is state for row in TABLE)
    assert state in FINAL or any(row.end not in (None, state) for row in possible(state, EVERYBODY))


@pytest.mark.parametrize("state", [state for state in State if state not in FINAL])
def test_every_state_leads_to_closed_without_the_complainant(state: State) -> None:
    """A complainant who falls silent stops nothing."""
    reached, waiting = {state}, [state]
    while waiting:
        begin = waiting.pop()
        for row in possible(begin, [who for who in Who if who not in (Who.complainant, Who.intake_clerk)]):
            if row.leads_from(begin) not in reached:
                reached.add(row.leads_from(begin))
                waiting.append(row.leads_from(begin))
    assert State.closed in reached


def test_every_act_is_somebodys_leaves_an_event_and_stands_once() -> None:
    assert len(ACTS) == len(TABLE)
    assert all(row.who and row.event and row.label.zh and row.label.en for row in TABLE)
    assert all(row.clock in ("", PAUSE, RESUME) and row.rerouted in ("", ANEW, WITHOUT_HANDLER) for row in TABLE)


def test_who_acts_are_people_the_policy_knows() -> None:
    assert {who.value for who in Who} - {role.value for role in Role} == {"complainant", "second_handler", "system"}


def test_only_filing_makes_a_matter() -> None:
    assert [row.act for row in TABLE if not row.begin] == ["file"]


def test_a_decision_takes_two_persons() -> None:
    deciding = [row for row in TABLE if row.end is State.decided]
    assert deciding
    assert all(row.who == (Who.second_handler,) and "draft" in row.facts for row in deciding)


def test_the_clock_stands_still_exactly_while_the_complainant_is_waited_for() -> None:
    for row in TABLE:
        assert (row.end is State.waiting) == (row.clock == PAUSE)
        if row.begin == (State.waiting,):
            assert row.clock == RESUME


def test_declining_names_ground_and_right_door() -> None:
    assert {"ground", "right_door"} <= set(ACTS["decline"].facts)


def test_the_complainant_is_told_whenever_the_state_changes_by_another_hand() -> None:
    silent = {
        row.act
        for row in TABLE
        if row.end and Told.complainant not in row.tells and Who.complainant not in row.who and row.act != "object"
    }
    assert silent == {"close_declined"}  # which says nothing that declining did not


def test_every_event_an_act_starts_is_one_of_the_deadlines_and_every_term_is_met_by_some_act() -> None:
    started = {event for row in TABLE for event in row.starts}
    assert started == {clock.starts_from for clock in CLOCKS}
    assert {clock.stage for clock in CLOCKS} == {stage for row in TABLE for stage in row.stops}


@pytest.mark.parametrize("act", ["transfer", "object", "recuse_body", "recuse_reviewer", "review", "rereview"])
def test_what_is_sent_away_from_its_handler_does_not_come_back_to_it(act: str) -> None:
    assert ACTS[act].rerouted == WITHOUT_HANDLER


def test_only_what_was_decided_can_be_reviewed_and_only_what_was_reviewed_once_more() -> None:
    assert missing_facts(ACTS["review"], ["text"]) == ("decision",)
    assert missing_facts(ACTS["rereview"], ["decision", "text"]) == ("review_decision",)


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_any_walk_through_the_table_stays_in_it(seed: int, steps: int) -> None:
    dice, state = Random(seed), State.filed
    for _ in range(steps):
        rows = possible(state, EVERYBODY)
        assert rows
        state = dice.choice(rows).leads_from(state)
    assert state in STATES


@pytest.mark.parametrize(
    ("matters", "state"),
    [
        ([State.closed, State.waiting, State.filed], State.waiting),
        ([State.closed, State.accepted, State.refunding], State.accepted),
        ([State.declined, State.closed], State.declined),
        ([State.closed, State.closed], State.closed),
        ([State.decided, State.refunding], State.refunding),
    ],
)
def test_a_complaint_is_as_far_as_its_least_advanced_matter(matters: list[State], state: State) -> None:
    assert of_complaint(matters) is state


@given(st.lists(st.sampled_from(State), min_size=1))
def test_a_complaint_is_closed_only_when_all_its_matters_are(matters: list[State]) -> None:
    assert (of_complaint(matters) is State.closed) == (set(matters) == {State.closed})


def test_a_complaint_without_matters_has_no_state() -> None:
    with pytest.raises(ValueError, match="at least one"):
        of_complaint([])


def test_the_page_of_the_docs_is_the_table_of_the_code() -> None:
    assert DOCS.read_text("utf-8") == page()


def test_the_page_draws_every_state_and_every_act() -> None:
    text = page()
    assert all(f"as {state.value}\n" in text for state in State)
    assert all(f"| `{row.act}` " in text for row in TABLE)
