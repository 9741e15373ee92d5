"""The words of a told story, in Chinese and English."""

HEADINGS = {"expected": {"zh": "接下来：", "en": "Still to come:"}}
STATES = {
    "open": ("待派", "open"),
    "dispatched": ("已派单", "dispatched"),
    "in_progress": ("处理中", "in progress"),
    "waiting": ("等待中", "waiting"),
    "resolved": ("已完工", "resolved"),
    "closed": ("已结案", "closed"),
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
FACTS = {
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
    "bill.reversed": ("账单冲红", "bill reversed"),
    "payment.received": ("收款", "payment received"),
    "payment.reversed": ("退回收款", "payment reversed"),
    "message.delivered": ("通知已发", "customer told"),
    "message.failed": ("通知失败", "message failed"),
    "return_visit.completed": ("回访", "return visit"),
    "return_visit.unreachable": ("回访未联系上", "could not be reached"),
}


def word_of(words: dict[str, tuple[str, str]], name: str, language: str) -> str:
    """The word in that language; a name without one is shown as it is."""
    found = words.get(name) or words.get(name.removeprefix("ticket."))
    return found[0 if language == "zh" else 1] if found else name
