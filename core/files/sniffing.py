"""What a file is, by its content: its kind, or why it is not taken. The name only ever counts against it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from core.files import archives, kinds, names, traces
from core.files.archives import refused
from core.files.kinds import KINDS, Kind
from core.values.text import Text

HEAD = 256 * 1024
"""Bytes from the beginning that are looked at; of a PDF and of old Office documents the rest is searched too."""
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"dex\n", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"ITSF", b"FWS", b"CWS", b"ZWS",
    b"!<arch>", b"\xed\xab\xee\xdb",
)  # fmt: skip
_PACKED = (
    b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x04\x22\x4d\x18",
    b"PK\x05\x06", b"PK\x07\x08", b"LZIP",
)  # fmt: skip
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"%PDF-", "pdf"), (b"ID3", "mp3"), (b"OggS", "ogg"),
    (b"fLaC", "flac"), (b"#!AMR", "amr"), (b"#!SILK", "silk"), (b"\x02#!SILK", "silk"),
    (b"\x1aE\xdf\xa3", "mkv"), (b"0&\xb2u\x8ef\xcf\x11", "wmv"), (b"\x00\x00\x01\xba", "mpeg"),
)  # fmt: skip
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_HEIC, _SOUND = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), (b"M4A ", b"M4B ")
_BMP_HEADERS = (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA_PROJECT", "Macros"))
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|SubmitForm|OpenAction)\b")
_SCRIPT = re.compile(r"(?i)^(#!|@echo\b|<#@|set-executionpolicy\b|\{\\rtf|%!PS|on error resume next)")
_MARKUP = re.compile(
    r"(?i)<(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php|\?=|%|xsl:|math)[\s>:/?=]|^\s*<[a-z!?%]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is."""

    kind: Kind
    active: bool = False
    """Whether it holds what the program that opens it may act upon."""
    traces: tuple[str, ...] = ()
    """What it gives away, by the names of `core.files.traces`."""


def sniff(file: IO[bytes], size: int, name: str = "") -> Found:
    """What `file`, of `size` bytes, is; it is read from anywhere and left wherever.

    :raises Invalid: if it is not taken, with what would help.
    """
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise refused(kinds.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        found = _office(file, size)
    elif head.startswith(_OLE):
        found = _old_office(file)
    elif head.startswith(b"%PDF-"):
        found = _pdf(file)
    else:
        found = _by_beginning(head) or _text(head, size)
    if names.is_runnable(name):
        raise refused(kinds.RUNNABLE_NAME)
    return found


def _by_beginning(head: bytes) -> Found | None:
    """What tells itself by its first bytes; None if nothing does.

    :raises Invalid: for programs and archives.
    """
    kind = _media(head)
    if kind is not None:
        return Found(KINDS[kind], traces=traces.of_picture(head) if KINDS[kind].mime.startswith("image/") else ())
    if head.startswith(_PROGRAMS):
        raise refused(kinds.EXECUTABLE)
    if head.startswith(_PACKED) or head[257:262] == b"ustar":
        raise refused(kinds.ARCHIVE)
    return None


def _media(head: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if (
        head.startswith(b"BM")
        and head[6:10] == bytes(4)
        and head[14:18] in (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return "bmp"
    if head[:1] == b"\xff" and len(head) > 4:
        return "aac" if head[1] in (0xF1, 0xF9) else "mp3" if head[1] in (0xFB, 0xFA, 0xF3, 0xF2) else None
    return None


def _of_brand(brand: bytes) -> str:
    if brand in (b"avif", b"avis"):
        return "avif"
    return "heic" if brand in _HEIC else "m4a" if brand in _SOUND else "mp4"


def _office(file: IO[bytes], size: int) -> Found:
    found = archives.look(file, size)
    return Found(KINDS[found.kind], found.active, (traces.AUTHOR,) if found.author else ())


def _old_office(file: IO[bytes]) -> Found:
    """A document in the form that Office wrote before 2007, told by the names of its streams."""
    wanted = {name: name.encode("utf-16-le") for name, _ in _OLE_STREAMS}
    seen = _seen_in(file, {**wanted, **{f"macro{place}": mark for place, mark in enumerate(_OLE_MACROS)}})
    if any(mark.startswith("macro") for mark in seen):
        raise refused(kinds.MACRO)
    kind = next((kind for name, kind in _OLE_STREAMS if name in seen), None)
    if kind is None:
        raise refused(kinds.UNKNOWN)
    return Found(KINDS[kind], traces=(traces.AUTHOR,))


def _pdf(file: IO[bytes]) -> Found:
    active, author = [False], [False]

    def look(piece: bytes) -> None:
        active[0] = active[0] or _PDF_ACTIVE.search(piece) is not None
        author[0] = author[0] or bool(traces.of_pdf(piece))

    _each_piece(file, look)
    return Found(KINDS["pdf"], active[0], (traces.AUTHOR,) if author[0] else ())


def _seen_in(file: IO[bytes], marks: dict[str, bytes]) -> set[str]:
    seen: set[str] = set()

    def look(piece: bytes) -> None:
        seen.update(name for name, mark in marks.items() if mark in piece)

    _each_piece(file, look)
    return seen


def _each_piece(file: IO[bytes], look: Callable[[bytes], None]) -> None:
    """The whole file in pieces that overlap, so that no mark is cut in two."""
    file.seek(0)
    end = b""
    while piece := file.read(HEAD):
        look(end + piece)
        end = piece[-64:]


def _text(head: bytes, size: int) -> Found:
    """Plain words.

    :raises Invalid: if they are a page or a script, or no words at all.
    """
    words = _words(head, whole=size <= len(head))
    if words is None:
        raise refused(kinds.UNKNOWN)
    if _SCRIPT.match(words.lstrip()):
        raise refused(kinds.EXECUTABLE)
    if _MARKUP.search(words):
        raise refused(kinds.PAGE)
    return Found(KINDS["text"])


def _words(head: bytes, *, whole: bool) -> str | None:
    for beginning, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "gb18030")):
        if not head.startswith(beginning):
            continue
        words = _decoded(head, encoding, whole)
        if words is not None and not _CONTROL.search(words):
            return words
    return None


def _decoded(head: bytes, encoding: str, whole: bool) -> str | None:
    """The words of `head`, of which the last character may be cut where it is not the whole."""
    for cut in range(1 if whole else 4):
        try:
            return head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def said_of(found: tuple[str, ...]) -> list[Text]:
    """What a file gives away, in words."""
    return [traces.WORDS[name] for name in found if name in traces.WORDS]
