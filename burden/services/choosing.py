"""What publishers choose from: natures, sectors, editions to follow."""

from burden.models.rulebooks import DocumentKind
from burden.services import cataloguing
from burden.services.describing import EVERY_SECTOR, ISSUER_ALONE, NATURE_OF_LIST
from burden.services.headings import FIELD_WORDS
from core.values.text import Text, same


def natures() -> list[tuple[str, Text]]:
    """Natures of a list, in its own words."""
    return [(words, same(words)) for words in NATURE_OF_LIST]


def governed() -> list[tuple[str, Text]]:
    """Whom a list may govern: every sector, its issuer alone, or one sector."""
    conventions = cataloguing.document_published(DocumentKind.conventions, DocumentKind.conventions) or {}
    return [
        (EVERY_SECTOR, Text("所有部门", "Every sector")),
        (ISSUER_ALONE, Text("只管发布单位自己（含下属）", "The issuer alone (and what stands under it)")),
        *((sector, same(sector)) for sector in conventions.get("sectors", {})),
    ]


def columns() -> list[tuple[str, Text]]:
    """Columns of the form, for saying what a column of a file holds."""
    return list(FIELD_WORDS.items())
