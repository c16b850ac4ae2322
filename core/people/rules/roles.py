"""What people do for whom, in words."""

from core.policy import Role
from core.values.text import Text

NAMES: dict[Role, Text] = {
    Role.enterprise_member: Text("企业成员", "Enterprise member"),
    Role.publisher: Text("发布员", "Publisher"),
    Role.recogniser: Text("采信员", "Recogniser"),
    Role.laboratory_member: Text("检测机构成员", "Laboratory member"),
    Role.intake_clerk: Text("受理员", "Intake clerk"),
    Role.handler: Text("经办人", "Handler"),
    Role.supervisor: Text("监督员", "Supervisor"),
    Role.auditor: Text("审计员", "Auditor"),
    Role.survey_officer: Text("调查统计员", "Survey officer"),
    Role.system_administrator: Text("系统管理员", "System administrator"),
}

STAFF = frozenset(Role) - {Role.enterprise_member}
"""Who is asked for a one-time code where the platform asks staff for one."""
