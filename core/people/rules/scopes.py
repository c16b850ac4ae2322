"""What a program may be allowed beyond what any visitor may do, and for how long its key is good."""

from datetime import timedelta

from core.policy import Action
from core.values.text import Text

GOOD_FOR = timedelta(days=365)

SCOPES: dict[Action, Text] = {
    Action.read_draft: Text("读未发布的草稿", "Read drafts that are not published"),
    Action.draft_edition: Text("起草清单和标准", "Draft lists and standards"),
    Action.read_audit: Text("读事件记录", "Read the log of events"),
}
"""Looking up and checking need no scope. What takes two persons, and one's own account, no key may do."""
