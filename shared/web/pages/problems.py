"""What a problem is called on a page and what the reader can do about it, in the reader's language."""

from .words import _, language


def problem_words(problem: dict) -> dict:
    """Title, detail and help. A detail the catalogue does not have is left to those who read English."""
    title, said = problem["title"], problem["detail"]
    detail = _(said)
    known = language() == "en" or not detail.isascii()
    return {"title": _(title), "detail": detail if known else "", "help": help_with(problem)}


def help_with(problem: dict) -> str:
    """What was kept, and what to do now."""
    by_status = {
        401: _("Sign in, then you are led back to the page you asked for."),
        403: _("Your role does not allow this. Ask your supervisor when your work needs it."),
        404: _("It does not exist, or it belongs to a site you do not work at. Look for it in the list."),
        409: _("Nothing was changed. Read the page again: it shows what is possible now."),
        412: _("Nothing was changed. Read the page again and repeat what still fits."),
        422: _("Nothing was changed. Correct what is named here and send it again."),
        429: _("Wait a minute, then try again."),
        503: _("What was saved stays saved. Try again in a minute."),
    }
    serious = _(
        "What was saved stays saved. If it happens again, tell the people who run Frontdesk the reference below."
    )
    return by_status.get(problem["status"], serious if problem["status"] >= 500 else "")
