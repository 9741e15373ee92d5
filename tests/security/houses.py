"""A house with its things, built once for each service and kind of database: what the sweep asks, it undoes."""

from dataclasses import dataclass, field

from tests.security.worlds import World


@dataclass
class Houses:
    """`address` of a database per (service, kind), and the `worlds` that were built in them."""

    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    worlds: dict[str, World] = field(default_factory=dict)
    made_by: list = field(default_factory=list)

    def address(self, service: str, kind: str, templates) -> str:
        if (service, kind) not in self.addresses:
            self.addresses[service, kind] = templates.fresh(service)
            self.made_by.append((templates, self.addresses[service, kind]))
        return self.addresses[service, kind]

    def drop(self) -> None:
        for templates, address in self.made_by:
            templates.drop(address)
