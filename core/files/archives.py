"""Office documents that are ZIP archives, told from other archives by their table of contents; nothing is unpacked
but a few bytes of properties."""

import re
import struct
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from core.errors import Invalid
from core.files import kinds
from core.values.text import Text

MOST_ENTRIES = 5000
LARGEST_TABLE = 1 << 20
"""Bytes of a table of contents: a greater one would cost memory, and no document has it."""
LARGEST_WHOLE, LARGEST_RATIO = 100 << 20, 100
"""What a document may come to when unpacked; more, in bytes and against its own size, is a bomb."""
LARGEST_PROPERTIES = 64 * 1024
_TAIL = 65_557
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OPEN = {b"application/vnd.oasis.opendocument.text": "odt", b"application/vnd.oasis.opendocument.spreadsheet": "ods"}
_MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "basic/", "scripts/")
_ACTIVE = ("embeddings/", "activex/", "externallinks/", "oleobject")
_AUTHOR = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)>([^<]+)<")
_FAULTS = (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError, struct.error)


@dataclass(frozen=True, slots=True)
class Office:
    """What an office document is, and what it holds beside words."""

    kind: str
    active: bool
    """Whether it embeds objects or links to other files."""
    author: bool
    """Whether its properties name somebody."""


def refused(words: Text) -> Invalid:
    """The refusal of a file, in these words."""
    return Invalid({"file": [words]}, words)


def look(file: IO[bytes], size: int) -> Office:
    """What the archive in `file` is.

    :raises Invalid: if it is no office document, holds macros, is damaged, or would unpack to far too much.
    """
    try:
        _check_table(file, size)
        with zipfile.ZipFile(file) as archive:
            return _office(archive, size)
    except _FAULTS as error:
        raise refused(kinds.BROKEN) from error


def _check_table(file: IO[bytes], size: int) -> None:
    """The table of contents is one that can be read in little memory.

    :raises Invalid: if it is not.
    """
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise refused(kinds.BROKEN)
    entries, length = struct.unpack("<10xHI", tail[at : at + 16])
    if b"PK\x06\x07" in tail or entries > MOST_ENTRIES or length > LARGEST_TABLE:
        raise refused(kinds.ARCHIVE)


def _office(archive: zipfile.ZipFile, size: int) -> Office:
    inside = archive.infolist()
    names = [each.filename.lower() for each in inside]
    kind = _kind(archive, names)
    whole = sum(each.file_size for each in inside)
    if whole > LARGEST_WHOLE and whole > LARGEST_RATIO * size:
        raise refused(kinds.BOMB)
    if any(mark in name for name in names for mark in _MACROS):
        raise refused(kinds.MACRO)
    active = any(mark in name for name in names for mark in _ACTIVE)
    return Office(kind, active, _names_somebody(archive))


def _kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        found = [kind for folder, kind in _OFFICE if any(name.startswith(folder) for name in names)]
        if found:
            return found[0]
    if names[:1] == ["mimetype"]:
        kind = _OPEN.get(_read(archive, archive.infolist()[0].filename, 80).strip())
        if kind:
            return kind
    raise refused(kinds.ARCHIVE)


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as entry:
        return entry.read(most)


def _names_somebody(archive: zipfile.ZipFile) -> bool:
    for name in ("docProps/core.xml", "meta.xml"):
        with suppress(KeyError, *_FAULTS):
            if any(author.strip() for author in _AUTHOR.findall(_read(archive, name, LARGEST_PROPERTIES))):
                return True
    return False
