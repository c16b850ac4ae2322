"""Where matters go: worked cases over the platform's tree, from the head of routing.yaml and law.md §3.2."""

import pytest

from complaints.rules.tree import Tree
from tests.complaints.law import ROWS, by, routed, row

FUND, PRICED = "政府性基金", "政府定价的经营服务性收费"
AGENT, DEPOSIT, FEE = "行政审批前置中介服务收费", "涉企保证金", "行政事业性收费"

WORKED = [
    # a bureau: its sister of the same level, finance assists
    ("own_made_item", "440113-zjj", "440113", None, "R31", "440113-scjg", "440113-czj"),
    ("above_standard", "440113-zjj", "440113", FEE, "R31", "440113-scjg", "440113-czj"),
    # the natural handler itself, or all bureaux of a government: the same role one level up
    ("own_made_item", "440113-scjg", "440113", None, "R31", "440100-scjg", "440100-czj"),
    ("own_made_item", "440113-gov", "440113", None, "R31", "440100-scjg", "440100-czj"),
    ("own_made_item", "440100-gov", "440100", None, "R31", "440000-scjg", "440000-czt"),
    # nobody above the province: sideways to audit, which does not assist itself
    ("own_made_item", "440000-scjg", "440100", None, "R31", "440000-sjt", "440000-czt"),
    # a branch counts where the bureau stands in whose name it acts, and hides behind nobody
    ("own_made_item", "440113-zrzy", "440113", None, "R31", "440100-scjg", "440100-czj"),
    ("own_made_item", "440113-bdc", "440113", None, "R31", "440100-scjg", "440100-czj"),
    ("own_made_item", "440303-scjg", "440303", None, "R31", "440000-scjg", "440000-czt"),
    # as a candidate a branch stands at its own level
    ("own_made_item", "440303-zjj", "440303", None, "R31", "440303-scjg", "440303-czj"),
    # an institution of the province's market supervision, two steps up
    ("own_made_item", "440800-tsjy", "440800", None, "R31", "440000-sjt", "440000-czt"),
    ("own_made_item", "440100-tsjy", "440100", None, "R31", "440000-scjg", "440000-czt"),
    # cities without counties; towns
    ("own_made_item", "441900-hm-gov", "441900", None, "R31", "441900-scjg", "441900-czj"),
    ("own_made_item", "441900-hm-scjg", "441900", None, "R31", "440000-scjg", "440000-czt"),
    ("own_made_item", "442000-xl-gov", "442000", None, "R31", "442000-scjg", "442000-czj"),
    ("own_made_item", "440113-sqz-gov", "440113", None, "R31", "440113-scjg", "440113-czj"),
    # a vertical body, and one outside the place where it happened
    ("own_made_item", "440100-hg", "440300", None, "R31", "440300-scjg", "440300-czj"),
    # bodies that had ended: who took over answers, and is out as they are
    ("own_made_item", "440100-gsj", "440100", None, "R31", "440000-scjg", "440000-czt"),
    ("own_made_item", "440800-hbj", "440800", None, "R31", "440800-scjg", "440800-czj"),
    # funds and receipts are finance's, whoever collects
    ("above_standard", "440100-swj", "440100", FUND, "R23", "440100-czj", "440100-scjg 440100-sjj"),
    ("no_receipt", "440113-zjj", "440113", FUND, "R22", "440113-czj", "440113-sjj"),
    ("no_receipt", "440113-czj", "440113", None, "R22", "440100-czj", "440100-sjj"),
    # deposits and apportionment are the burden office's
    ("unlawful_deposit", "440113-zjj", "440113", DEPOSIT, "R20", "440113-gxj", "440113-czj"),
    ("above_standard", "440113-zjj", "440113", DEPOSIT, "R21", "440113-gxj", "440113-czj"),
    ("apportionment", "440113-zjj", "440113", None, "R25", "440113-gxj", "440113-sjj"),
    ("apportionment", "440113-gxj", "440113", None, "R25", "440100-gxj", "440100-sjj"),
    ("forced_membership", "440100-hyxh", "440100", None, "R24", "440100-scjg", "440100-gxj"),
    # operators
    ("above_standard", "440100-gsgs", "440100", PRICED, "R26", "440100-scjg", "440100-fgj"),
    ("above_standard", "440881-gsgs", "440881", PRICED, "R26", "440800-scjg", "440800-fgj"),
    ("above_standard", "440100-hpgs", "440100", AGENT, "R27", "440100-scjg", "440100-sfj"),
    ("forced_service", "440100-hpgs", "440100", None, "R28", "440100-scjg", "440100-sfj"),
    ("own_made_item", "440605-xfgs", "440605", None, "R29", "440605-scjg", "440605-fgj"),
    # inspections and tests
    ("inspection_charged", "440783-zljc", "440783", None, "R30", "440783-scjg", "440783-czj 440783-sfj"),
    ("inspection_without_basis", "440113-zjj", "440113", None, "R40", "440113-sfj", "440113-gxj"),
    ("inspection_over_frequency", "440113-sfj", "440113", None, "R40", "440100-sfj", "440100-gxj"),
    ("repeat_test", "440783-zljc", "440783", None, "R41", "440783-sfj", "440783-scjg"),
    ("refusal_to_recognise", "440113-scjg", "440113", None, "R41", "440113-sfj", ""),
    ("designated_lab", "440783-zljc", "440783", None, "R28", "440783-scjg", "440783-sfj"),
    # persons
    ("solicitation", "440113-zjj", "440113", None, "R06", "440113-jw", ""),
    ("retaliation", "440113-gov", "440113", None, "R05", "440100-jw", ""),
    ("retaliation", None, "440113", None, "R06", "440113-jw", ""),
    # not known who
    ("own_made_item", None, "440113", None, "R11", "440113-gxj", "440113-scjg"),
    ("own_made_item", None, "440100", None, "R11", "440100-gxj", "440100-scjg"),
    ("own_made_item", None, "445103", None, "R11", "445100-gxj", "445100-scjg"),
    ("unlawful_deposit", None, "441900", None, "R11", "441900-gxj", "441900-scjg"),
    ("inspection_repeated", None, "440104", None, "R10", "440104-sfj", "440104-gxj"),
    ("repeat_test", None, "442000", None, "R10", "442000-sfj", "442000-gxj"),
    # a place coarser than the level, or none: the accused's own
    ("own_made_item", "440113-zjj", "440100", None, "R31", "440113-scjg", "440113-czj"),
    ("own_made_item", "440113-zjj", None, None, "R31", "440113-scjg", "440113-czj"),
]


