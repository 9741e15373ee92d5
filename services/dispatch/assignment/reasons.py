"""The reasons for and against a person in both languages, and the sentence for when nobody fits."""

import re
from collections import Counter
from collections.abc import Iterable

from shared.web.pages.words import translate

WORDS = {
    "serves_site": ("服务于本项目", "Serves this site"),
    "not_at_site": ("不服务于本项目", "Does not serve this site"),
    "trade_fits": ("工种对口：{}", "Trade fits: {}"),
    "trade_general": ("综合维修，可由 {} 处理", "General repair, fits {}"),
    "other_trade": ("工种不符（{}）", "Other trade ({})"),
    "certificate_valid": ("持证有效：{}", "Certificate valid: {}"),
    "certificate_missing": ("缺少证书：{}", "Certificate missing: {}"),
    "certificate_expired": ("证书已过期：{}", "Certificate expired: {}"),
    "on_shift": ("当班", "On shift now"),
    "no_shift_plan": ("无排班，以在岗为准", "No shift plan, on duty counts"),
    "off_shift": ("不在班", "Not on shift now"),
    "on_duty": ("在岗", "On duty"),
    "off_duty": ("已下岗", "Off duty"),
    "load": ("手头同级或更急工单：{}", "Orders in hand as urgent or more: {}"),
    "returned_it": ("曾退回此单", "Gave this order back"),
    "grabbed": ("自行抢单", "Took it on their own"),
    "chosen": ("人工指派：{}", "Chosen by hand: {}"),
}
UNTIL = re.compile(r"(.*?)( \d{4}-\d\d-\d\d)?", re.DOTALL)
NOBODY = ("无合适人员", "Nobody eligible")
NO_STAFF = ("本项目暂无人员", "no staff at this site yet")


def in_words(reason: dict) -> dict:
    """A reason with its words: {"code", "value", "zh", "en"}."""
    zh, en = WORDS[reason["code"]]
    value = str(reason.get("value")).replace("_", " ")
    return {**reason, "zh": zh.format(in_chinese(value)), "en": en.format(value)}


def in_chinese(value: str) -> str:
    """A trade by its name, also before the day its certificate ends; numbers and people's names as they are."""
    name, day = UNTIL.fullmatch(value).groups()
    known = translate(name.capitalize(), "zh", "dispatch")
    return value if known == name.capitalize() else known + (day or "")


def as_said(reasons: Iterable[dict]) -> list[str]:
    """Reasons as events carry them: both languages in one line of at most 200 letters."""
    words = [in_words(reason) for reason in reasons]
    return [f"{word['zh']} / {word['en']}"[:200] for word in words]


def why_nobody(candidates: Iterable) -> str:
    """One sentence that counts what stood against how many, the commonest first (RW-5)."""
    against = Counter(reason["code"] for c in candidates for reason in c.reasons_against)
    if not against:
        return f"{NOBODY[0]}：{NO_STAFF[0]} / {NOBODY[1]}: {NO_STAFF[1]}"
    parts = [(WORDS[code], count) for code, count in against.most_common()]
    zh = "，".join(f"{_bare(words[0])} {count} 人" for words, count in parts)
    en = ", ".join(f"{_bare(words[1])} {count}".lower() for words, count in parts)
    return f"{NOBODY[0]}：{zh} / {NOBODY[1]}: {en}"[:500]


def _bare(words: str) -> str:
    """The words without the place for a value."""
    return words.replace("（{}）", "").replace(" ({})", "").replace("：{}", "").replace(": {}", "")
