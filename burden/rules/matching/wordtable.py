"""Tables of words written as running text, a dozen to a line: one to a line would hide what belongs together."""


def table(text: str) -> tuple[str, ...]:
    """The words of `text`, divided by blanks."""
    return tuple(text.split())


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs ``old=new`` of `text`, divided by blanks; an empty right side takes the word away."""
    split = (word.partition("=") for word in text.split())
    return tuple((old, new) for old, _, new in split)
