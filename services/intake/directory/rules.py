"""How people write a unit, brought to one form: 3栋2单元1201室 and "Bldg 3 Unit 2 Rm 1201" are one door (RD-13)."""

import re
import unicodedata

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMERAL = re.compile(r"([零〇一二两三四五六七八九十]{1,4})(?=号楼|栋|幢|座|单元|室|房|号|层)")
MARKS = re.compile(r"号楼|大厦|栋|幢|座|楼|单元|室|房间|房|号|层|#")
WORDS = re.compile(
    r"(?<![a-z])(?:building|bldg|block|blk|tower|unit|room|rm|apartment|apt|flat|suite|ste|no)(?![a-z])\.?"
)
HAN_NEXT_TO_DIGIT = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9])(?=[\u4e00-\u9fff])")
BETWEEN = re.compile(r"[\W_]+")
CODE, WRITTEN, LOOSE = 0, 1, 2


def numeral(text: str) -> str:
    """A Chinese numeral below one hundred in digits: 十二 becomes 12; digit by digit otherwise: 一二〇一 becomes 1201.

    What is no numeral, such as 二三十, stays as it is: nothing is guessed.
    """
    if "十" not in text:
        return "".join(str(DIGITS[sign]) for sign in text)
    tens, _, ones = text.partition("十")
    if (tens and tens not in DIGITS) or (ones and ones not in DIGITS):
        return text
    return str((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))


def unit_key(text: str) -> str:
    """The one form of however a unit was written; empty when nothing of it is left."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = NUMERAL.sub(lambda found: numeral(found[1]), text)
    text = HAN_NEXT_TO_DIGIT.sub("-", WORDS.sub("-", MARKS.sub("-", text)))
    return BETWEEN.sub("-", text).strip("-")[:200]


def loose_key(key: str) -> str:
    """The same without leading zeros: 03-2-0301 becomes 3-2-301. Only asked when the exact form names nothing."""
    return "-".join(part.lstrip("0") or "0" for part in key.split("-"))


def keys_of_unit(code: str, written: list[str], building_code: str, building_names: list[str]) -> dict[str, int]:
    """Every form a unit may be found by, with its rank: its own code before its other names, these before loose forms.

    `written` are label and aliases. A unit of building 3 named 听雨阁 is also found as 听雨阁-2-1201.
    """
    rest = code.removeprefix(f"{building_code}-")
    others = [*written, *(f"{name}-{rest}" for name in (building_code, *building_names))]
    keys = {unit_key(code): CODE}
    for text in others:
        keys.setdefault(unit_key(text), WRITTEN)
    for key in list(keys):
        keys.setdefault(loose_key(key), LOOSE)
    keys.pop("", None)
    return keys
