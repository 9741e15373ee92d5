"""Messages that fall due."""

from uuid import UUID

from services.notify.channels.breaker import Breaker
from shared.principal import Principal
from shared.timers import Clock

from . import usecases

clock = Clock()
breaker = Breaker()


@clock.timer("deliver_message")
def deliver_message(store, timer, now):
    principal = Principal.system(timer.operator_id, timer.site_id)
    return usecases.deliver_message(store, principal, UUID(timer.subject_id), now, breaker)
