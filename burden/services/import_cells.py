"""Words of cells and rows, made ready for reading: tidied, put together, counted."""

from collections.abc import Sequence

from burden.services.headings import bare


def parts(heading: str) -> set[str]:
    """A heading, and of two head rows its upper and its lower part."""
    upper, _, lower = heading.partition("·")
    return {bare(heading), bare(upper), bare(lower)}


def tidy(cell: str) -> str:
    """A cell without blanks at its ends, line breaks in one form."""
    if "\r" in cell or "\xa0" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return cell.strip()


def joined(name: str, parts: Sequence[tuple[str, str]]) -> str:
    """Several columns of one meaning in one text: an amount and its unit run together, others are named."""
    units = [value for heading, value in parts if "单位" in heading and "元" not in value.strip("元/")]
    others = [(heading, value) for heading, value in parts if "单位" not in heading]
    if name == "standard_words" and len(units) == 1 and len(others) == 1 and others[0][1][-1:].isdigit():
        return others[0][1] + units[0]
    return "；".join(f"{heading}：{value}" if heading else value for heading, value in parts)


def spans(numbers: Sequence[int]) -> str:
    """5–8、12: row numbers in short."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in found[:12]]
    return "、".join(shown) + ("……" if len(found) > 12 else "")
