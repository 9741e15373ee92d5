"""Both sides sign; until nothing is open, nobody can (RD-7). The second signature makes the next shift (RD-8)."""

from services.intake.directory.queries import find_site
from services.intake.duty.gate import KEEPERS, Handover
from services.intake.duty.models import EntryKind, ShiftState
from services.intake.duty.plan import Planned
from services.intake.duty.queries import on_duty
from services.intake.duty.site_rules import rules_of
from services.intake.duty.unfinished import unfinished
from shared.contracts.intake_duty import HandoverSigned
from shared.errors import Conflict, NotAllowed

from .begin_shift import take_shift
from .write_entry import enter


def sign_outgoing(work, handover: Handover) -> Handover:
    """By whoever is signed in."""
    handover.move("sign-outgoing", work.principal)
    _refuse_what_is_open(work, handover)
    handover.outgoing, handover.outgoing_name = work.principal.subject, work.principal.name
    handover.outgoing_at = work.now
    work.audit("handover.signed_outgoing", about=handover, after={"number": handover.number})
    return handover


def sign_incoming(work, handover: Handover, who) -> Handover:
    """`who` just proved by password who they are; from now on everything that is open is theirs."""
    who.require(handover.site_id, *KEEPERS)
    if who.subject == handover.outgoing:
        raise NotAllowed("Nobody takes over from themselves: the incoming side signs with its own name.")
    handover.move("sign-incoming", work.principal)
    shift = on_duty(work.session, handover.site_id, locked=True)
    if shift is None or shift.id != handover.shift_id:
        raise Conflict("This shift is not on duty any more.", allowed=["withdraw"])
    _refuse_what_is_open(work, handover)
    handover.incoming, handover.incoming_name, handover.incoming_at = who.subject, who.name, work.now
    shift.state, shift.handed_over_at = ShiftState.HANDED_OVER, work.now
    work.session.flush()
    site = find_site(work.session, handover.site_id)
    planned = Planned(handover.to_code, handover.to_name, handover.to_day, handover.to_starts_at, handover.to_ends_at)
    taken = take_shift(work, site, planned, who)
    work.audit("handover.signed_incoming", about=handover, who=who, after={"number": handover.number})
    _tell(work, site, handover, taken)
    return handover


def _refuse_what_is_open(work, handover: Handover) -> None:
    """Everything that is in the way, named at once."""
    rules = rules_of(find_site(work.session, handover.site_id))
    listed = {item.key for item in handover.items if not item.settled}
    open_now = {one.key: one for one in unfinished(work.session, handover.site_id, rules, work.now)}
    named = {
        "unacknowledged": [item.number for item in handover.waiting if item.key in open_now],
        "counts": [line.code for line in handover.unexplained],
        "came_after": [one.number for key, one in open_now.items() if key not in listed],
    }
    said = [f"{WORDS[what]}: {', '.join(which)}" for what, which in named.items() if which]
    if said:
        allowed = ["refresh"] if named["came_after"] else []
        raise Conflict(f"The handover cannot be signed yet. {'; '.join(said)}.", **named, allowed=allowed)


WORDS = {
    "unacknowledged": "Not acknowledged",
    "counts": "Not counted by both, or different without an explanation",
    "came_after": "Came after the list was drawn",
}


def _tell(work, site, handover: Handover, taken) -> None:
    differing = [line.code for line in handover.counts if line.differs]
    live = [item for item in handover.items if not item.settled]
    text = f"{handover.number} 交接班 · handover: {handover.outgoing_name} → {handover.incoming_name}, {len(live)}"
    enter(work, site, EntryKind.HANDOVER, text)
    work.session.flush()
    work.announce(
        HandoverSigned,
        about=handover.id,
        site_id=site.id,
        handover_id=handover.id,
        number=handover.number,
        from_shift=handover.from_name,
        to_shift=handover.to_name,
        shift_id=taken.id,
        outgoing=handover.outgoing_name,
        incoming=handover.incoming_name,
        items=len(live),
        differing=differing,
        at=work.now,
    )
