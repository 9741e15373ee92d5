"""What whoever runs the machine can ask of every service, once, beside its processes."""


def migrate(service, settings, _arguments) -> int:
    from shared.storage.migrate import upgrade

    store = service.open_store(settings)
    upgrade(service.name, store.engine)
    store.close()
    return 0


def dead(service, settings, arguments) -> int:
    from shared.messaging import dead as worklist

    return worklist.run(service.settlement(service.open_store(settings)), arguments)


def announce_again(service, settings, arguments) -> int:
    from shared.messaging import announce_again as again

    return again.run(service.open_store(settings), arguments)


def events(service, settings, arguments) -> int:
    from shared.messaging import event_lists

    return event_lists.run(service.open_store(settings), arguments)


def audit(service, settings, arguments) -> int:
    from shared.audit import command

    return command.run(service.open_store(settings), arguments)


COMMANDS = {
    "migrate": migrate,
    "dead": dead,
    "audit": audit,
    "announce-again": announce_again,
    "events": events,
}
