"""The words of a told story, in Chinese and English."""

HEADINGS = {"expected": {"zh": "接下来：", "en": "Still to come:"}}
STATES = {
    "open": ("待派", "open"),
    "dispatched": ("已派单", "dispatched"),
    "in_progress": ("处理中", "in progress"),
    "waiting": ("等待中", "waiting"),
    "resolved": ("已完工", "resolved"),
    "closed": ("已关闭", "closed"),
    "cancelled": ("已取消", "cancelled"),
    "declined": ("已婉拒", "declined"),
    "merged": ("已合并", "merged"),
}
EXPECTED = {
    "classification": ("待分类", "to be classified"),
    "completion": ("完工", "completion"),
    "answer": ("答复", "answer"),
    "inspection": ("现场验收", "inspection"),
    "return_visit": ("回访", "return visit"),
}
EVENTS = {
    "opened": ("受理", "taken down"),
    "classified": ("分类", "classified"),
    "amended": ("更正", "amended"),
    "taken": ("接手", "taken over"),
    "resolved": ("完工待回访", "resolved"),
    "closed": ("结案", "closed"),
    "reopened": ("重新打开", "reopened"),
    "work_order.created": ("生成工单", "work order made"),
    "work_order.assigned": ("派单", "assigned"),
    "work_order.accepted": ("接单", "accepted"),
    "work_order.arrived": ("到场", "arrived"),
    "work_order.suspended": ("挂起", "suspended"),
    "work_order.completed": ("完工", "completed"),
    "work_order.verified": ("现场验收", "inspected"),
    "work_order.reworked": ("返工", "to be redone"),
    "work_order.cancelled": ("工单取消", "order cancelled"),
    "order.escalated": ("上报主管", "escalated"),
    "bill.issued": ("出账单", "bill issued"),
    "bill.paid": ("账单付清", "bill paid"),
    "bill.reversed": ("账单冲销", "bill reversed"),
    "payment.received": ("收款", "payment received"),
    "payment.reversed": ("收款冲销", "payment reversed"),
    "message.delivered": ("通知已发", "customer told"),
    "message.failed": ("通知失败", "message failed"),
    "return_visit.completed": ("回访", "return visit"),
    "return_visit.unreachable": ("回访未联系上", "could not be reached"),
}


FACTS = {
    "number": ("…", "…"),
    "trade": ("工种 …", "trade …"),
    "technician": ("派给 …", "given to …"),
    "reasons": ("因为：…", "because: …"),
    "lines": ("…", "…"),
    "amount": ("… 元", "… yuan"),
    "agreed_by": ("… 同意", "agreed by …"),
    "receipt_number": ("收据 …", "receipt …"),
    "method": ("…", "by …"),
    "channel": ("…", "by …"),
    "to": ("发往 …", "to …"),
    "outcome": ("…", "…"),
    "score": ("评分 …", "score …"),
    "by": ("…", "…"),
    "reason": ("原因：…", "reason: …"),
    "note": ("“…”", "“…”"),
    "external_id": ("平台单号 …", "platform id …"),
}
SERVICES = {
    "intake": ("受理", "intake"),
    "dispatch": ("派工", "dispatch"),
    "billing": ("收费", "billing"),
    "notify": ("回访通知", "notify"),
}
VALUES = {
    "cash": ("现金", "cash"),
    "wallet": ("电子钱包", "wallet"),
    "transfer": ("转账", "transfer"),
    "card": ("刷卡", "card"),
    "sms": ("短信", "text message"),
    "email": ("邮件", "e-mail"),
    "in_app": ("应用内", "in the app"),
    "phone": ("电话", "telephone"),
    "web": ("网页", "web"),
    "message": ("消息", "message"),
    "visit": ("上门", "at the desk"),
    "call_centre": ("呼叫中心", "call centre"),
    "satisfied": ("满意", "satisfied"),
    "dissatisfied": ("不满意", "not satisfied"),
    "still_broken": ("仍未修好", "still broken"),
    "new_request": ("新需求", "a new request"),
    "refused": ("拒绝回访", "would not say"),
    "return_visit": ("凭回访", "by return visit"),
    "inspection": ("凭现场验收", "by inspection"),
    "waiver": ("凭豁免", "by waiver"),
    "plumber": ("水工", "plumber"),
    "electrician": ("电工", "electrician"),
    "hvac": ("空调暖通", "heating and cooling"),
    "carpenter": ("木工", "carpenter"),
    "mason": ("泥瓦工", "mason"),
    "lift": ("电梯工", "lift engineer"),
    "low_voltage": ("弱电工", "low voltage"),
    "customer_service": ("客服", "customer service"),
}


def word_of(words: dict[str, tuple[str, str]], name: str, language: str) -> str:
    """The word in that language; a name without one is shown as it is."""
    found = words.get(name) or words.get(name.removeprefix("ticket."))
    return found[0 if language == "zh" else 1] if found else name
