"""The second wall: row-level security on PostgreSQL, for whatever slips past the session's own filter."""

from sqlalchemy import text

EVERYTHING = ("*", "*")

OPERATOR = """(current_setting('frontdesk.operator', true) = '*'
  OR operator_id::text = current_setting('frontdesk.operator', true))"""
SITE = """(current_setting('frontdesk.sites', true) = '*'
  OR site_id::text = ANY (string_to_array(current_setting('frontdesk.sites', true), ',')))"""
SET_SCOPE = text(
    "SELECT set_config('frontdesk.operator', :operator, false), set_config('frontdesk.sites', :sites, false)"
)


def protect(op, table: str, *, by_site: bool = True) -> None:
    """For migrations: nobody, the owner included, sees rows outside the scope that the transaction named.

    `by_site=False` for tables that belong to an operator as a whole. Does nothing on SQLite, which has no such wall.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    rule = f"{OPERATOR} AND {SITE}" if by_site else OPERATOR
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY scope ON "{table}" USING ({rule}) WITH CHECK ({rule})')


def scope_of(principal) -> tuple[str, str]:
    """What a principal may see, as the two settings that the policies read."""
    if principal is None or principal.operator_id is None:
        return EVERYTHING
    sites = principal.sites
    return str(principal.operator_id), "*" if sites is None else ",".join(sorted(map(str, sites)))


def enter_scope(connection, principal) -> None:
    """Tell PostgreSQL whose rows this connection may see; sent only when it changes, so rarely a round trip."""
    if connection.dialect.name != "postgresql":
        return
    wanted = scope_of(principal)
    if connection.info.get("scope") != wanted:
        connection.execute(SET_SCOPE, {"operator": wanted[0], "sites": wanted[1]})
        connection.info.update(scope=wanted, scope_is_new=True)
