"""Why a result on record does not count: twelve reasons, in the order in which they are always told (design: §5)."""

from collections.abc import Iterable
from enum import StrEnum

from core.values.text import Text


class Reason(StrEnum):
    """One reason why a finding does not satisfy a requirement; members stand in the order of telling."""

    none_on_record = "none_on_record"
    """The subject has no finding for that parameter at all."""
    not_yet_issued = "not_yet_issued"
    """The report's day of issue lies after the day asked about."""
    withdrawn = "withdrawn"
    """The report was withdrawn by the day asked about."""
    superseded = "superseded"
    """A newer version of the report was issued, and it lacks the parameter."""
    other_batch = "other_batch"
    """It is of another batch than the one asked about, or of none."""
    standard_not_accepted = "standard_not_accepted"
    """The method is none the requirement lists, nor one related to those by one step."""
    not_accredited = "not_accredited"
    """The laboratory held no licence that counts for that parameter by that standard on the test day."""
    not_stated = "not_stated"
    """A value without a conclusion: neither pass nor fail."""
    failed = "failed"
    """It is a fail, or a fail of the same day or later hides it."""
    expired = "expired"
    """The last day of its validity is over."""
    subject_changed = "subject_changed"
    """A change recorded after the test touches the parameter."""
    fresh_test_required_by_law = "fresh_test_required_by_law"
    """An article demands a new test since an event, and this one is older."""

    @property
    def words(self) -> Text:
        """The reason as a clause about “it”."""
        return _WORDS[self]


_WORDS = {
    Reason.none_on_record: Text("这个对象没有该参数的结果", "the subject has no result for this parameter"),
    Reason.not_yet_issued: Text("报告当日尚未签发", "the report was not yet issued on that day"),
    Reason.withdrawn: Text("报告已撤回", "the report was withdrawn"),
    Reason.superseded: Text("报告已被新版本代替，而新版本没有该参数", "a newer version lacks the parameter"),
    Reason.other_batch: Text("不是所问的批次", "it is of another batch"),
    Reason.standard_not_accepted: Text("所用方法标准不被接受", "its method standard is not accepted"),
    Reason.not_accredited: Text(
        "检测当日机构没有相应资质", "the laboratory held no licence for it that counts on the test day"
    ),
    Reason.not_stated: Text("报告没有作出合格与否的判定", "it states neither pass nor fail"),
    Reason.failed: Text("不合格，或者被同日及以后的不合格结果否定", "it failed, or a later fail outweighs it"),
    Reason.expired: Text("已过有效期", "its validity is over"),
    Reason.subject_changed: Text("检测之后对象发生了影响该参数的变更", "the subject was changed after the test"),
    Reason.fresh_test_required_by_law: Text("法律要求在事件之后重新检测", "the law demands a new test since the event"),
}
_ORDER = {reason: place for place, reason in enumerate(Reason)}


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each of `reasons` once, in the order of telling."""
    return tuple(sorted(set(reasons), key=_ORDER.__getitem__))
