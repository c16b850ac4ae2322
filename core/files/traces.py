"""What a file tells beside what it shows: where and with what a picture was taken, who wrote a document."""

import struct
from typing import Literal

from core.values.text import Text

PLACE, CAMERA, AUTHOR = "place", "camera", "author"
WORDS = {
    PLACE: Text("照片里记着拍摄的地点", "the picture holds the place where it was taken"),
    CAMERA: Text("照片里记着拍摄的时间和手机型号", "the picture holds when and with which telephone it was taken"),
    AUTHOR: Text("文档属性里写着作者的名字", "the properties of the document name its author"),
}
_GPS = 0x8825
_MARKS = (b"Exif\x00\x00", b"eXIf", b"EXIF")
_ORDERS: dict[bytes, Literal["<", ">"]] = {b"II*\x00": "<", b"MM\x00*": ">"}


def of_picture(head: bytes) -> tuple[str, ...]:
    """What the beginning of a picture's file tells of how it was taken."""
    for mark in _MARKS:
        at = head.find(mark)
        if at < 0:
            continue
        for start in range(at + len(mark), at + len(mark) + 12):
            if (order := _ORDERS.get(head[start : start + 4])) is not None:
                return (PLACE, CAMERA) if _GPS in _tags(head[start:], order) else (CAMERA,)
    return ()


def _tags(tiff: bytes, order: Literal["<", ">"]) -> list[int]:
    """The tags of the first directory of a TIFF header; those that are there."""
    try:
        (at,) = struct.unpack_from(f"{order}4xI", tiff)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        return [struct.unpack_from(f"{order}H", tiff, at + 2 + 12 * place)[0] for place in range(min(count, 500))]
    except struct.error:
        return []


def of_pdf(whole: bytes) -> tuple[str, ...]:
    """Whether the properties of a PDF name somebody, as far as they stand open."""
    return (AUTHOR,) if b"/Author" in whole else ()
