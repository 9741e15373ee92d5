"""Alembic's entrance to the migrations of notify; how they run is decided in shared."""

from services.notify.service import service
from shared.storage.migrate import run_migrations

run_migrations(service.metadata)
