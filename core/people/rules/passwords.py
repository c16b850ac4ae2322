"""Which passwords may be chosen (OWASP ASVS 5.0, V6.2): long, not among those guessed first; nothing else is asked."""

import unicodedata
from collections.abc import Collection, Iterable

from core.values.text import Text

SHORTEST = 8
ADVISED = 15
LONGEST = 256
CONTEXT = ("guangdong", "qiye", "shoufei", "jianfu", "platform", "password", "mima", "admin", "广东", "收费", "密码")
"""Words of this platform that a guesser would try first."""

_SHORT = Text("密码太短：至少 {n} 个字符，最好 {m} 个以上", "Too short: {n} characters at least, better {m} or more")
_LONG = Text("密码太长：最多 {n} 个字符", "Too long: {n} characters at most")
_COMMON = Text(
    "这个密码太常见，一猜就中，请换一个（几个不相干的词连起来就好）",
    "This password is among the first to be guessed; choose another, such as a few unrelated words",
)
_CONTEXT = Text(
    "密码主要由账号、姓名或本平台的名字组成，容易猜中，请换一个",
    "The password is mostly your account, your name or this platform's; choose another",
)


def faults(password: str, common: Collection[str], own_words: Iterable[str] = ()) -> list[Text]:
    """Why `password` may not be chosen; empty if it may.

    :param common: passwords guessed first, folded.
    :param own_words: the person's sign-in name and name.
    """
    if len(password) < SHORTEST:
        return [_SHORT.fill(n=SHORTEST, m=ADVISED)]
    if len(password) > LONGEST:
        return [_LONG.fill(n=LONGEST)]
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded in common or len(set(folded)) < 3:
        return [_COMMON]
    rest = folded
    for word in sorted((*CONTEXT, *own_words), key=len, reverse=True):
        if len(word) > 1:
            rest = rest.replace(unicodedata.normalize("NFKC", word).casefold(), "")
    return [_CONTEXT] if len(rest) < SHORTEST // 2 and len(rest) < len(folded) else []
