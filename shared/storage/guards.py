"""What the database itself refuses, whoever asks, its owner included: to rewrite evidence, to let two spans meet."""


def append_only(op, table: str, *, function: str, said: str) -> None:
    """No update, no delete, no truncate. On PostgreSQL `function` is what the triggers call; made when missing."""
    if not is_postgresql(op):
        for action in ("UPDATE", "DELETE"):
            op.execute(refusal(f"{table}_no_{action.lower()}", f"BEFORE {action} ON {table}", f"{table} {said}"))
        return
    make_function(op, function, said)
    op.execute(trigger(f"{table}_append_only", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW", function))
    op.execute(trigger(f"{table}_never_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", function))


def forward_only(op, table: str, *, function: str, said: str) -> None:
    """A row's `sequence` only grows and its `hash` changes only with it; no row is removed."""
    back = "NEW.sequence < OLD.sequence OR (NEW.sequence = OLD.sequence AND NEW.hash <> OLD.hash)"
    moved = "NEW.operator_id <> OLD.operator_id OR NEW.site_id <> OLD.site_id"
    if not is_postgresql(op):
        op.execute(refusal(f"{table}_forward", f"BEFORE UPDATE ON {table} WHEN {back} OR {moved}", f"{table} {said}"))
        op.execute(refusal(f"{table}_kept", f"BEFORE DELETE ON {table}", f"{table} {said}"))
        return
    make_function(op, function, said)
    when = f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({back} OR {moved})"
    op.execute(trigger(f"{table}_forward", when, function))
    op.execute(trigger(f"{table}_kept", f"BEFORE DELETE ON {table} FOR EACH ROW", function))
    op.execute(trigger(f"{table}_never_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", function))


def lift(op, function: str) -> None:
    """After the guarded tables are gone: their triggers went with them."""
    if is_postgresql(op):
        op.execute(f"DROP FUNCTION {function}")


def is_postgresql(op) -> bool:
    return op.get_bind().dialect.name == "postgresql"


def make_function(op, function: str, said: str) -> None:
    """What PostgreSQL's triggers call."""
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '% {said}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )


def trigger(name: str, event: str, function: str) -> str:
    """On PostgreSQL: this event ends in the function's refusal."""
    return f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {function}()"


def refusal(name: str, event: str, said: str) -> str:
    """The same on SQLite, which says it itself."""
    return f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def no_overlap(op, table: str, *, by: str, since: str, until: str, when: str, said: str) -> None:
    """Of two rows of the same `by` for which `when` holds, no two spans meet; the end itself belongs to the next.

    PostgreSQL refuses it with an exclusion constraint (btree_gist, which the owner of a database may add), SQLite,
    where one writes at a time, by looking.
    """
    if is_postgresql(op):
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        span = f"EXCLUDE USING gist ({by} WITH =, tstzrange({since}, {until}) WITH &&) WHERE ({when})"
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap {span}")
        return
    mine, other = (when.replace("state", f"{row}.state") for row in ("NEW", "other"))
    meets = f"other.{since} < NEW.{until} AND NEW.{since} < other.{until} AND other.id <> NEW.id"
    found = f"EXISTS (SELECT 1 FROM {table} AS other WHERE other.{by} = NEW.{by} AND {meets} AND {other})"  # noqa: S608  ours
    for action in ("INSERT", "UPDATE"):
        name = f"{table}_no_overlap_{action.lower()}"
        op.execute(refusal(name, f"BEFORE {action} ON {table} WHEN {mine} AND {found}", said))
