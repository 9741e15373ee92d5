"""What the database itself refuses about money: rows that were written once are not changed or removed (RB-5)."""

REFUSE = """
CREATE FUNCTION refuse_to_alter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never altered: reverse it and write it anew', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$"""
WEIGH = """
CREATE FUNCTION journal_in_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(debit) - sum(credit) FROM journal_postings WHERE entry_id = NEW.entry_id) <> 0 THEN
    RAISE EXCEPTION 'entry % is not in balance', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$"""


def prepare_guards(op) -> None:
    """Once, before the first guard: the functions that PostgreSQL's triggers call."""
    if _postgresql(op):
        op.execute(REFUSE)
        op.execute(WEIGH)


def append_only(op, table: str) -> None:
    """No update, no delete, no truncate, whoever asks."""
    if _postgresql(op):
        op.execute(_trigger(f"{table}_append_only", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"))
        op.execute(_trigger(f"{table}_never_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"))
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(_refusal(f"{table}_no_{action.lower()}", f"BEFORE {action} ON {table}", table))


def frozen(op, table: str, columns: tuple[str, ...]) -> None:
    """These columns keep what was first written, and no row is removed."""
    if _postgresql(op):
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
        op.execute(_trigger(f"{table}_frozen", f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed})"))
        op.execute(_trigger(f"{table}_kept", f"BEFORE DELETE ON {table} FOR EACH ROW"))
        op.execute(_trigger(f"{table}_never_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"))
        return
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
    op.execute(_refusal(f"{table}_frozen", f"BEFORE UPDATE ON {table} WHEN {changed}", table))
    op.execute(_refusal(f"{table}_kept", f"BEFORE DELETE ON {table}", table))


def balanced(op) -> None:
    """At commit PostgreSQL weighs every entry itself; elsewhere the ledger's own check stands alone."""
    if _postgresql(op):
        op.execute(
            "CREATE CONSTRAINT TRIGGER journal_postings_balanced AFTER INSERT ON journal_postings "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_in_balance()"
        )


def _postgresql(op) -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _trigger(name: str, event: str) -> str:
    return f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION refuse_to_alter()"


def _refusal(name: str, event: str, table: str) -> str:
    said = f"{table} is never altered: reverse it and write it anew"
    return f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def drop_guards(op) -> None:
    """After the guarded tables are gone: their triggers went with them."""
    if _postgresql(op):
        op.execute("DROP FUNCTION refuse_to_alter")
        op.execute("DROP FUNCTION journal_in_balance")
