"""How a call is put together from what is told of it, in whatever order it comes: policy without a database."""

from .models import CallState, Direction

RANK = {state: rank for rank, state in enumerate((CallState.RINGING, CallState.ANSWERED))}
RANK |= {CallState.HELD: 2, CallState.TRANSFERRED: 2, CallState.ENDED: 3}
MOMENTS = {CallState.RINGING: "rang_at", CallState.ANSWERED: "answered_at", CallState.ENDED: "ended_at"}
FILLED = ("direction", "dialled", "number_given", "number", "queue")
SPOKEN = ("agent", "agent_number", "cause", "recording_url")  # the later word counts


def merge(call, told, at) -> None:
    """Nothing told late takes back what is known: an ended call stays ended."""
    later = (RANK[told.state], at) >= (RANK[call.state], call.state_at)
    for name, value in facts_of(told).items():
        if value and (name in SPOKEN and later or not getattr(call, name)):
            setattr(call, name, value)
    call.rung = list(dict.fromkeys([*call.rung, *told.rung]))
    if told.state in MOMENTS:
        setattr(call, MOMENTS[told.state], at)
    if later:
        call.state, call.state_at = told.state, at
    call.answer_seconds = seconds_to_answer(call)


def facts_of(told) -> dict:
    out = told.direction == Direction.OUT
    facts = {name: getattr(told, name) for name in ("direction", "queue", *SPOKEN)}
    facts |= {"dialled": None if out else told.dnis, "number_given": told.number(), "number": told.known_number()}
    return facts


def seconds_to_answer(call) -> int | None:
    """RD-2; unknown where the answer was heard of before the ringing and neither said its time."""
    if call.rang_at is None or call.answered_at is None or call.answered_at < call.rang_at:
        return None
    return int((call.answered_at - call.rang_at).total_seconds())
