"""The second wall: row-level security on PostgreSQL, for whatever slips past the session's own filter."""

from sqlalchemy import text

EVERYTHING = ("*", "*")

# The columns are compared as they are: of `site_id::text` PostgreSQL has no statistics, takes the wall to leave one
# row in ten thousand, and sorts a whole table for a page. The list of sites is read once a statement, not once a row.
OPERATOR = """(current_setting('frontdesk.operator', true) = '*'
  OR operator_id = NULLIF(NULLIF(current_setting('frontdesk.operator', true), '*'), '')::uuid)"""
SITE = """(current_setting('frontdesk.sites', true) = '*' OR site_id = ANY (
  (SELECT string_to_array(NULLIF(current_setting('frontdesk.sites', true), '*'), ',')::uuid[])::uuid[]))"""
SET_SCOPE = text(
    "SELECT set_config('frontdesk.operator', :operator, false), set_config('frontdesk.sites', :sites, false)"
)


def protect(op, table: str, *, by_site: bool = True) -> None:
    """For migrations: nobody, the owner included, sees rows outside the scope that the transaction named.

    `by_site=False` for tables that belong to an operator as a whole. Does nothing on SQLite, which has no such wall.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    rule = rule_of(by_site)
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY scope ON "{table}" USING ({rule}) WITH CHECK ({rule})')


def rule_of(by_site: bool) -> str:
    return f"{OPERATOR} AND {SITE}" if by_site else OPERATOR


def protect_anew(op) -> None:
    """For migrations: every wall there is gets today's rule. Does nothing on SQLite."""
    if op.get_bind().dialect.name != "postgresql":
        return
    walls = text("SELECT tablename, qual LIKE '%frontdesk.sites%' FROM pg_policies WHERE policyname = 'scope'")
    for table, by_site in op.get_bind().execute(walls).all():
        rule = rule_of(by_site)
        op.execute(f'ALTER POLICY scope ON "{table}" USING ({rule}) WITH CHECK ({rule})')


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
