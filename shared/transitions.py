"""How a thing may change its state: one table per aggregate, and the only way through it."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.errors import BadInput, Conflict, NotAllowed

ANYONE = ("*",)


@dataclass(frozen=True)
class Move:
    """One allowed change: in states `from_`, `action` leads to `to`, for roles `who`, with the facts in `requires`."""

    action: str
    from_: tuple[enum.StrEnum, ...]
    to: enum.StrEnum
    who: tuple[str, ...] = ANYONE
    requires: tuple[str, ...] = ()

    def open_to(self, roles: Iterable[str]) -> bool:
        return self.who == ANYONE or bool(set(self.who) & set(roles))


class Lifecycle:
    """The table of one aggregate. Building it refuses a table in which one action leads two ways from one state.

    `doors` names the door of an action where it is called otherwise; None where the action is only ever part of
    another step, so that nobody is told to take it.
    """

    def __init__(
        self, states: type[enum.StrEnum], moves: Iterable[Move], doors: Mapping[str, str | None] | None = None
    ):
        self.states = states
        self.moves = tuple(moves)
        self.doors = dict(doors or {})
        self._by_step: dict[tuple[enum.StrEnum, str], Move] = {}
        for move in self.moves:
            for state in move.from_:
                if (state, move.action) in self._by_step:
                    raise ValueError(f"{move.action} leads two ways from {state}")
                self._by_step[state, move.action] = move

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.action for move in self.moves))

    def allowed(self, state: enum.StrEnum, roles: Iterable[str]) -> tuple[str, ...]:
        """The doors open now to somebody with these roles, in the order of the table: the likely one first."""
        roles = tuple(roles)
        doors = (self.doors.get(m.action, m.action) for m in self.moves if state in m.from_ and m.open_to(roles))
        return tuple(dict.fromkeys(door for door in doors if door))

    def offered(self, thing, principal) -> tuple[str, ...]:
        """What is offered instead of a step that is refused; a thing that knows more than its table says it itself."""
        if hasattr(thing, "allowed"):
            return thing.allowed(principal)
        return self.allowed(thing.state, principal.roles_at(thing.site_id))

    def find(self, state: enum.StrEnum, action: str) -> Move | None:
        return self._by_step.get((state, action))

    def move(self, thing, action: str, principal, **facts) -> Move:
        """Change `thing.state`.

        Raises Conflict with the allowed actions when the table knows no such step, NotAllowed when it is somebody
        else's to take, BadInput naming every missing fact. Nothing is changed then.
        """
        roles = principal.roles_at(thing.site_id)
        step = self.find(thing.state, action)
        if step is None:
            raise Conflict(
                f"'{action}' is not possible while the state is '{thing.state}'.",
                state=str(thing.state),
                allowed=list(self.offered(thing, principal)),
            )
        if not step.open_to(roles):
            raise NotAllowed(f"'{action}' is for: {', '.join(step.who)}.")
        missing = [name for name in step.requires if facts.get(name) in (None, "", [], ())]
        if missing:
            raise BadInput(
                f"'{action}' needs {', '.join(missing)}.",
                errors={name: ["This is required for this step."] for name in missing},
            )
        thing.state = step.to
        return step
