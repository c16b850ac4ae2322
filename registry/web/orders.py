"""Test orders: what is left is ordered at once; where results count a stop page shows them first, and an order on a
ground waits for another person of the department."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, NotInThisState
from core.pages import asked, t, with_query
from core.policy import Action
from core.values.text import Text, same
from registry.services import lawkeeping, ordering, reading_acts, reading_law
from registry.services.answers import Line
from registry.services.ordering import PAYER_WORDS, PAYERS, Covered, Justified, NewOrder, Order
from registry.services.reading_acts import LookUpPage
from registry.web.look_up import about
from registry.web.parts import TAKEN_BACK, basis_words, by_field, no_store, said, several, status_of, typed, words

pages = Blueprint("registry_orders", __name__, url_prefix="/registry")

LONGEST = 2000
STATES = {
    "awaiting": (Text("等另一人批准", "waits for another person"), "wait"),
    "approved": (Text("已批准", "approved"), "good"),
    "sent_back": (Text("已退回", "sent back"), "idle"),
}
_NOTHING_CHOSEN = Text("请选要检测哪几项", "Choose what is to be tested")
_PROOF = Text("请逐项确认手里有这些证据", "Confirm each piece of proof")
_DONE = Text("检测单 {number} 已生效，企业已收到通知", "Order {number} stands; the enterprise was told")
_AWAITS = Text(
    "检测单 {number} 已提交，等本部门另一人批准", "Order {number} waits for another person of the department"
)


@pages.get("/look-ups/<id:look_up_id>/order")
@allow(Action.order_test)
def new(look_up_id: int) -> ResponseReturnValue:
    """What is to be tested, and who pays; what is left is ticked."""
    page = reading_acts.look_up(look_up_id, actor())
    residual = page.answer.residual if page.answer else ()
    return _new(page, {}, [line.requirement for line in residual], {})


def _new(
    page: LookUpPage, form: dict[str, str], chosen: list[str], errors: dict[str, list[Text]], status: int = 200
) -> ResponseReturnValue:
    shown = render_template(
        "registry/desk/order_new.html",
        **about(page),
        form=form,
        errors=errors,
        chosen=chosen,
        payers=said((one, PAYER_WORDS[one]) for one in PAYERS),
    )
    return no_store(shown, status)


@pages.post("/look-ups/<id:look_up_id>/order")
@allow(Action.order_test)
def order(look_up_id: int) -> ResponseReturnValue:
    """Order it. Where results count, stop and show them; with a ground for each, hand it to another person."""
    page = reading_acts.look_up(look_up_id, actor())
    form, chosen = typed(), several("requirement")
    justified = _justified(form)
    try:
        if not chosen:
            raise Invalid({"requirement": [_NOTHING_CHOSEN]})
        _look_at_proof(form, justified)
        with transaction():
            made = ordering.order_test(
                NewOrder(page.case, form.get("payer", ""), tuple(chosen), justified), actor(),
                organisation=page.line.department_id,
            )  # fmt: skip
    except Covered as stop:
        return _stop(page, form, chosen, {}, _covered(page, chosen) or list(stop.lines), 409)
    except TAKEN_BACK as error:
        lines = _covered(page, chosen)
        if lines and justified:
            return _stop(page, form, chosen, by_field(error), lines, status_of(error))
        return _new(page, form, chosen, by_field(error), status_of(error))
    flash(str(t((_AWAITS if made.state == "awaiting" else _DONE).fill(number=made.number))), "good")
    return redirect(url_for("registry_orders.show", order_id=made.id), 303)


def _justified(form: dict[str, str]) -> dict[str, Justified]:
    """Per requirement what is said for testing what a result covers: ``justified.<requirement>.ground`` …"""
    found = {}
    for name, ground in form.items():
        if name.startswith("justified.") and name.endswith(".ground") and ground:
            place = name.removesuffix(".ground")
            found[place.removeprefix("justified.")] = Justified(
                ground, form.get(f"{place}.article", "")[:LONGEST], form.get(f"{place}.explanation", "")[:LONGEST],
                tuple(several(f"{place}.proof")),
            )  # fmt: skip
    return found


def _look_at_proof(form: dict[str, str], justified: dict[str, Justified]) -> None:
    """Of a ground that was only now chosen, the proof it takes has not been shown yet.

    :raises Invalid: at the proof, so that it is.
    """
    wanting = {
        f"justified.{key}.proof": [_PROOF]
        for key, one in justified.items()
        if form.get(f"justified.{key}.asked") != one.ground
    }
    if wanting:
        raise Invalid(wanting)


def _covered(page: LookUpPage, chosen: list[str]) -> list[Line]:
    return [line for line in page.answer.avoided if line.requirement in chosen] if page.answer else []


def _stop(
    page: LookUpPage,
    form: dict[str, str],
    chosen: list[str],
    errors: dict[str, list[Text]],
    lines: list[Line],
    status: int,
) -> ResponseReturnValue:
    grounds = [one for one in reading_law.grounds() if one.id in ordering.BEYOND_THE_RECORD]
    proofs = {name: several(name) for name in form if name.endswith(".proof")}
    shown = render_template(
        "registry/desk/stop.html",
        **about(page),
        form=form,
        errors=errors,
        chosen=chosen,
        lines=_each_once(lines),
        grounds={one.id: one for one in grounds},
        ground_choices=said((one.id, one.words) for one in grounds),
        proofs=proofs,
        payers=said((one, PAYER_WORDS[one]) for one in PAYERS),
        basis_words=basis_words,
    )
    return no_store(shown, status)


def _each_once(lines: list[Line]) -> list[tuple[Line, list[Line]]]:
    """Requirements once each, with the lines of all their subjects: they are justified by requirement."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.requirement, []).append(line)
    return [(each[0], each) for each in found.values()]


