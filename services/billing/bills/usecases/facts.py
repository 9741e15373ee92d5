"""What every event of a bill tells."""


def facts_of(bill, at) -> dict:
    told = ("number", "state", "amount", "paid", "unit_id", "ticket_id", "work_order_id", "version")
    return {"bill_id": bill.id, "at": at} | {name: getattr(bill, name) for name in told}


def announce(work, contract, bill, **more) -> None:
    """Announce `bill` as it stands once written, with the version its readers will find."""
    work.session.flush()
    work.announce(contract, about=bill.id, site_id=bill.site_id, **facts_of(bill, work.now), **more)