@pytest.mark.parametrize(("kind", "body", "region", "list_type", "rule", "handler", "assist"), WORKED)
def test_a_matter_goes_to(
    kind: str, body: str | None, region: str | None, list_type: str | None, rule: str, handler: str, assist: str
) -> None:
    found = routed(kind, body, region, list_type)
    assert (found.rule.id, found.handler and found.handler.code, [each.code for each in found.assist]) == (
        rule, handler, assist.split(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "handler"),
    [
        ({"set_by": "440113-gov"}, "440100-scjg"),  # a government's document: all its bureaux are out
        ({"set_by": "440100-scjg"}, "440000-scjg"),  # starts at the highest who had a hand in it
        ({"ordered_by": "440100-fgj"}, "440100-scjg"),
        ({"beneficiaries": "440113-czj"}, "440113-scjg"),
        ({"beneficiaries": "440113-scjg 440113-czj"}, "440100-scjg"),
        ({"set_by": "440000-gov"}, None),
        ({"set_by": "440100-gsj"}, "440000-scjg"),  # ended: its heir set it
        ({"previous_handlers": "440113-scjg"}, "440100-scjg"),
        ({"previous_handlers": "440113-scjg 440100-scjg"}, "440000-scjg"),
        ({"previous_handlers": "440000-scjg"}, None),
    ],
)
def test_whoever_had_a_hand_in_it_moves_the_matter(facts: dict[str, str], handler: str | None) -> None:
    found = routed("own_made_item", "440113-zjj", "440113", **facts)
    assert (found.handler.code if found.handler else None) == handler
    assert found.external == (None if handler else "national")
    assert found.by_hand is (handler is None)


def test_finance_that_keeps_the_money_does_not_assist() -> None:
    found = routed("own_made_item", "440113-zjj", "440113", beneficiaries="440113-czj")
    assert (found.assist, by(found, "E4")) == ((), {"440113-czj"})


def test_sideways_goes_on_where_audit_shares_the_money() -> None:
    found = routed("own_made_item", "440000-scjg", "440100", beneficiaries="440000-sjt 440000-czt")
    assert (found.role, found.handler and found.handler.code) == ("burden_office", "440000-gxt")


@pytest.mark.parametrize(
    ("kind", "door", "regime"),
    [
        ("tax_matter", "tax", "tax_refund"),
        ("arrears", "sme_payment_platform", "sme_payment"),
        ("fine_matter", "reconsideration", "reconsideration"),
        ("market_price_dispute", "court_or_12315", "none"),
    ],
)
def test_what_is_not_handled_here_is_shown_the_right_door(kind: str, door: str, regime: str) -> None:
    found = routed(kind, "440100-swj", "440100")
    assert (found.external, found.regime, found.handler, found.assist) == (door, regime, None, ())
    assert (by(found, "E1"), found.by_hand) == ({"440100-swj"}, False)


