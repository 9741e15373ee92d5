"""Write down where an integration wants to be told, and of what."""

from uuid import UUID

from sqlalchemy import select

from services.notify.webhooks.models import Subscription, SubscriptionState
from shared.audit import facts_of
from shared.errors import BadInput, NotFound

from .queue_deliveries import TIMER

ON_RECORD = ("url", "events", "site_ids", "state")


def put_subscription(work, integration_id: UUID, *, url, secret, events, site_ids) -> Subscription:
    """Replaces what was there; a disabled subscription is enabled again and its waiting changes follow."""
    sites, before = _sites(work.principal, site_ids), None
    subscription = work.session.scalar(select(Subscription).filter_by(id=integration_id))
    if subscription is not None:
        _see_that_it_is_theirs(work.principal, subscription)
        before = facts_of(subscription, *ON_RECORD)
    else:
        if secret is None:
            raise BadInput("A new subscription needs its secret.", errors={"secret": ["whsec_… is expected."]})
        subscription = Subscription(id=integration_id, state=SubscriptionState.ENABLED, failures=0)
        work.session.add(subscription)
    subscription.url, subscription.events, subscription.site_ids = url, list(dict.fromkeys(events)), sites
    subscription.secret = secret or subscription.secret
    subscription.move("enable", work.principal)
    subscription.failures, subscription.paused_until = 0, None
    after = {**facts_of(subscription, *ON_RECORD), "new_secret": secret is not None}
    work.audit("subscription.put", about=subscription, before=before, after=after)
    work.timers.hasten(TIMER, work.principal.operator_id, work.now)
    return subscription


def _see_that_it_is_theirs(principal, subscription: Subscription) -> None:
    """Whoever turned a platform of another site to an address of their own would hear of that site's tickets (RO-1)."""
    if subscription.site_ids is None:
        principal.require(None, "admin")
    elif not any(principal.may(site_id, "admin") for site_id in subscription.site_ids):
        raise NotFound("There is no such subscription at your sites.")
    for site_id in subscription.site_ids or ():
        principal.require(site_id, "admin")


def _sites(principal, asked: list[UUID] | None) -> list[str] | None:
    """Every site needs an administrator of that site (RO-1); no list means all that the administrator has."""
    if asked is None:
        return None if principal.sites is None else sorted(str(s) for s in principal.sites if principal.may(s, "admin"))
    for site_id in asked:
        principal.require(site_id, "admin")
    return sorted({str(site_id) for site_id in asked})
