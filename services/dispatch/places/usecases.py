"""Keeping the copies of places: the newest version stands, an older one that comes late changes nothing."""

from shared.storage.statements import insert_into

from .models import Household, Site, Unit


def copy_sites(work, told: list) -> None:
    names = ("code", "name", "timezone", "settings")
    rows = [{"id": d["site_id"], "site_id": d["site_id"], **_copied(d, names)} for _site, d in told]
    _keep_newest(work, Site, rows)


def copy_units(work, told: list) -> None:
    names = ("code", "label", "building_id", "building_name", "floor", "use", "active")
    _keep_newest(work, Unit, [{"id": d["unit_id"], "site_id": site, **_copied(d, names)} for site, d in told])


def copy_households(work, told: list) -> None:
    rows = [
        {
            "id": d["household_id"],
            "site_id": site,
            "source_version": d["version"],
            "unit_id": d["unit_id"],
            "people": [{**person, "person_id": str(person["person_id"])} for person in d["people"]],
        }
        for site, d in told
    ]
    _keep_newest(work, Household, rows)


def _copied(data: dict, names: tuple[str, ...]) -> dict:
    return {"source_version": data["version"], **{name: data.get(name) for name in names}}


def _keep_newest(work, table, rows: list[dict]) -> None:
    """One statement for the whole batch; within it only the newest of each thing is sent."""
    newest: dict = {}
    for row in rows:
        known = newest.get(row["id"])
        if known is None or row["source_version"] > known["source_version"]:
            newest[row["id"]] = row | {"operator_id": work.principal.operator_id}
    insert = insert_into(work.session, table).values(sorted(newest.values(), key=lambda row: row["id"]))
    changed = {name: insert.excluded[name] for name in rows[0] if name not in ("id", "site_id")}
    work.session.execute(
        insert.on_conflict_do_update(
            index_elements=["id"], set_=changed, where=table.source_version < insert.excluded.source_version
        )
    )
