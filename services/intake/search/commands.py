"""`python -m services.intake index-tickets`: after an update that was rolled out beside running work."""

import argparse

from .writing import write_missing


def index_tickets(service, settings, arguments: list[str]) -> int:
    """Tickets that an older version wrote meanwhile are found too; repeated, it finds nothing left to do."""
    argparse.ArgumentParser(prog="python -m services.intake index-tickets").parse_args(arguments)
    store = service.open_store(settings)
    try:
        print(f"{write_missing(store, None)} tickets were sealed for the search")
    finally:
        store.close()
    return 0
