"""Words for people, always in both languages of the platform."""

from typing import NamedTuple

LANGUAGES = ("zh", "en")


class Text(NamedTuple):
    """One wording in Chinese and in English; a pair, so that neither can be forgotten."""

    zh: str
    en: str

    def render(self, lang: str) -> str:
        """The wording in `lang` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh

    def fill(self, **values: object) -> "Text":
        """Both wordings with ``{name}`` replaced; a value that is itself a Text is used in its own language."""
        zh = {key: value.zh if isinstance(value, Text) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Text) else value for key, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def as_dict(self) -> dict[str, str]:
        """``{"zh": …, "en": …}``, the form of the API."""
        return {"zh": self.zh, "en": self.en}


def same(words: str) -> Text:
    """Words that stay as they are in either language: a statute's title, an official name."""
    return Text(words, words)
