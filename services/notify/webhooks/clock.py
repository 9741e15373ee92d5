"""Webhooks that fall due; one timer per operator, which sends in parallel."""

from shared.principal import Principal
from shared.timers import Clock

from . import usecases

clock = Clock()


@clock.timer("send_webhooks")
def send_webhooks(store, timer, now):
    return usecases.send_webhooks(store, Principal.system(timer.operator_id), now)
