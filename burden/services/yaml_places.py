"""YAML as people send it: read safely, every value with the line it stands on; what would mislead is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from burden.services.unpacking import plain
from core.errors import Invalid
from core.values.text import Text

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LONGEST = 1024 * 1024
_LONG = Text("内容超过 1 MB：请分成几个文件，一次传一个", "It is larger than 1 MB: send it in several files")
DEEPEST = 30
_GREATEST = 2**53
"""JSON numbers are exact only below; a digest is taken of JSON."""


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data (days as ISO text), and the lines of its values."""

    body: Any
    lines: Mapping[str, int]
    """Path (``items.3.standards.0.amount``) → line, from 1."""

    def line_of(self, path: str) -> int | None:
        """The line of a path, or of the nearest thing around it that stands in the file."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)


def read_yaml(text: str, field: str = "file") -> Document:
    """Read `text`.

    :raises Invalid: at `field`, naming the line, when it is no YAML, repeats a name, or uses what a plain file has no
        need of (anchors, tags, numbers beyond what JSON keeps).
    """
    if len(text) > LONGEST:
        raise Invalid(
            {
                field: [
                    Text(
                        "内容超过 1 MB：请分成几个文件，一次传一个",
                        "It is larger than 1 MB: send it in several files, one at a time",
                    )
                ]
            }
        )
    try:
        _refuse_anchors(text, field)
        node = yaml.compose(text, Loader=LOADER)
        body = yaml.load(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise _at(
            field,
            _mark(error),
            "不是读得懂的 YAML，检查缩进、冒号和引号",
            "this is no YAML; check indents, colons, quotes",
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _at(
            field, 1, "不是读得懂的 YAML（可能有看不见的字符）", "this is no YAML (perhaps invisible characters)"
        ) from error
    lines = dict(_lines(node, "", field, 0)) if node is not None else {}
    return Document(plain(body), lines)


def _mark(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _at(field: str, line: int, zh: str, en: str) -> Invalid:
    return Invalid({field: [Text(f"第 {line} 行：{zh}", f"Line {line}: {en}")]})


def _refuse_anchors(text: str, field: str) -> None:
    """Anchors can make a small file stand for an enormous one."""
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _at(field, line, "不要用 & 和 * 引用，请把内容写全", "no & and * references, please; write it out")
        if getattr(event, "tag", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _at(field, line, "不要用 ! 标记类型，直接写内容", "no ! tags of types, please; write the plain value")


def _lines(node: yaml.Node, path: str, field: str, depth: int) -> Iterator[tuple[str, int]]:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise _at(field, line, "层次太深", "nested too deeply")
    yield path, line
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            if name in seen:
                raise _at(field, key.start_mark.line + 1, f"“{name}”写了两次", f"“{name}” stands here twice")
            seen.add(name)
            yield from _lines(value, f"{path}.{name}" if path else name, field, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _lines(value, f"{path}.{at}" if path else str(at), field, depth + 1)
    elif isinstance(node, yaml.ScalarNode) and node.tag in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int"):
        _check_number(node, field, line)


def _check_number(node: yaml.ScalarNode, field: str, line: int) -> None:
    try:
        exact = abs(float(node.value.replace("_", "")))
    except ValueError:
        exact = 0.0
    if ".inf" in node.value.lower() or ".nan" in node.value.lower() or not exact < _GREATEST:
        raise _at(field, line, f"“{node.value}”这个数太大或不是数", f"“{node.value}” is too large or no number")


def write_yaml(value: Any, *, flow: bool | None = False) -> str:
    """Plain data as YAML for people: Chinese as it is, in the order given."""
    dumped: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=10_000)
    return dumped
