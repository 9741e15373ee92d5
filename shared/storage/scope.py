"""Scope in one place: operator and site are added to every query and insert of a session (RO-1)."""

from sqlalchemy import ColumnElement, Text, cast, event, or_, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from shared.errors import NotAllowed

from .tables import OperatorScoped, Scoped


class ScopedSession(Session):
    """A session that sees and writes only what `info["principal"]` may."""

    @property
    def principal(self):
        return self.info.get("principal")


@event.listens_for(ScopedSession, "do_orm_execute")
def see_only_the_own(state: ORMExecuteState) -> None:
    principal = state.session.info.get("principal")
    if principal is None or principal.operator_id is None or state.is_column_load or state.is_relationship_load:
        return
    if not (state.is_select or state.is_update or state.is_delete):
        return
    operator, sites = principal.operator_id, principal.sites
    state.statement = state.statement.options(
        with_loader_criteria(OperatorScoped, lambda cls: cls.operator_id == operator, include_aliases=True)
    )
    if sites is not None:
        allowed = sorted(sites)
        state.statement = state.statement.options(
            with_loader_criteria(Scoped, lambda cls: cls.site_id.in_(allowed), include_aliases=True)
        )


@event.listens_for(ScopedSession, "before_flush")
def write_only_the_own(session: ScopedSession, _context, _instances) -> None:
    principal = session.principal
    if principal is None or principal.operator_id is None:
        return
    for thing in session.new:
        if isinstance(thing, OperatorScoped):
            fill(thing, principal)
    for thing in session.new | session.dirty:
        if isinstance(thing, OperatorScoped) and not within(thing, principal):
            raise NotAllowed("This belongs to another site or operator.")


def fill(thing: OperatorScoped, principal) -> None:
    if thing.operator_id is None:
        thing.operator_id = principal.operator_id
    sites = principal.sites
    if isinstance(thing, Scoped) and thing.site_id is None and sites is not None and len(sites) == 1:
        (thing.site_id,) = sites


def within(thing: OperatorScoped, principal) -> bool:
    if thing.operator_id != principal.operator_id:
        return False
    return not isinstance(thing, Scoped) or principal.sites is None or thing.site_id in principal.sites


def names_a_site_of(column, principal) -> ColumnElement[bool]:
    """Whether a JSON `column` that lists sites names one of this person's, or every site ("*" or nothing at all)."""
    if principal.sites is None:
        return true()
    said = cast(column, Text)
    named = [said.contains(f'"{site}"') for site in ("*", *sorted(map(str, principal.sites)))]
    return or_(column.is_(None), said == "null", *named)  # a None that was written down is JSON's own null
