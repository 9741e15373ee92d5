"""Once a day the ends of all chains go to the log: a tail that is cut off later is missed there."""

from shared.logs import get
from shared.timers import Clock

from .command import heads

DAY = 24 * 3600

clock = Clock()


@clock.every(DAY)
def tell_audit_heads(store, _now) -> None:
    for head in heads(store):
        said = {"operator": str(head.operator_id), "site": str(head.site_id), "sequence": head.sequence}
        get(__name__).info("audit head", **said, hash=head.hash)
