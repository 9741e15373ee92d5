"""Who acts: a person, an integration or the system itself, and what they may do at which site (RO-1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.errors import NotAllowed

ROLES = (
    "desk",
    "night_duty",
    "technician",
    "area_manager",
    "supervisor",
    "manager",
    "cashier",
    "guard",
    "head_office",
    "admin",
    "integration",
    "system",
)
EVERYWHERE = "*"


@dataclass(frozen=True)
class Principal:
    """`roles` maps a site's id, or "*" for every site of the operator, to the names of roles held there."""

    subject: str
    kind: str  # "person" | "integration" | "system"
    name: str
    login: str
    operator_id: UUID
    roles: Mapping[str, tuple[str, ...]] = field(hash=False)

    def __post_init__(self):
        misspelt = {role for held in self.roles.values() for role in held} - set(ROLES)
        if misspelt:
            raise ValueError(f"There is no role named {', '.join(sorted(misspelt))}.")

    @property
    def sites(self) -> frozenset[UUID] | None:
        """The sites this principal may see; None means all of the operator's."""
        if self.roles.get(EVERYWHERE):
            return None
        return frozenset(UUID(site) for site, held in self.roles.items() if held)

    @property
    def all_roles(self) -> frozenset[str]:
        """Every role held anywhere: what doors and navigation ask for."""
        return frozenset(role for held in self.roles.values() for role in held)

    def roles_at(self, site_id: UUID | str | None) -> set[str]:
        """The roles held at this site; for None, those held at every site."""
        everywhere = set(self.roles.get(EVERYWHERE, ()))
        return everywhere if site_id is None else everywhere | set(self.roles.get(str(site_id), ()))

    def may(self, site_id: UUID | str | None, *roles: str) -> bool:
        """Whether one of `roles` is held at the site. The system's own jobs need "system" named as well."""
        return bool(self.roles_at(site_id) & set(roles))

    def require(self, site_id: UUID | str | None, *roles: str) -> None:
        """Raises NotAllowed naming the roles that would do."""
        if not self.may(site_id, *roles):
            raise NotAllowed(f"This needs one of the roles {', '.join(roles)} at this site.", roles=list(roles))

    def where(self, *roles: str) -> "Principal":
        """The same person at the sites only where one of `roles` is held: a role at one site opens no door at another.

        What else is held at those sites still counts there.
        """
        if self.may(None, *roles):
            return self
        held = {site: tuple(sorted(self.roles_at(site))) for site in self.roles if site != EVERYWHERE}
        return replace(self, roles={site: names for site, names in held.items() if set(names) & set(roles)})

    def claims(self) -> dict:
        """This principal as JSON values, for a token or an event."""
        return {
            "sub": self.subject,
            "kind": self.kind,
            "name": self.name,
            "login": self.login,
            "operator": str(self.operator_id),
            "roles": {site: list(held) for site, held in self.roles.items()},
        }

    @classmethod
    def from_claims(cls, claims: Mapping) -> "Principal":
        """The reverse of `claims`. Raises KeyError, TypeError or ValueError when they do not make a principal."""
        roles = {str(site): tuple(held) for site, held in claims["roles"].items()}
        operator = UUID(claims["operator"])
        return cls(claims["sub"], claims["kind"], claims["name"], claims["login"], operator, roles)

    @classmethod
    def system(cls, operator_id: UUID, site_id: UUID | None = None, name: str = "system") -> "Principal":
        """The house itself: handlers of events, the clock."""
        site = EVERYWHERE if site_id is None else str(site_id)
        return cls(f"system:{name}", "system", name, name, operator_id, {site: ("system",)})
