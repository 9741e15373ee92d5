"""What the database itself refuses about money: rows that were written once are not changed or removed (RB-5)."""

from functools import partial

from shared.storage import guards
from shared.storage.guards import is_postgresql, lift, refusal, trigger

FUNCTION, SAID = "refuse_to_alter", "is never altered: reverse it and write it anew"
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
    if is_postgresql(op):
        guards.make_function(op, FUNCTION, SAID)
        op.execute(WEIGH)


append_only = partial(guards.append_only, function=FUNCTION, said=SAID)  # no update, delete or truncate


def frozen(op, table: str, columns: tuple[str, ...]) -> None:
    """These columns keep what was first written, and no row is removed."""
    if is_postgresql(op):
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
        op.execute(trigger(f"{table}_frozen", f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed})", FUNCTION))
        op.execute(trigger(f"{table}_kept", f"BEFORE DELETE ON {table} FOR EACH ROW", FUNCTION))
        op.execute(trigger(f"{table}_never_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", FUNCTION))
        return
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
    op.execute(refusal(f"{table}_frozen", f"BEFORE UPDATE ON {table} WHEN {changed}", f"{table} {SAID}"))
    op.execute(refusal(f"{table}_kept", f"BEFORE DELETE ON {table}", f"{table} {SAID}"))


def balanced(op) -> None:
    """At commit PostgreSQL weighs every entry itself; elsewhere the ledger's own check stands alone."""
    if is_postgresql(op):
        op.execute(
            "CREATE CONSTRAINT TRIGGER journal_postings_balanced AFTER INSERT ON journal_postings "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_in_balance()"
        )


def drop_guards(op) -> None:
    """After the guarded tables are gone: their triggers went with them."""
    if is_postgresql(op):
        lift(op, FUNCTION)
        op.execute("DROP FUNCTION journal_in_balance")
