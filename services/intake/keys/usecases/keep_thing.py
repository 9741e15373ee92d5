"""Papers, money, goods or keys are left at the desk and given back, each time with a receipt (RF-7)."""

from uuid import UUID

from services.intake.chronicle.usecases import record_for_unit
from services.intake.directory.queries import find_site, find_unit_by_id
from services.intake.keys.models import KEEPERS, ItemClass, ItemKind
from services.intake.keys.queries import item_by_id
from services.intake.keys.things import EntrustedThing, ThingKind
from shared.errors import BadInput
from shared.ids import new_id

from .keep_item import give_out, register_item


def take_thing(work, site_id: UUID, *, unit_id: UUID | None = None, key_number: str | None = None, **facts):
    """Money says how much. A key that is to be lent hangs in the cabinet under its own number."""
    work.principal.require(site_id, *KEEPERS)
    site = find_site(work.session, site_id)
    _check_kind(facts, key_number)
    unit = find_unit_by_id(work.session, unit_id) if unit_id else None
    if unit is not None and unit.site_id != site_id:
        raise BadInput("The unit is at another site.", errors={"unit_id": ["A unit of this site is expected."]})
    item = None
    if key_number:
        named = {"name": facts["description"][:200], "kind": ItemKind.KEY, "category": ItemClass.ENTRUSTED}
        item = register_item(work, site_id, number=key_number, unit_id=unit_id, **named)
    thing = EntrustedThing(
        id=new_id(),
        operator_id=site.operator_id,
        site_id=site_id,
        number=work.number("ER", site_id, zone=site.timezone),
        unit_id=unit.id if unit else None,
        unit_code=unit.code if unit else None,
        item_id=item.id if item else None,
        taken_at=work.now,
        taken_by_name=work.principal.name[:100],
        **facts,
    )
    work.session.add(thing)
    work.session.flush()
    _audit(work, thing, "entrusted.taken")
    return thing


def _check_kind(facts: dict, key_number: str | None) -> None:
    kind, amount = facts["kind"], facts.get("amount")
    if kind is ThingKind.MONEY and not amount:
        raise BadInput("Money is receipted with its amount.", errors={"amount": ["How much it is."]})
    if kind is not ThingKind.MONEY and amount is not None:
        raise BadInput("Only money has an amount.", errors={"amount": ["Left out unless it is money."]})
    if key_number and kind is not ThingKind.KEYS:
        raise BadInput("Only keys hang in the cabinet.", errors={"key_number": ["Left out unless it is a key."]})


def give_back(work, thing: EntrustedThing, **facts) -> EntrustedThing:
    """To whoever left it, or who may take it for them: said is by what the desk knew them."""
    return _end(work, thing, "give-back", "entrusted.given_back", facts)


def pass_on(work, thing: EntrustedThing, **facts) -> EntrustedThing:
    """To whom it was left for."""
    return _end(work, thing, "pass-on", "entrusted.passed_on", facts)


def _end(work, thing: EntrustedThing, action: str, act: str, facts: dict) -> EntrustedThing:
    thing.move(action, work.principal, **facts)
    zone = find_site(work.session, thing.site_id).timezone
    if thing.item_id is not None:  # a key of it that is lent stands in the way, and is named
        give_out(work, item_by_id(work.session, thing.item_id, locked=True), facts["receiver_name"])
    thing.receiver_name, thing.receiver_proof = facts["receiver_name"], facts["receiver_proof"]
    thing.note = facts.get("note") or thing.note
    thing.out_number = work.number("EB", thing.site_id, zone=zone)
    thing.closed_at, thing.closed_by_name = work.now, work.principal.name[:100]
    work.session.flush()
    _audit(work, thing, act)
    return thing


def _audit(work, thing: EntrustedThing, act: str) -> None:
    facts = {"number": thing.number, "kind": thing.kind, "amount": str(thing.amount) if thing.amount else None}
    work.audit(act, about=thing, after=facts)
    if thing.unit_id is not None:
        record_for_unit(work, thing.site_id, thing.unit_id, act, number=thing.out_number or thing.number)
