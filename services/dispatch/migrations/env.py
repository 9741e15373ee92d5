"""Alembic's entrance to dispatch's migrations; how they run is decided in shared."""

from services.dispatch.service import service
from shared.storage.migrate import run_migrations

run_migrations(service.metadata)
