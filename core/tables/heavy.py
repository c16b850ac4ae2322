"""The one place where the spreadsheet libraries are imported: on first use, so that start-up does not pay for them."""

from types import ModuleType


def calamine() -> ModuleType:
    """python-calamine, which reads XLSX and XLS."""
    import python_calamine  # noqa: PLC0415 # heavy: loaded when the first workbook is read

    return python_calamine


def xlsxwriter() -> ModuleType:
    """XlsxWriter, which streams XLSX."""
    import xlsxwriter as library  # noqa: PLC0415 # heavy: loaded when the first workbook is written

    return library
