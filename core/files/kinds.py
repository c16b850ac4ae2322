"""What kinds of file are taken: what each is called, how it ends, whether a picture of it is shown."""

from dataclasses import dataclass

from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken."""

    id: str
    suffix: str
    """How the name ends under which it is handed out."""
    mime: str
    words: Text
    shown: bool = False
    """Whether a re-encoded picture of it may be shown; all else is download only."""
    also: tuple[str, ...] = ()
    """Other endings that are as good."""


_PICTURE, _VIDEO, _SOUND = Text("图片", "picture"), Text("录像", "video"), Text("录音", "sound")
_WORD, _SHEET, _SLIDES = Text("Word 文档", "Word document"), Text("Excel 表格", "Excel sheet"), Text("幻灯片", "slides")

_ALL = (
    Kind("jpeg", ".jpg", "image/jpeg", _PICTURE, True, (".jpeg", ".jfif")),
    Kind("png", ".png", "image/png", _PICTURE, True),
    Kind("webp", ".webp", "image/webp", _PICTURE, True),
    Kind("gif", ".gif", "image/gif", _PICTURE, True),
    Kind("bmp", ".bmp", "image/bmp", _PICTURE, True),
    Kind("tiff", ".tif", "image/tiff", _PICTURE, also=(".tiff",)),
    Kind("heic", ".heic", "image/heic", _PICTURE, also=(".heif", ".hif")),
    Kind("avif", ".avif", "image/avif", _PICTURE),
    Kind("pdf", ".pdf", "application/pdf", Text("PDF", "PDF")),
    Kind("ofd", ".ofd", "application/ofd", Text("OFD 版式文件", "OFD document")),
    Kind("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _WORD),
    Kind("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _SHEET),
    Kind("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _SLIDES),
    Kind("odt", ".odt", "application/vnd.oasis.opendocument.text", _WORD),
    Kind("ods", ".ods", "application/vnd.oasis.opendocument.spreadsheet", _SHEET),
    Kind("doc", ".doc", "application/msword", _WORD, also=(".wps",)),
    Kind("xls", ".xls", "application/vnd.ms-excel", _SHEET, also=(".et",)),
    Kind("ppt", ".ppt", "application/vnd.ms-powerpoint", _SLIDES, also=(".dps",)),
    Kind("text", ".txt", "text/plain", Text("文本", "text")),
    Kind("mp4", ".mp4", "video/mp4", _VIDEO, also=(".m4v", ".mov", ".3gp", ".qt")),
    Kind("avi", ".avi", "video/x-msvideo", _VIDEO),
    Kind("mkv", ".mkv", "video/x-matroska", _VIDEO, also=(".webm",)),
    Kind("wmv", ".wmv", "video/x-ms-wmv", _VIDEO, also=(".wma", ".asf")),
    Kind("mpeg", ".mpg", "video/mpeg", _VIDEO, also=(".mpeg", ".vob")),
    Kind("m4a", ".m4a", "audio/mp4", _SOUND),
    Kind("mp3", ".mp3", "audio/mpeg", _SOUND),
    Kind("aac", ".aac", "audio/aac", _SOUND),
    Kind("wav", ".wav", "audio/wav", _SOUND),
    Kind("amr", ".amr", "audio/amr", _SOUND),
    Kind("silk", ".silk", "audio/silk", _SOUND, also=(".slk", ".aud")),
    Kind("ogg", ".ogg", "audio/ogg", _SOUND, also=(".oga", ".opus", ".ogv")),
    Kind("flac", ".flac", "audio/flac", _SOUND),
)
KINDS = {kind.id: kind for kind in _ALL}
"""By their names as they are kept."""

EXECUTABLE = Text(
    "这是程序或脚本，不收。请截图、拍照或另存为 PDF 再传",
    "This is a program or a script and is not taken. Send a screenshot, a photo or a PDF instead",
)
RUNNABLE_NAME = Text(
    "文件名的结尾是程序或网页才用的，不收。请把结尾改成它本来的（如 .jpg、.pdf）再传",
    "The name ends as only programs and web pages do; it is not taken. Give it its proper ending (.jpg, .pdf …) first",
)
PAGE = Text(
    "这是网页或矢量图（HTML、SVG、XML），里面可以藏程序，不收。请截图或打印成 PDF 再传",
    "This is a web page or a vector drawing (HTML, SVG, XML), which can hide a program, and is not taken. "
    "Send a screenshot or print it to PDF",
)
ARCHIVE = Text(
    "这是压缩包，不收。请解开后把里面的文件一个一个传",
    "This is an archive and is not taken. Unpack it and send the files in it one by one",
)
MACRO = Text(
    "这份文档带宏（里面有程序），不收。请另存为不带宏的文档或 PDF 再传",
    "This document holds macros, that is, a program, and is not taken. Save it without macros or as PDF",
)
BOMB = Text(
    "这份文档展开后大得不正常，不收。请另存为 PDF 再传",
    "Unpacked, this document would be abnormally large; it is not taken. Save it as PDF",
)
BROKEN = Text(
    "这个文件是坏的或不完整，读不出来。请重新导出或截图再传",
    "This file is damaged or incomplete and cannot be read. Export it anew or send a screenshot",
)
UNKNOWN = Text(
    "认不出这是什么文件，不收。可以传照片、PDF、Word、Excel、OFD、录音、录像、纯文本；别的请截图或另存为 PDF",
    "This kind of file is not known and not taken. Pictures, PDF, Word, Excel, OFD, sound, video and plain text are; "
    "of anything else send a screenshot or a PDF",
)
EMPTY = Text("这个文件是空的（0 字节）。请重新选一个", "This file is empty (0 bytes). Please choose another")
TOO_LARGE = Text(
    "这个文件超过 20 MB。请压小、截一段或拆成几个再传",
    "This file has more than 20 MB. Make it smaller, cut it, or send it in parts",
)