def test_every_reason_of_the_closure_is_named() -> None:
    found = routed("own_made_item", "440113-bdc", "440113", set_by="440113-gov")
    assert by(found, "E1") == {"440113-bdc"}
    assert by(found, "E3") == {"440113-zrzy", "440100-zrzy", "440104-zrzy", "440113-bdc", "440113-chgs"}
    assert {"440113-gov", "440113-scjg", "440113-czj", "440113-sqz-gov", "440113-zlzx"} <= by(found, "E5")
    assert (by(found, "E2"), by(found, "E4"), by(found, "E6"), by(found, "E7")) == (set(), set(), set(), set())


def test_subordinates_in_the_line_of_business_are_out_but_a_line_superior_is_not() -> None:
    found = routed("own_made_item", "440100-scjg", "440100")
    assert {"440113-scjg", "440104-scjg", "440100-zscq"} - by(found, "E6") == {"440100-zscq"}
    assert found.handler and found.handler.code == "440000-scjg"


def test_who_took_over_is_out_with_who_had_ended() -> None:
    found = routed("own_made_item", "440100-gsj", "440100")
    assert by(found, "E1") == {"440100-gsj", "440100-scjg"}
    before = routed("own_made_item", "440100-gsj", "440100", on="2018-12-31")
    assert (by(before, "E1"), before.handler and before.handler.code) == ({"440100-gsj"}, "440100-scjg")


def test_the_hotline_and_governments_never_handle() -> None:
    hotline = row("330000-x", region="330000", level="province", roles="hotline;price_supervision")
    government = row("330000-y", region="330000", level="province", roles="price_supervision", kind="government")
    found = routed("own_made_item", "330000-z", "330000", tree=Tree.read([hotline, government, row("330000-z")]))
    assert (found.handler, found.external) == (None, "national")


def test_a_tree_with_loops_and_missing_parents_still_answers() -> None:
    loop = [
        row("a", parent="b", kind="branch", region="440113", level="county", line_superior="b"),
        row("b", parent="a", kind="branch", region="440113", level="county", line_superior="a"),
        row("c", parent="gone", kind="branch", region="440113", level="county", to="2020-01-01", successor="d"),
        row("d", region="440113", level="county", to="2021-01-01", successor="c", roles="price_supervision"),
    ]
    tree = Tree.read([*loop, *ROWS])
    assert {routed("own_made_item", body, "440113", tree=tree).rule.id for body in "abcd"} == {"R31"}
    assert routed("own_made_item", "a", "440113", tree=tree).handler is not None


def test_a_body_that_is_not_on_record_counts_as_of_the_place() -> None:
    found = routed("own_made_item", "某某咨询公司", "440113")
    assert (found.handler and found.handler.code, by(found, "E1")) == ("440113-scjg", {"某某咨询公司"})


def test_a_province_without_any_body_goes_to_the_human_desk() -> None:
    found = routed("own_made_item", None, "610102")
    assert (found.handler, found.external, found.by_hand) == (None, "national", True)
    assert "人工席" in found.reason[-2].zh


def test_what_no_rule_names_goes_to_petition_and_before_a_person() -> None:
    found = routed("something_new", "440113-zjj", "440113")
    assert (found.rule.id, found.handler and found.handler.code, found.by_hand) == ("R99", "440113-xfj", True)


def test_who_is_not_known_is_found_out_first() -> None:
    assert routed("own_made_item", None, "440113").to_identify
    assert not routed("own_made_item", "440113-zjj", "440113").to_identify


@pytest.mark.parametrize(
    ("on", "regime", "by_hand"),
    [
        ("2026-04-14", "market_report_2020", False),
        ("2026-04-15", "market_report_2026", False),
        ("2019-12-31", "market_report", True),
    ],
)
def test_the_regime_is_the_version_of_the_day_of_receipt(on: str, regime: str, by_hand: bool) -> None:
    found = routed("forced_service", "440100-hpgs", "440100", on=on)
    assert (found.regime, found.by_hand, bool(found.deadlines)) == (regime, by_hand, not by_hand)


def test_the_reason_names_who_was_passed_over_and_why_in_both_languages() -> None:
    found = routed("own_made_item", "440100-tsjy", "440100")
    assert found.reason[2].zh.startswith("广州市市场监督管理局有利害关系，不能办（派出机构")
    assert "runs, sponsors, designates or owns" in found.reason[2].en
    record = found.as_record()
    assert record["passed"] == [{"code": "440100-scjg", "role": "price_supervision", "by": ["E3"]}]
    assert record["asked"]["received_on"] == "2026-11-20"
