"""The few words that places, people and categories are described with, and how they are written in Chinese sheets."""

KINDS = {
    "repair_unit": "室内报修 户内维修 入户维修 repair",
    "repair_public": "公共报修 公共维修 公区维修",
    "complaint": "投诉",
    "enquiry": "咨询",
    "suggestion": "建议",
    "praise": "表扬",
    "entrusted": "委托 委托代办 委托服务",
    "emergency": "紧急 紧急事件 突发",
}
PRIORITIES = {"normal": "普通 一般", "urgent": "加急 紧急", "emergency": "特急 应急"}
FOLLOW_UPS = {"other": "其他", "leak": "漏水 渗漏", "safety": "安全"}
USES = {
    "residential": "住宅 flat apartment",
    "shop": "商铺 店铺",
    "office": "办公 写字楼",
    "garage": "车库 车位 parking",
    "storage": "储藏室 仓库",
    "public": "公共 公建",
    "other": "其他",
}
PERSON_ROLES = {
    "owner": "业主 产权人",
    "tenant": "租户 租客 承租人",
    "occupant": "住户 同住人 家属",
    "contact": "联系人 紧急联系人",
}
LANGUAGES = {"zh": "中文 zh-cn zh_cn zh-hans chinese", "en": "英文 英语 en-us en-gb english"}
CHANNELS = ("sms", "email", "in_app", "phone", "letter", "visit", "board")
