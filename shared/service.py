"""A service on one page, and the processes it can run as."""

import importlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import MetaData

from shared import commands, housekeeping
from shared.audit.clock import clock as audit_clock
from shared.clockwork import Clockwork
from shared.heap import loading
from shared.liveness import Watch
from shared.messaging.consumer import Consumer
from shared.messaging.handlers import Answers, Handlers
from shared.messaging.relay import Relay
from shared.messaging.settlement import Settlement
from shared.settings import BadSettings, Settings
from shared.storage import Store
from shared.timers import Clock

HUNG = 70  # the exit code of a process that ended itself because one of its loops hung

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Service:
    """The table of contents of one service: every door of every room."""

    name: str
    metadata: MetaData
    settings: type[Settings] = Settings
    routes: tuple = ()
    pages: tuple = ()
    handlers: tuple[Handlers, ...] = ()
    clocks: tuple[Clock, ...] = ()
    authenticators: tuple = ()
    navigation: tuple = ()
    site_name: Callable | None = None  # principal -> what the top bar calls the place
    commands: dict[str, Callable] = field(default_factory=dict)

    def open_store(self, settings: Settings) -> Store:
        return Store(
            settings.database_url, self.metadata, name=self.name, settings=settings, pool=settings.database_pool
        )

    def web_app(self, settings: Settings | None = None, store: Store | None = None):
        from shared.web.app import make_app

        settings = settings or self.settings.read(os.environ)
        return make_app(self, store or self.open_store(settings))

    def settlement(self, store: Store) -> Settlement:
        return Settlement(store, Answers(self.handlers))

    def consumer(self, store: Store) -> Consumer:
        settings = store.settings
        return Consumer(settings.broker_url, self.settlement(store), service=self.name, prefetch=settings.prefetch)

    def relay(self, store: Store) -> Relay:
        return Relay(store, store.settings.broker_url)

    def clockwork(self, store: Store) -> Clockwork:
        return Clockwork(store, (*self.clocks, housekeeping.clock, audit_clock), threads=store.settings.clock_threads)


def main(service: Service, arguments: list[str] | None = None) -> None:
    """`python -m services.<name> <process>`; leaves with 2 when settings or words are wrong."""
    arguments = sys.argv[1:] if arguments is None else arguments
    process, *rest = arguments or ["help"]
    try:
        if process in PROCESSES:
            sys.exit(PROCESSES[process](service, service.settings.read(os.environ), rest))
        if process in service.commands:
            sys.exit(service.commands[process](service, service.settings.read(os.environ), rest))
    except BadSettings as error:
        print(f"{service.name} does not start:\n{error}", file=sys.stderr)
        sys.exit(2)
    known = " | ".join([*PROCESSES, *service.commands])
    print(f"usage: python -m services.{service.name} {known}", file=sys.stderr)
    sys.exit(0 if process == "help" else 2)


def web(service: Service, settings: Settings, _arguments) -> None:
    """The HTTP doors, under gunicorn; replaces this process."""
    from shared.web import gunicorn_conf

    application = f"shared.service:web_application('{service.name}')"
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", gunicorn_conf.__file__, application])  # noqa: S606


def web_application(name: str):
    """What gunicorn serves: the doors of the service of this name, with settings from the environment."""
    with loading():
        return importlib.import_module(f"services.{name}.service").service.web_app()


def relay(service, settings, _arguments) -> int:
    return _run(service, settings, lambda store, stop: service.relay(store).run(stop))


def consume(service, settings, _arguments) -> int:
    return _run(service, settings, lambda store, stop: service.consumer(store).run(stop))


def clock(service, settings, _arguments) -> int:
    return _run(service, settings, lambda store, stop: service.clockwork(store).run(stop))


def work(service, settings, _arguments) -> int:
    """Relay, consumer and clock as threads of one process: for small machines and the embedded default."""
    return _run(
        service,
        settings,
        lambda store, stop: service.relay(store).run(stop),
        lambda store, stop: service.consumer(store).run(stop),
        lambda store, stop: service.clockwork(store).run(stop),
    )


def everything(service, settings, arguments) -> int:
    """Web and workers of one service, for a developer who works on it alone."""
    if os.fork() == 0:
        sys.exit(work(service, settings, arguments))
    web(service, settings, arguments)
    return 0


def _run(service: Service, settings: Settings, *loops: Callable) -> int:
    """Run loops in threads until SIGTERM or SIGINT; what is in hand is finished first."""
    from shared.logs import set_up
    from shared.metrics import serve

    set_up(service.name, settings.log_level)
    if settings.metrics_port:
        serve(service.name, settings.metrics_port, settings.http_host)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    store = service.open_store(settings)
    threads = [threading.Thread(target=loop, args=(store, stop), daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    watch = Watch(settings.silence_seconds)
    while not stop.wait(1) and all(thread.is_alive() for thread in threads):
        if silent := watch.silent():
            log.critical("%s gave no sign for %d s: this process ends", ", ".join(silent), settings.silence_seconds)
            os._exit(HUNG)  # what hangs cannot be asked to end
    asked_to = stop.is_set()
    stop.set()
    for thread in threads:
        thread.join(20)
    store.close()
    return 0 if asked_to else 1  # a loop that died takes the process with it, so that it is started again


PROCESSES = {
    "web": web,
    "relay": relay,
    "consume": consume,
    "clock": clock,
    "work": work,
    "all": everything,
    **commands.COMMANDS,
}
