"""How text is folded before it is searched, and the bigrams both engines index."""

import unicodedata

MAX_TEXT = 100_000
"""Folded characters one document may have: what PostgreSQL's index can hold of the widest ones."""

_ALIKE = str.maketrans(
    {
        "〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "{": "(", "}": ")", "〖": "(", "〗": ")",
        "「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "\0": " ",
    }
)  # fmt: skip
"""One form of brackets and of quotation marks: 财税〔2017〕20号, [2017] and (2017) are the same number."""

_SENTENCE = frozenset(" ,.;:!?、。，；：！？…\"'")
"""No bigram spans a blank or a mark that divides sentences; such characters are found by the recheck alone."""


def fold(text: str) -> str:
    """NFKC, lower case, one form of brackets and quotes, every run of blanks one blank, none at either end."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().translate(_ALIKE).split())


def bigrams(folded: str) -> set[str]:
    """The distinct pairs of neighbouring characters of folded text, but for those with a dividing mark in them."""
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1)}
    return {pair for pair in pairs if pair[0] not in _SENTENCE and pair[1] not in _SENTENCE}


def is_one_bigram(run: str) -> bool:
    """Whether the index alone can tell that `run` is in a text: it is exactly one indexed pair."""
    return len(run) == 2 and run[0] not in _SENTENCE and run[1] not in _SENTENCE
