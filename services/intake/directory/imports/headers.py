"""The names sheets and columns may have, in English and in Chinese; all mean the same fields."""

import unicodedata

SHEET_NAMES = {
    "sites": "site 项目 小区 管理处",
    "departments": "department 部门",
    "buildings": "building 楼栋 楼宇",
    "units": "unit 房间 房屋 单元 房产",
    "households": "household people persons residents 住户 业主 人员 家庭 客户",
    "categories": "category 分类 类别 事项分类",
}
COLUMNS = {
    "code": "编码 代码 编号 房号 unit_code building_code site_code",
    "name_zh": "name 名称 中文名 中文名称 chinese_name",
    "name_en": "英文名 英文名称 english_name",
    "timezone": "time_zone 时区",
    "currency": "币种 货币",
    "settings": "设置 配置",
    "site": "项目 小区 项目编码 site_code",
    "building": "楼栋 楼栋编码 building_code",
    "unit": "房号 房间 单元 unit_code 房间编码",
    "aliases": "alias 别名 又名 曾用名",
    "label": "name 名称 房间名称 显示名 地址",
    "floor": "楼层 层",
    "use": "用途 房屋用途",
    "built_area": "建筑面积 area",
    "usable_area": "套内面积 使用面积",
    "active": "启用 有效",
    "name": "姓名 名字 full_name",
    "role": "身份 角色 类型",
    "from": "from_day 起始 入住日期 开始日期 since",
    "to": "to_day 结束 截止日期 结束日期 until",
    "phones": "phone 电话 手机 联系电话 手机号 mobile tel",
    "email": "e_mail mail 邮箱 电子邮箱",
    "language": "语言",
    "channels": "channel 通知方式 渠道",
    "opted_out": "opt_out 拒收 免打扰",
    "place": "部位 区域 位置",
    "object": "对象 设施 设备",
    "problem": "问题 故障",
    "kind": "类型 受理类型 default_kind",
    "trade": "工种 专业",
    "follow_up": "回访类别 回访",
    "priority": "优先级 紧急程度",
    "valid_from": "生效日期 生效",
    "valid_to": "失效日期 失效",
}


# columns of our own that a sheet of refused rows has beside the person's: with them it can be handed in again
ROW, REASON = {"zh": "原行号", "en": "row in the file"}, {"zh": "不能导入的原因", "en": "what is wrong"}


def plain_header(text) -> str:
    folded = unicodedata.normalize("NFKC", str(text)).strip().casefold().rstrip("*").strip()
    return folded.replace(" ", "_").replace("-", "_")


def field_of(header, sheet_fields: set[str]) -> str:
    """The field a column means on a sheet with these fields; an unknown header stays and is refused by name."""
    said = plain_header(header)
    if said in sheet_fields:
        return said
    for field, others in COLUMNS.items():
        if field in sheet_fields and said in others.split():
            return field
    return said


def head_of(field: str, language: str) -> str:
    """A column's name for people; whatever this says is read again as the same field."""
    known = COLUMNS.get(field, "").split()
    if language == "zh":
        return next((name for name in known if not name.isascii()), field)
    return {"name_zh": "Chinese name", "name_en": "English name"}.get(field, field.replace("_", " "))


def sheet_of(title) -> str | None:
    """The sheet a tab or key means, or None."""
    said = plain_header(title)
    for sheet, others in SHEET_NAMES.items():
        if said == sheet or said in others.split():
            return sheet
    return None


OF_THE_REPORT = {plain_header(words) for columns in (ROW, REASON) for words in columns.values()}
