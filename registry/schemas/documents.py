"""A file as it comes in: JSON, or YAML of the same shape; a name that stands twice in one object is refused."""

import json
from typing import Any

import yaml

from core.values.text import Text, same
from registry.rules.reading import WHOLE, Unreadable, refuse

_NOT_READ = Text("读不懂这个文件（要 UTF-8 的 JSON 或者 YAML）：{why}", "This is neither JSON nor YAML in UTF-8: {why}")
_TWICE = Text("“{name}”在同一组里出现了两次", "“{name}” is twice in one object")
_JSON_STARTS = ("{", "[", '"')
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_BOOL = "tag:yaml.org,2002:bool"


class _Once(_Loader):
    """Reads YAML; refuses a name that stands twice in one object, and takes ``on`` for a name, not for true."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL or first in "tTfF"]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    return _named_once(
        [(loader.construct_object(key, True), loader.construct_object(value, True)) for key, value in node.value]
    )


_Once.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _named_once(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for name, value in pairs:
        if name in found:
            raise refuse(WHOLE, _TWICE, name=name)
        found[name] = value
    return found


def read_document(content: bytes) -> Any:
    """What the file holds.

    :raises Unreadable: if it is neither JSON nor YAML in UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
        return _json(text) if text.lstrip().startswith(_JSON_STARTS) else yaml.load(text, Loader=_Once)
    except Unreadable:
        raise
    except (ValueError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise refuse(WHOLE, _NOT_READ, why=same(" ".join(str(error).split()))) from error


def _json(text: str) -> Any:
    """JSON; what only looks like it may still be YAML, whose lists and objects begin alike."""
    try:
        return json.loads(text, object_pairs_hook=_named_once)
    except json.JSONDecodeError:
        try:
            return yaml.load(text, Loader=_Once)
        except yaml.YAMLError:
            pass
        raise
