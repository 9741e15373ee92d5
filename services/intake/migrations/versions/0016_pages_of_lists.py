"""Every page of loans, entrusted things, procedures and corrective actions is read from an index (architecture.md)."""

from alembic import op

revision, down_revision, branch_labels, depends_on = "0016", "0015", None, None

PAGES = {
    "key_loans": ("ix_key_loans_page", "lent_at"),
    "entrusted_things": ("ix_entrusted_things_all", "taken_at"),
    "procedures": ("ix_procedures_all", "opened_at"),
    "corrective_actions": ("ix_corrective_actions_page", "opened_at"),
}


def upgrade() -> None:
    for table, (name, at) in PAGES.items():
        op.create_index(name, table, ["site_id", at, "id"])


def downgrade() -> None:
    for table, (name, _at) in PAGES.items():
        op.drop_index(name, table)