@pages.get("/orders")
@allow(Action.read_own_acts)
def index() -> str:
    """The orders of the department, the latest first."""
    state, before = asked("state", 12), asked("before", 12)
    state = state if state in STATES else ""
    lines = reading_acts.orders(actor(), state=state, before=int(before) if before.isdecimal() else 0)
    return render_template(
        "registry/desk/orders.html",
        orders=lines,
        state=state,
        states=STATES,
        payers=PAYER_WORDS,
        called=_called,
        me=actor().user_id,
        next=with_query(before=lines[-1].id) if len(lines) == reading_acts.AT_ONCE else None,
        first=with_query(before=None) if before else None,
        **words(),
    )


@pages.get("/orders/<id:order_id>")
@allow(Action.read_own_acts)
def show(order_id: int) -> ResponseReturnValue:
    """One order, what it asks for and on what grounds."""
    return _show(reading_acts.order(order_id, actor()), {}, {})


def _show(order: Order, form: dict[str, str], errors: dict[str, list[Text]], status: int = 200) -> ResponseReturnValue:
    shown = render_template(
        "registry/desk/order.html",
        order=order,
        form=form,
        errors=errors,
        states=STATES,
        payers=PAYER_WORDS,
        grounds={one.id: one for one in reading_law.grounds()},
        called=_called,
        parameter=_parameter,
        numbers=reading_acts.report_numbers(order),
        me=actor().user_id,
        **words(),
    )
    return no_store(shown, status)


def _called(procedure: str) -> str:
    body = lawkeeping.current().bodies.get(procedure)
    return str(body["name"]) if body else procedure


def _parameter(key: str) -> Text:
    known = lawkeeping.current().parameters.get(key)
    return known.name if known else same(key)


@pages.post("/orders/<id:order_id>/approval")
@allow(Action.approve_test_order)
def approve(order_id: int) -> ResponseReturnValue:
    """Another person agrees: the order stands."""
    return _decided(order_id, "approve", "")


@pages.post("/orders/<id:order_id>/return")
@allow(Action.approve_test_order)
def send_back(order_id: int) -> ResponseReturnValue:
    """Another person does not agree, with a reason."""
    return _decided(order_id, "send_back", typed().get("reason", "")[:LONGEST])


def _decided(order_id: int, act: str, reason: str) -> ResponseReturnValue:
    before = reading_acts.order(order_id, actor())
    try:
        with transaction():
            if act == "approve":
                ordering.approve(order_id, actor())
            else:
                ordering.send_back(order_id, reason, actor())
    except NotFound:
        own = {"": [Text("您自己下的检测单，要本部门另一人批准", "Your own order is for another person to approve")]}
        return _show(before, {"reason": reason}, own, 403)
    except (Invalid, NotAllowed, NotInThisState) as error:
        return _show(reading_acts.order(order_id, actor()), {"reason": reason}, by_field(error), status_of(error))
    done = Text("已批准，企业已收到通知", "Approved; the enterprise was told")
    flash(str(t(done if act == "approve" else Text("已退回", "Sent back"))), "good")
    return redirect(url_for("registry_orders.show", order_id=order_id), 303)
