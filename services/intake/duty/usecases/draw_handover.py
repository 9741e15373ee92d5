"""The outgoing side draws up the handover: everything unfinished is listed by the house, nothing by hand (RD-7)."""

from uuid import UUID

from services.intake.directory.queries import find_site
from services.intake.duty.figures import resting_of
from services.intake.duty.gate import KEEPERS, Handover, HandoverCount, HandoverItem
from services.intake.duty.plan import to_be_taken
from services.intake.duty.queries import on_duty, under_way
from services.intake.duty.site_rules import rules_of
from services.intake.duty.unfinished import Unfinished, unfinished
from services.intake.keys.queries import entrusted_counts
from shared.errors import Conflict
from shared.ids import new_id


def draw_handover(work, site_id: UUID, note: str | None = None) -> Handover:
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    shift = on_duty(work.session, site_id, locked=True)
    if shift is None:
        raise Conflict("Nobody is on duty: begin the shift first.", allowed=["begin"])
    there = under_way(work.session, shift)
    if there is not None:
        raise Conflict("A handover of this shift is under way.", handover_id=str(there.id), number=there.number)
    rules = rules_of(site)
    following = to_be_taken(site, shift, work.now, rules)
    handover = Handover(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=work.number("H", site_id, zone=site.timezone),
        shift_id=shift.id,
        from_name=shift.name,
        to_code=following.code,
        to_name=following.name,
        to_day=following.day,
        to_starts_at=following.starts_at,
        to_ends_at=following.ends_at,
        drawn_at=work.now,
        note=note,
        items=[],
        counts=[],
    )
    _list_counts(work, site, handover, rules)
    _list_items(work, handover, rules)
    work.session.add(handover)
    work.session.flush()
    return handover


def count_of(site, place: int, row: dict) -> HandoverCount:
    facts = {"operator_id": site.operator_id, "site_id": site.id, "position": place}
    return HandoverCount(id=new_id(), code=row["code"], name=row["name"], expected=row["count"], **facts)


def refresh_handover(work, handover: Handover) -> Handover:
    """What came since is added, what was finished meanwhile is struck out; whoever had signed signs again."""
    handover.move("refresh", work.principal)
    handover.outgoing = handover.outgoing_name = handover.outgoing_at = None
    site = find_site(work.session, handover.site_id)
    rules = rules_of(site)
    _list_counts(work, site, handover, rules)
    _list_items(work, handover, rules)
    handover.drawn_at = work.now
    work.session.flush()
    return handover


def _list_counts(work, site, handover: Handover, rules) -> None:
    """What there should be now: of keys and of what customers left the registers say it (RF-4, RF-7)."""
    known = {line.code: line for line in handover.counts}
    for row in entrusted_counts(work.session, site.id, rules["entrusted"]):
        if row["code"] in known:
            known[row["code"]].expected = row["count"]
        else:
            handover.counts.append(count_of(site, len(handover.counts), row))


def withdraw_handover(work, handover: Handover, reason: str) -> Handover:
    handover.move("withdraw", work.principal, reason=reason)
    work.audit("handover.withdrawn", about=handover, because=reason)
    return handover


def _list_items(work, handover: Handover, rules) -> None:
    open_now = {one.key: one for one in unfinished(work.session, handover.site_id, rules, work.now)}
    for item in handover.items:
        found = open_now.pop(item.key, None)
        item.settled = found is None
        if found is not None:
            item.state, item.large, item.due_at = found.state, found.large, found.due_at
    first = len(handover.items)
    handover.items += [_item(handover, first + place, one) for place, one in enumerate(open_now.values())]
    listed = "resolved" in rules["unfinished_states"]
    handover.resting = 0 if listed else resting_of(work.session, handover.site_id, work.now)


def _item(handover: Handover, place: int, one: Unfinished) -> HandoverItem:
    same = ("kind", "subject_id", "number", "words", "place", "state", "priority", "due_at", "large")
    facts = {name: getattr(one, name) for name in same}
    scope = {"operator_id": handover.operator_id, "site_id": handover.site_id}
    return HandoverItem(id=new_id(), position=place, settled=False, **scope, **facts)
