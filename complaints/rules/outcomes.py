"""How a matter can come out: outcomes of a decision, grounds for not taking it, doors outside the platform."""

from enum import StrEnum

from core.values.text import Text


class Outcome(StrEnum):
    """What a decision finds."""

    substantiated = "substantiated"
    partly_substantiated = "partly_substantiated"
    unsubstantiated = "unsubstantiated"
    unproven = "unproven"


OUTCOMES = {
    Outcome.substantiated: Text("属实", "substantiated"),
    Outcome.partly_substantiated: Text("部分属实", "partly substantiated"),
    Outcome.unsubstantiated: Text("不属实", "not substantiated"),
    Outcome.unproven: Text("查不清", "could not be established"),
}
UPHELD = frozenset({Outcome.substantiated, Outcome.partly_substantiated})
"""Where money was taken unlawfully, these name the sum to return, or why there is none."""


class Ground(StrEnum):
    """Why a matter is not taken. Lack of evidence is none."""

    not_competent = "not_competent"
    already_decided = "already_decided"
    before_a_court = "before_a_court"
    duplicate = "duplicate"
    not_a_charge = "not_a_charge"
    not_understood = "not_understood"


GROUNDS = {
    Ground.not_competent: Text("不属于本机构职权", "not within our competence"),
    Ground.already_decided: Text("已有终局的处理意见", "decided for good already"),
    Ground.before_a_court: Text("应当由诉讼、仲裁、复议解决", "for a court, an arbitrator, or reconsideration"),
    Ground.duplicate: Text("与在办的事项重复", "the same as a matter being handled"),
    Ground.not_a_charge: Text("不是收费、检查、检测方面的事", "not about a charge, an inspection or a test"),
    Ground.not_understood: Text("没有说明事实，询问后仍不清楚", "no facts told, and none after asking"),
}

DOORS = {
    "tax": Text("向主管税务机关提出（12366）", "Turn to the tax authority (12366)"),
    "sme_payment_platform": Text(
        "到中小企业款项支付投诉平台提出", "Use the platform for payments owed to small enterprises"
    ),
    "reconsideration": Text(
        "六十日内申请行政复议，或者提起行政诉讼", "Ask for administrative reconsideration within 60 days, or sue"
    ),
    "court_or_12315": Text(
        "与对方协商、仲裁或起诉；价格欺诈可以举报（12315）",
        "Settle, arbitrate or sue; report price fraud (12315)",
    ),
}
"""What the doors outside are called that routing may lead to."""
