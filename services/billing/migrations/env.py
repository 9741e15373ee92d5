"""Alembic's entrance to billing's migrations; how they run is decided in shared."""

from services.billing.service import service
from shared.storage.migrate import run_migrations

run_migrations(service.metadata)
