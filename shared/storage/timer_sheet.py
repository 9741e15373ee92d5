"""The timers as rows: set, moved and taken off by the piece of work whose facts call for them."""

from datetime import datetime

from sqlalchemy import case, delete

from shared.ids import new_id

from .statements import insert_into


class TimerSheet:
    """The timers as one piece of work sees them: set and cancelled with its commit."""

    def __init__(self, work):
        self._work = work

    def set(self, kind: str, subject_id, due_at: datetime, *, site_id=None, payload: dict | None = None) -> None:
        """One timer per kind and subject: setting it again moves it."""
        self.set_many(kind, [(subject_id, due_at, site_id, payload or {})])

    def set_many(self, kind: str, rows: list[tuple]) -> None:
        """`rows` of (subject_id, due_at, site_id, payload), with one statement."""
        if rows:
            self._write(kind, rows, keep_earlier=False)

    def _write(self, kind: str, rows: list[tuple], *, keep_earlier: bool) -> None:
        session, table = self._work.session, self._work.store.table("timers")
        principal = self._work.principal
        values = [
            {
                "id": new_id(),
                "kind": kind,
                "subject_id": str(subject),
                "operator_id": principal.operator_id if principal else None,
                "site_id": site_id,
                "payload": payload,
                "due_at": due_at,
                "tries": 0,
            }
            for subject, due_at, site_id, payload in rows
        ]
        statement = insert_into(session, table)
        moved = {name: statement.excluded[name] for name in ("payload", "due_at", "tries")}
        if keep_earlier:
            stands = table.c.lease_until.is_(None) & (table.c.due_at < statement.excluded.due_at)
            moved["due_at"] = case((stands, table.c.due_at), else_=statement.excluded.due_at)
        statement = statement.on_conflict_do_update(
            index_elements=["kind", "subject_id"], set_={**moved, "lease_until": None}
        )
        session.execute(statement, values)

    def hasten(self, kind: str, subject_id, due_at: datetime) -> None:
        """At `due_at` at the latest: an earlier time that nobody has claimed yet stands.

        For one timer that many things ask for: `set` would move it behind everybody else's again and again.
        """
        self._write(kind, [(subject_id, due_at, None, {})], keep_earlier=True)

    def cancel(self, kind: str, *subject_ids) -> None:
        table = self._work.store.table("timers")
        chosen = delete(table).where(table.c.kind == kind, table.c.subject_id.in_([str(s) for s in subject_ids]))
        self._work.session.execute(chosen)
