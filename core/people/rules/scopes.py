"""What a program may be allowed beyond what any visitor may do, and for how long its key is good."""

from datetime import timedelta

from core.policy import Action
from core.values.text import Text

GOOD_FOR = timedelta(days=365)

SCOPES: dict[Action, Text] = {
    Action.read_draft: Text("读未发布的草稿", "Read drafts that are not published"),
    Action.draft_edition: Text("起草清单和标准", "Draft lists and standards"),
    Action.read_events: Text("读事件流，限本单位能看的", "Read events of what your organisation may see"),
    Action.list_matters: Text("列出、检索投诉事项", "List and search matters of complaints"),
    Action.read_matter: Text("看投诉事项", "Read matters of complaints"),
    Action.handle_matter: Text("办理投诉事项", "Handle matters of complaints"),
    Action.audit_complaints: Text("检索、看全部投诉（审计）", "Search and read all complaints (audit)"),
    Action.ask_coverage: Text("查哪些结果可以采信", "Ask which results count"),
    Action.record_report: Text("登记报告", "Put reports on record"),
    Action.import_reports: Text("登记整份文件的报告", "Put files of reports on record"),
    Action.answer_for_report: Text("撤回、确认、否认报告", "Withdraw, confirm or deny reports"),
    Action.read_report: Text("读报告", "Read reports"),
    Action.read_subject: Text("读检测对象的登记", "Read what is on record of subjects"),
    Action.keep_subject: Text("登记检测对象和变更", "Put subjects and their changes on record"),
    Action.read_own_results: Text("读本企业的结果", "Read the enterprise's own results"),
    Action.recognise_result: Text("采信或拒绝结果", "Recognise or refuse results"),
    Action.order_test: Text("下检测单", "Order tests"),
    Action.read_audit: Text("读事件记录", "Read the log of events"),
}
"""Looking up and checking need no scope. What takes two persons, and one's own account, no key may do."""
