"""Alembic's entrance to intake's migrations; how they run is decided in shared."""

from services.intake.service import service
from shared.storage.migrate import run_migrations

run_migrations(service.metadata)
