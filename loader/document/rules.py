"""The shape of the document, as data: its parts, its headings and the kinds of line in each part.

Headings are compared in Simplified Chinese, so that a document saved in either script is the same document.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of the document: its name in `source_lines.section` and the heading that opens it.

    `columns` is the line of column names that follows the heading, where the part is a table.
    """

    section: str
    heading: re.Pattern[str]
    columns: re.Pattern[str] | None = None


PARTS = (
    Part("introduction", re.compile(r"^HTTP状态码大全$")),
    Part("common codes", re.compile(r"下面是常见的HTTP状态码[:\uff1a]$")),
    Part("classes", re.compile(r"^HTTP状态码的分类$"), re.compile(r"^分类\s+分类描述$")),
    Part(
        "table 1",
        re.compile(r"^HTTP状态码表[(\uff08]版本1[)\uff09]"),
        re.compile(r"^状态码\s+状态码英文名称\s+中文描述$"),
    ),
    Part("table 2", re.compile(r"^HTTP状态码列表[(\uff08]版本2[)\uff09]"), re.compile(r"^状态码\s+含义$")),
)

# A row begins with three ASCII digits and white space. "410响应的目的…" and "2、請求參數有誤。" do not.
CODE_ROW = re.compile(r"^(?P<code>[0-9]{3})\s+(?P<text>\S.*)$")
# In table 1 the English name reaches to the first character that is not ASCII.
# The name ends in no space, so that a long run of spaces is walked through once.
NAMED_TEXT = re.compile(r"^(?P<name>[A-Za-z](?:[ -~]*[!-~])?)\s+(?P<text>[^ -~\s].*)$")
COMMON_CODE = re.compile(r"^\s*•\s*(?P<code>[0-9]{3}) - (?P<text>\S.*)$")
CLASS_ROW = re.compile(r"^(?P<class>[1-5])\*\* (?P<text>\S.*)$")
CLASS_HEADING = re.compile(r"^(?P<class>[1-5])开头的状态码$")
# A row that lost its line break: a code and an English name right after other text, and a gap after the name.
GLUED_ROW = re.compile(
    r"(?<=[^\s0-9])(?P<code>[1-9][0-9]{2}) (?P<name>[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*)*) {2}\s*(?=[^ -~\s])"
)
# A line that a reader may take for a row, though CODE_ROW does not: other digits, other lengths, no text after them.
ROW_LOOKALIKE = re.compile(r"^\s*[\d_\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]+[.:,\uff0e\uff1a\uff0c]?(?:\s|$)")
