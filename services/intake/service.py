"""Intake's table of contents: every door of every room, one a line."""

from shared.service import Service

from .directory.routes import directory
from .households.routes import households
from .models import Base
from .settings import IntakeSettings

service = Service(
    name="intake",
    settings=IntakeSettings,
    metadata=Base.metadata,
    routes=(
        directory,
        households,
    ),
    pages=(
    ),
    handlers=(
    ),
    clocks=(
    ),
    commands={
    },
    authenticators=(
    ),
    navigation=(
    ),
)
