"""A subscription is known by its operator and integration: nobody can take the place of another operator's."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE, KEY = "webhook_subscriptions", "pk_webhook_subscriptions"


def upgrade() -> None:
    know_by("operator_id", "id")


def downgrade() -> None:
    know_by("id")


def know_by(*columns: str) -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(KEY), type_="primary")
        table.create_primary_key(op.f(KEY), list(columns))
