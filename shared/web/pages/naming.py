"""What the top bar calls the place somebody works at: the site, a few sites, or how many there are (RO-1)."""

from collections.abc import Callable

from shared.web.current import reading

from .words import _, language

FEW = 2


def top_bar_name(find_names: Callable) -> Callable:
    """A service's `site_name`, out of `find_names(session)`, which gives the sites' names in both languages."""

    def site_name(principal) -> str:
        with reading(principal) as session:
            names = [name[language()] for name in find_names(session)]
        comma = _(", ")
        return comma.join(names) if len(names) <= FEW else _("%(count)s sites", count=len(names))

    return site_name
