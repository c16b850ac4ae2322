"""What a browser calls itself → a name by which its owner knows it again. To tell two apart; never trusted."""

import re

_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("QQBrowser", "QQ Browser"),
    ("UCBrowser", "UC Browser"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""Mark in the user agent, name; the first that fits, because most carry the marks of others too."""
_SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name(agent: str) -> str:
    """``Firefox 128 · Windows``; what cannot be told stays as it is, empty included."""
    browser = next(((mark, name) for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if browser is None:
        return agent
    version = re.search(rf"(?:{browser[0]}\w*|Version)/(\d+)", agent)
    named = f"{browser[1]} {version[1]}" if version else browser[1]
    return f"{named} · {system}" if system else named
