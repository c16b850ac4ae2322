"""Over a hundred files that mean harm: none is run, none is rendered, and looking at one costs little."""

import io
import os
import subprocess
import sys
import time

import pytest
from PIL import Image

from core.errors import Invalid, NotFound
from core.files import names, shrinking, viewing
from core.files.kinds import KINDS, Kind
from core.files.sniffing import Found, sniff
from tests.core.files import hostile
from tests.core.files.hostile import CANARY, CLASSES, REFUSED, Hostile, picture

CHILD = str(viewing._CHILD)


def look(sent: Hostile) -> Found | None:
    """What it is taken for; None if it is not taken, which must be said in words."""
    try:
        return sniff(io.BytesIO(sent.content), len(sent.content), sent.name)
    except Invalid as error:
        (words,) = error.fields["file"]
        assert words.zh and words.en
        return None


WEIGH = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL, env={}, cwd="/")
_, status, used = os.wait4(child.pid, 0)
sys.stderr.write(str(used.ru_maxrss))
sys.stderr.flush()
os._exit(status != 0)
"""
"""Started by a small process of its own: a child's greatest memory begins at what its parent holds."""


def weighed(content: bytes, kind: Kind) -> tuple[bytes, float, float]:
    """The picture that the child makes of it (none: empty), its seconds, and its greatest memory in MB."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", "-c", WEIGH, sys.executable, "-I", CHILD, kind.id], input=content, capture_output=True
    )
    return done.stdout if done.returncode == 0 else b"", time.monotonic() - begun, int(done.stderr) / 1024


def test_the_corpus_is_what_it_says() -> None:
    assert len(CLASSES) == 15
    assert len({sent for of_class in CLASSES.values() for sent in of_class()}) >= 100


@pytest.mark.parametrize("name", CLASSES)
def test_no_hostile_file_is_run_or_rendered(name: str) -> None:
    seen: set[bytes] = set()
    for sent in CLASSES[name]():
        found = look(sent)
        assert found is None or name not in REFUSED, sent.name
        if found is None:
            continue
        handed = names.handed_out(names.clean(sent.name), found.kind)
        assert not names.is_runnable(handed) and handed.endswith((found.kind.suffix, *found.kind.also))
        if found.kind.shown and sent.content not in seen:
            seen.add(sent.content)
            made, seconds, memory = weighed(sent.content, found.kind)
            assert seconds < 10 and memory < 256, (sent.name, seconds, memory)
            assert CANARY not in made and b"Exif" not in made
            assert not made or max(Image.open(io.BytesIO(made)).size) <= shrinking.EDGE


def test_a_pdf_that_acts_is_marked() -> None:
    found = [look(sent) for sent in CLASSES["pdfs_that_act"]()]
    assert [each.active or each.traces == ("author",) for each in found if each] == [True] * 7


def test_macros_are_refused_and_embedded_objects_marked() -> None:
    found = [look(sent) for sent in CLASSES["macros"]()]
    assert [each.active for each in found if each] == [True]


def test_what_a_picture_tells_is_seen() -> None:
    place = [look(sent) for sent in CLASSES["pictures_that_tell"]()][:3]
    assert [each.traces for each in place if each] == [("place", "camera")] * 3
    plain = look(Hostile("a.jpg", picture()))
    assert plain is not None and plain.traces == ()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("发票\u202egpj.exe", "发票gpj.exe"), ("../../etc/passwd", "passwd"), ("C:\\a\\b.jpg", "b.jpg"),
        ("a\0.jpg", "a.jpg"),
        ("a\r\nb: c.jpg", "a b_ c.jpg"), ("CON", "_CON"), ("aux.jpg", "_aux.jpg"), ("...", ""), ("\u200b.jpg", "jpg"),
        ("票据 2025.pdf", "票据 2025.pdf"), ('a";b="c', "a_;b=_c"), ("\ud800.jpg", "jpg"),
    ],
)  # fmt: skip
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert names.clean(name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    short = names.clean("票" * 300 + ".jpeg")
    assert len(short.encode()) <= names.LONGEST and short.endswith("….jpeg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_an_honest_picture_is_shown(form: str) -> None:
    made = viewing.picture([picture(form, (1700, 900))], KINDS[form.lower()])
    assert Image.open(io.BytesIO(made)).size == (1600, 847)


def test_a_photo_lies_as_it_was_held_and_a_large_one_is_shown() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    made = viewing.picture([picture("JPEG", (9000, 6000), exif=tags)], KINDS["jpeg"])
    assert Image.open(io.BytesIO(made)).size[0] < Image.open(io.BytesIO(made)).size[1]


def test_what_cannot_be_shown_is_said() -> None:
    for content, kind in ((b"\xff\xd8\xffx", "jpeg"), (b"%PDF-", "pdf")):
        with pytest.raises(NotFound):
            viewing.picture([content], KINDS[kind])


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "SECONDS", 0.01)
    with pytest.raises(NotFound):
        viewing.picture([picture()], KINDS["jpeg"])


def test_the_child_cannot_have_more_memory_than_it_may() -> None:
    words = "import sys; sys.path.insert(0, sys.argv[1]); import shrinking; shrinking.bound(); bytearray(300 << 20)"
    folder = os.path.dirname(CHILD)
    done = subprocess.run([sys.executable, "-I", "-c", words, folder], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("收据".encode(), "text"), ("收据，六百元".encode("gb18030"), "text"), ("收据".encode("utf-16"), "text"),
        (b"#!AMR\n" + bytes(20), "amr"), (b"\0\0\0\x18ftypheic" + bytes(20), "heic"),
        (b"\0\0\0\x18ftypqt  " + bytes(9), "mp4"),
        (b"\0\0\0\x18ftypM4A " + bytes(20), "m4a"), (b"ID3\4" + bytes(20), "mp3"), (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (hostile.office(), "docx"), (hostile.office("xl"), "xlsx"), (hostile.zipped({"OFD.xml": b"<ofd:OFD/>"}), "ofd"),
        (hostile.ole("Workbook"), "xls"), (hostile.pdf(b""), "pdf"), (b"\x02#!SILK_V3" + bytes(9), "silk"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_people_have_is_taken(content: bytes, kind: str) -> None:
    found = look(Hostile("a", content))
    assert found is not None and found.kind.id == kind and not found.active
