"""Names, packages of tests and ordinary values of the samples (示例): believable, and nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """What is tested together: on a kind of subject, about every so many months, by how many of them."""

    kind: str
    parameters: tuple[str, ...]
    months: int
    often: float
    mark: str
    """Begins the numbers of its reports."""


PACKAGES = (
    Package("equipment.boiler", ("boiler_external_inspection",), 12, 0.9, "GW"),
    Package("equipment.boiler", ("boiler_internal_inspection", "boiler_water_quality"), 24, 0.9, "GN"),
    Package("equipment.boiler", ("boiler_thermal_efficiency",), 24, 0.4, "NX"),
    Package("equipment.boiler", ("supervision_inspection",), 48, 0.25, "JJ"),
    Package("equipment.pressure_vessel", ("pv_periodic_inspection", "pv_safety_grade"), 36, 0.9, "RQ"),
    Package("equipment.crane", ("crane_periodic_inspection",), 24, 0.9, "QZ"),
    Package("equipment.crane", ("crane_load_test",), 48, 0.3, "QH"),
    Package("equipment.elevator", ("elevator_periodic_inspection",), 24, 0.9, "DT"),
    Package("equipment.elevator", ("elevator_self_test",), 12, 0.5, "DZ"),
    Package("equipment.vehicle", ("vehicle_periodic_inspection",), 24, 0.9, "CC"),
    Package("equipment.motor", ("motor_efficiency",), 36, 0.7, "DJ"),
    Package("accessory", ("sv_set_pressure", "sv_seal"), 12, 0.9, "AF"),
    Package("instrument", ("gauge_verification",), 6, 0.6, "YL"),
    Package("instrument", ("scale_verification",), 12, 0.3, "HQ"),
    Package("instrument", ("gas_alarm_verification",), 12, 0.3, "QB"),
    Package("site", ("lps_overall", "lps_ground_resistance"), 12, 0.9, "FL"),
    Package("site", ("noise_boundary_day", "noise_boundary_night"), 12, 0.7, "ZS"),
    Package("site", ("hazchem_safety_assessment",), 36, 0.1, "AP"),
    Package("building", ("fire_facility_overall",), 12, 0.8, "XF"),
    Package("building", ("fire_alarm_function", "fire_sprinkler_function", "fire_hydrant_pressure"), 24, 0.3, "XY"),
    Package("building", ("structure_reliability_grade",), 48, 0.2, "JD"),
    Package("outlet.air", ("stack_particulate", "stack_so2", "stack_nox"), 12, 0.95, "FQ"),
    Package("outlet.water", ("ww_cod", "ww_ph", "ww_nh3n"), 12, 0.95, "FS"),
    Package("workplace", ("oh_total_dust", "oh_noise_lex", "oh_benzene"), 12, 0.95, "ZW"),
    Package("project", ("project_energy",), 36, 0.2, "JN"),
    Package(
        "product_batch",
        ("cable_conductor_resistance", "cable_insulation_thickness", "cable_voltage_test"),
        12,
        0.9,
        "DL",
    ),
)
NAMES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "site": ("CQ", ("厂区", "生产基地", "一厂区")),
    "project": ("XM", ("生产线技术改造项目", "自动化改造项目", "节能改造项目", "扩产技改项目")),
    "building": ("JZ", ("一号厂房", "二号厂房", "综合楼", "原料仓库")),
    "outlet.air": ("DA", ("锅炉烟气排气筒", "喷涂废气排气筒", "打磨粉尘排气筒", "烘干废气排气筒")),
    "outlet.water": ("DW", ("生产废水总排口", "综合污水排放口")),
    "workplace": ("GZ", ("打磨工位", "焊接工位", "喷涂工位", "冲压工位", "投料工位")),
    "equipment.motor": ("DJ", ("空压机电动机", "水泵电动机", "风机电动机")),
    "equipment.boiler": ("1100", ("燃气蒸汽锅炉（4t/h）", "燃气蒸汽锅炉（2t/h）", "生物质热水锅炉", "导热油炉")),
    "equipment.pressure_vessel": ("2150", ("储气罐（1.0m³）", "反应釜", "分汽缸", "液氮储罐")),
    "equipment.crane": ("4130", ("桥式起重机（10t）", "电动单梁起重机（5t）", "门式起重机（20t）")),
    "equipment.elevator": ("3120", ("载货电梯（2t）", "载货电梯（3t）")),
    "equipment.vehicle": ("5110", ("内燃平衡重式叉车（3t）", "蓄电池叉车（2t）")),
    "accessory": ("AQ", ("锅炉安全阀", "储气罐安全阀", "分汽缸安全阀")),
    "instrument": ("JL", ("压力表", "电子汽车衡", "可燃气体报警器", "电子台秤")),
    "product_batch": ("PC", ("聚氯乙烯绝缘电线", "交联聚乙烯绝缘电力电缆")),
}
"""Kind → how its identifiers begin, and what such things are called."""
VALUES: Mapping[str, tuple[float, float, float, int]] = {
    "boiler_thermal_efficiency": (86, 94, 0, 1), "sv_set_pressure": (0.7, 1.3, 0, 2),
    "lps_ground_resistance": (1, 8, 10, 1),
    "noise_boundary_day": (52, 63, 65, 1), "noise_boundary_night": (42, 53, 55, 1),
    "fire_hydrant_pressure": (0.2, 0.45, 0, 2),
    "stack_particulate": (1, 16, 20, 1), "stack_so2": (3, 40, 50, 0), "stack_nox": (20, 130, 150, 0),
    "ww_ph": (6.5, 8.6, 9, 1), "ww_cod": (15, 85, 90, 0), "ww_nh3n": (0.3, 9, 10, 2), "oh_total_dust": (0.3, 6, 8, 1),
    "oh_noise_lex": (72, 84, 85, 1), "oh_benzene": (0.1, 2, 3, 1), "motor_efficiency": (90, 95, 0, 1),
    "project_energy": (120, 980, 0, 1), "cable_conductor_resistance": (1.7, 4.5, 4.61, 2),
    "cable_insulation_thickness": (0.7, 1.1, 0, 2),
}  # fmt: skip
"""Parameter → least and greatest of an ordinary day, the limit (0: none), decimal places."""
GRADES: Mapping[str, tuple[str, ...]] = {
    "pv_safety_grade": ("1", "2", "3", "5"), "structure_reliability_grade": ("一级", "二级", "三级", "四级"),
}  # fmt: skip
"""Parameter → its grades, the last a fail."""
PLACES = (
    ("440113", "广州番禺"), ("440106", "广州天河"), ("440112", "广州黄埔"), ("440305", "深圳南山"),
    ("440306", "深圳宝安"),
    ("440605", "佛山南海"), ("440606", "佛山顺德"), ("441900", "东莞"), ("442000", "中山"), ("440402", "珠海香洲"),
    ("440703", "江门蓬江"), ("441302", "惠州惠城"), ("440507", "汕头龙湖"), ("440802", "湛江赤坎"),
)  # fmt: skip
TRADES = (
    "金属制品", "线缆", "包装材料", "印染", "食品饮料", "陶瓷", "电镀", "家电配件", "模具", "塑料", "涂料", "注塑机械",
    "灯饰", "五金锁具", "纸业", "汽车零部件", "玻璃", "制药辅料", "木业", "电池材料",
)  # fmt: skip
PURPOSES = (
    "使用登记办理", "定期检验到期核对", "技术改造项目验收", "安全生产许可证延期", "日常监督检查", "节能审查验收",
)  # fmt: skip
REASONS = ("样品编号弄错，作废重出", "仪器期间核查不合格，结果不可靠", "委托方信息有误，收回重出")
