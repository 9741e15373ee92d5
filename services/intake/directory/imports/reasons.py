"""Why a row was refused, in the reader's language: programs are told in English, people in theirs."""

import re

from shared.web.pages.words import language

# the English as a pattern, then the Chinese with what the pattern caught
SAID = r"""
There is no such field\.(.*)
  没有这一列。{0}
Missing data for required field\.
  必填。
This field must have a value.*
  不能为空。
Some text is expected, not only spaces\.
  不能为空。
There is no site (.+) that you may change; give it on the sheet sites first\.
  没有您可以修改的项目 {0}，请先在“项目”表中给出。
There is no building (.+) on site (.+); give it on the sheet buildings\.
  项目 {1} 没有楼栋 {0}，请在“楼栋”表中给出。
There is no unit (.+) on site (.+); give it on the sheet units\.
  项目 {1} 没有房间 {0}，请在“房间”表中给出。
Row (\d+) already says this; one row each\.
  与第 {0} 行重复，每项只能有一行。
Only somebody with a role at every site may add a site\.
  只有在所有项目都有职务的人才能新增项目。
A code of letters, digits.*such as (.+)\.
  应为字母、数字和 - . / _ # 组成、不含空格的编码，例如 {0}。
A whole number is expected, such as 12.*
  应为整数，例如 12，地下一层为 -1。
Square metres with at most two places are expected.*
  应为平方米数，最多两位小数，例如 89.50。
At most the built area of (.+) is expected\.
  不能超过建筑面积 {0}。
A day such as (.+) is expected\.
  应为日期，例如 {0}。
yes or no is expected.*
  应为“是”或“否”。
One of these is expected: (.+)\.
  应为以下之一：{0}。
Some of these are expected: (.+)\.
  应为以下各项：{0}。
An e-mail address such as (.+) is expected\.
  应为电子邮箱地址，例如 {0}。
The end is before the beginning\.
  结束早于开始。
At most (\d+) texts are expected\.
  最多 {0} 项。
Longer than maximum length (\d+)\.
  最多 {0} 个字。
(.+): .*phone number.*
  {0} 不是有效的电话号码。
"""
LINES = SAID.strip().splitlines()
KNOWN = [(re.compile(pattern), words.strip()) for pattern, words in zip(LINES[::2], LINES[1::2], strict=True)]


def in_words(said: str) -> str:
    """What nobody put into Chinese yet stays as it is: better than nothing."""
    if language() == "en":
        return said
    for pattern, words in KNOWN:
        if found := pattern.fullmatch(said):
            return words.format(*(part or "" for part in found.groups()))
    return said
