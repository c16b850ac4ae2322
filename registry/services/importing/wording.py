"""What is said of rows and cells that cannot be taken, each with its remedy."""

from core.values.text import Text

Pair = tuple[Text, Text]

NO_HEAD = (
    Text("前 30 行里没有找到表头", "No head was found in the first 30 rows"),
    Text("写上表头的行号，或给各列写上列名", "Give the row of the head, or name the columns"),
)
NO_PARAMETERS = (
    Text(
        "没有认出哪一列是检测项目，也没有认出哪一列是某个项目的结果",
        "No column of parameters, or of one parameter's values",
    ),
    Text("在“各列是什么”里选一下", "Choose it under “Columns”"),
)
NO_NUMBER = (
    Text("没有报告编号", "There is no report number"),
    Text("写上编号；合并的格只算合并到的那几行", "Write it; a merged cell counts for the rows it spans"),
)
NO_PARAMETER = (Text("没有检测项目", "No parameter is named"), Text("写上检测项目", "Name the parameter"))
UNKNOWN_PARAMETER = (
    Text("不认识的检测项目“{shown}”", "“{shown}” is no parameter on record"),
    Text("在“检测项目叫什么”里选一次，以后都认识", "Choose it once under “Names of parameters”; it is kept"),
)
NO_SUBJECT = (
    Text("没有写检测对象", "No subject is named"),
    Text(
        "写上对象的名称或编号；只靠上下行的位置不算",
        "Name it or give its code; standing below another row is not enough",
    ),
)
NO_CLIENT = (
    Text("没有委托单位，说不清是谁的“{shown}”", "Without a client nobody knows whose “{shown}” it is"),
    Text("写上委托单位的信用代码或名称，或对象的编号", "Give the client's credit code or name, or the subject's code"),
)
NO_KIND = (
    Text(
        "这几项不是在同一种对象上测的，说不清“{shown}”是什么",
        "These are not tested on one kind of thing; what is “{shown}”?",
    ),
    Text("加一列“对象种类”，或核对检测项目", "Add a column 对象种类, or check the parameters"),
)
STRANGE_KIND = (
    Text("没有“{shown}”这种对象", "There is no kind of subject “{shown}”"),
    Text("写：锅炉、电梯、排气口、建筑物……", "Write 锅炉, 电梯, 排气口, 建筑物 …"),
)
NO_TEST_DAY = (
    Text("没有检测日期", "There is no test day"),
    Text("写上检测那一天；采样日不能代替", "Give the day of the test; the day of sampling will not do"),
)
NO_DAY_OF_ISSUE = (Text("没有签发日期", "There is no day of issue"), Text("写上签发日期", "Give the day of issue"))
STROKE_BUT_JUDGED = (
    Text("没有结果（{shown}），却有判定", "There is no value ({shown}), yet a conclusion"),
    Text("补上结果；没测就把判定也空着", "Give the value; if it was not tested leave the conclusion blank"),
)
NOT_TESTED = (
    Text("没有结果，这一项没有收", "No value: this finding is left out"),
    Text("测过就补上结果", "If it was tested, give the value"),
)
UNIT_IN_REMARK = (
    Text("备注说单位是 {shown}，和列名的 {unit} 不一样", "The remark says the unit is {shown}, the heading {unit}"),
    Text("换算成列名的单位再传", "Convert the values to the heading's unit and resend"),
)
NOT_OURS = (
    Text("这是“{shown}”的报告，只能登记本机构的", "This is a report of “{shown}”; a laboratory enters its own alone"),
    Text("删去这一份；由出具机构自己登记", "Take it out; its own laboratory enters it"),
)
DIFFERS = (
    Text("同一份报告里“{name}”前后不一样：{first}、{shown}", "“{name}” differs within one report: {first}, {shown}"),
    Text("核对是不是编号写错了", "Check whether the number is wrong"),
)
NAME_DIFFERS = (
    Text("同一信用代码写了两个名称，按第一个收", "Two names under one credit code; the first is taken"),
    Text("核对委托单位", "Check the client"),
)
SAMPLING_UNKNOWN = (
    Text("“{shown}”说不清是抽样还是送样，没有收", "“{shown}” is neither 抽样 nor 送样; left out"),
    Text("只写“抽样”或“送样”", "Write 抽样 or 送样"),
)
ROW_WITHOUT_PLACE = (
    Text("这一行的引号不成对，可能读错", "Quotes do not pair in this row; it may be misread"),
    Text("核对这一行，改好再传", "Check the row and resend"),
)
FOOTNOTE = (
    Text("不是结果，没有收：{shown}", "No finding, left out: {shown}"),
    Text("不用改；是结果就补上编号", "Nothing to do; if it is a finding, give its number"),
)
HEAD_AGAIN = (
    Text("又一次表头，跳过", "The head once more, skipped"),
    Text("不用改", "Nothing to do"),
)
ABOVE_HEAD = (
    Text("表头上面的字没有当结果：{shown}", "What stands above the head is no finding: {shown}"),
    Text("不用改", "Nothing to do"),
)
UNTAKEN = (
    Text("这一列没有收，例如“{shown}”", "This column is not taken, such as “{shown}”"),
    Text("要收就在“各列是什么”里选", "Choose what it is under “Columns” if it matters"),
)
GUESSED_KIND = (
    Text("“{shown}”当作{kind}", "“{shown}” is taken to be: {kind}"),
    Text("不对就选“对象种类”，或在文件里加这一列", "If not, choose the kind of subject or add that column"),
)
SPLIT = (
    Text(
        "{number} 测了 {n} 个对象或有几个有效期，分成 {n} 份登记",
        "{number} speaks of {n} subjects or terms: recorded in {n} parts",
    ),
    Text("不用改；编号后面写着对象", "Nothing to do; each part's number names its subject"),
)
NOTHING_IN_IT = (
    Text("这份报告没有一项能收的结果", "Not one finding of this report could be taken"),
    Text("补上结果再传", "Give its results and resend"),
)
NO_METHOD = (
    Text("有 {n} 项没有写检测方法：收下，但不能用来免测", "{n} findings name no method: taken, but spare no test"),
    Text("加一列“检测方法”，写标准编号和年号", "Add a column 检测方法 with the standard's number and year"),
)
OUTSIDE = Text("补登记资质，或核对方法和检测日", "Have the licence entered, or check method and test day")
CONFLICT = Text(
    "改了内容就用新编号登记，并在“更正哪一份”写原编号", "For changed content use a new number and name the old one"
)
MEND = Text("照原件改好再传", "Correct it by the original and resend")
