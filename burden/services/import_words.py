"""What is said of a sent list's rows and cells; (what, remedy) pairs with `{names}` to fill."""

from core.values.text import Text

CHECK = Text(
    "核对一下；不对就改好再传，或存成草稿以后逐条改", "Check it; if wrong, mend and resend, or edit it in the draft"
)

NO_HEAD = (
    Text(
        "没有找到表头：前 30 行里没有一行同时有“收费项目”和别的列名",
        "No head row: none of the first 30 rows names a charge column and another",
    ),
    Text(
        "补上列名（收费单位、收费项目、收费标准、政策依据……）再传，或在下面指明表头是第几行",
        "Add the column names and send it again, or say below which row is the head",
    ),
)
ABOVE_HEAD = (Text("表头以上没有收成条目：{words}", "Above the head, not taken as entries: {words}"), CHECK)
HEAD_AGAIN = (Text("重复的表头，已略过", "The head again; passed over"), CHECK)
FOOTNOTE = (
    Text("不是收费项目，没有收进来：{words}", "Not a charge, not taken: {words}"),
    Text("要紧的话，写进条目的“备注”", "If it matters, put it into a remark"),
)
SECTION = (
    Text(
        "当作小标题：“{words}”；下面没写部门的行归到它名下",
        "Taken as a heading: “{words}”; rows below without a department belong to it",
    ),
    CHECK,
)
NO_NAME = (
    Text("这一行没有收费项目的名称，没有收进来", "The row names no charge and was not taken"),
    Text("补上收费项目；不是条目的话不用管", "Fill in the charge; ignore this if it is no entry"),
)
TOO_LONG = (
    Text(
        "太长（{n} 字，最多 {most} 字），这一行没有收进来",
        "Too long ({n} characters, at most {most}); the row was not taken",
    ),
    Text("缩短这一格，多出的写进备注", "Shorten it; move the rest to the remark"),
)
SERIAL_A_DAY = (
    Text("序号成了日期（{day}），按“{meant}”收", "The number became a date ({day}); taken as “{meant}”"),
    Text("表格软件把“1-1”改成了日期；不对就改", "A spreadsheet turned “1-1” into a date; correct it if wrong"),
)
DOUBLE = (
    Text("和第 {row} 行一样", "The same as row {row}"),
    Text("重复的话，删去一行", "If it is a double, delete one"),
)
FILLED = (
    Text("有 {n} 格空着，按上一行补了：第 {rows} 行", "{n} blank cells were filled from the row above: rows {rows}"),
    CHECK,
)
UNKNOWN_COLUMN = (
    Text(
        "这一列不认识，没有收（{n} 格有内容）",
        "The column is unknown and was not taken ({n} cells hold something)",
    ),
    Text(
        "在“各列是什么”里选它是哪一项；不要的话不用管",
        "Choose what it is under “columns”; ignore this if it is not needed",
    ),
)
NO_COLUMN = (
    Text("没有“{name}”这一列，各行都空着", "There is no column “{name}”; it stays blank in every row"),
    Text("补上这一列再传，或在“各列是什么”里选出来", "Add the column and send again, or choose it under “columns”"),
)
