"""Units of quantity as English sentences name them; the lists name them in Chinese."""

_ENGLISH = {
    "一种剂型一种作物一处试验点两年": "form × crop × site over two years",
    "个": "piece",
    "人": "person",
    "人次": "person and occasion",
    "件": "case",
    "元": "yuan",
    "元/年": "yuan a year",
    "公里": "km",
    "副": "set",
    "勘查年度": "year of exploration",
    "半小时": "half-hour",
    "吨": "tonne",
    "天": "day",
    "层": "floor",
    "平方公里": "km²",
    "平方公里·年": "km² and year",
    "平方米": "m²",
    "年": "year",
    "年度": "year",
    "床·日": "bed and day",
    "张": "sheet",
    "月": "month",
    "本": "booklet",
    "根": "item",
    "种": "kind",
    "米": "m",
    "类": "class",
    "计费吨": "chargeable tonne",
    "试验": "test",
    "财务年度": "financial year",
    "面": "plate",
    "项": "item",
}


def english(unit: str) -> str:
    """The unit in English; as the list has it where a publisher brings one we do not know."""
    return _ENGLISH.get(unit, unit)
