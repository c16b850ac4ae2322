"""Names of files: as they came, without what deceives, and as they are handed out."""

import re
import unicodedata

from core.files.kinds import Kind

LONGEST = 120
"""Bytes of UTF-8 that a name may have; file systems hold 255."""
_FOREIGN = re.compile(r'[<>:"|?*%]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
RUNNABLE = frozenset((
    "exe", "com", "scr", "pif", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta",
    "msi", "msp", "msix", "appx", "jar", "apk", "ipa", "app", "dmg", "pkg", "deb", "rpm", "sh", "bash", "zsh", "csh",
    "py", "pyw", "rb", "pl", "php", "phtml", "asp", "aspx", "jsp", "lnk", "url", "desktop", "reg", "inf", "cpl",
    "dll", "sys", "drv", "ocx", "scf", "chm", "hlp", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz",
    "xml", "xsl", "swf", "iso", "img", "vhd", "vhdx", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "ppam",
))  # fmt: skip
"""Endings under which systems run a file or render a page, whatever is in it."""


def clean(name: str) -> str:
    """`name` without folders and without what cannot be seen or turns the order of letters; short; empty if nothing is
    left."""
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " if c.isspace() else "" for c in last)
    plain = " ".join(_FOREIGN.sub("_", unicodedata.normalize("NFC", seen)).split()).strip(". ")
    return _short(f"_{plain}" if _RESERVED.fullmatch(plain) else plain)


def _short(name: str) -> str:
    """The beginning of the name and its ending, in as many bytes as a name may have."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 10:
        stem, dot, ending = name, "", ""
    room = LONGEST - len((dot + ending + "…").encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + "…" + dot + ending


def is_runnable(name: str) -> bool:
    """Whether a system would run it, or render it as a page, by its name."""
    return clean(name).rpartition(".")[2].lower() in RUNNABLE


def handed_out(name: str, kind: Kind) -> str:
    """The cleaned name, ending as its content does, however it was called."""
    if name.lower().endswith((kind.suffix, *kind.also)):
        return name
    return (name or "file") + kind.suffix
