"""Three RabbitMQ nodes on one machine, private, that form one cluster; and one address in front of whoever lives."""

import itertools
import re
from concurrent.futures import ThreadPoolExecutor

from shared.messaging.topology import VHOST
from shared.testing.servers import PrivateServer, RabbitServer, free_ports
from tests.ledger.proxy import Proxy

NODES = 3


class Epmd(PrivateServer):
    """Erlang's name server, apart from the nodes: it must not die with the first of them."""

    kind = "epmd"

    def command(self):
        return (
            ["epmd", "-port", str(self.ports[0]), "-address", "127.0.0.1", "-relaxed_command_check"],
            {"PATH": PATH},
            None,
        )

    def answers(self) -> bool:
        return bool(self.pids())


PATH = "/usr/local/bin:/usr/bin:/bin"


class Node(RabbitServer):
    """One of the three. What it is told is what `k8s/overlays/production` tells its nodes."""

    start_seconds = 180.0

    def __init__(self, cluster: "Cluster", ports: list[int], **given):
        super().__init__(**given)
        self.cluster, self.ports = cluster, ports

    def prepare(self) -> None:
        self.folder.joinpath("home").mkdir(exist_ok=True)
        cookie = self.folder / "home" / ".erlang.cookie"
        if not cookie.exists():
            cookie.write_text(self.cluster.cookie)
            cookie.chmod(0o400)
        super().prepare()
        others = enumerate(self.cluster.nodes, start=1)
        with (self.folder / "rabbitmq.conf").open("a") as settings:
            settings.write("cluster_formation.peer_discovery_backend = classic_config\n")
            settings.writelines(f"cluster_formation.classic_config.nodes.{n} = {node._node()}\n" for n, node in others)
            settings.write(f"cluster_formation.target_cluster_size_hint = {self.cluster.size_hint}\n")
            settings.write("cluster_partition_handling = pause_minority\n")


class Cluster:
    """`members(queue)` → the nodes it lives on; `leader(queue)` → the node that leads it."""

    def __init__(self, definitions: dict, *, size_hint: int = NODES):
        self.size_hint, self.cookie = size_hint, f"frontdesk{free_ports(1)[0]}"
        self.epmd = Epmd()
        self.epmd.ports = free_ports(1)
        ports = free_ports(2 * NODES)
        given = {"definitions": definitions}
        self.nodes = [Node(self, [*ports[2 * n : 2 * n + 2], *self.epmd.ports], **given) for n in range(NODES)]
        for node in self.nodes[1:]:
            node.password = self.nodes[0].password  # whose definitions are read last does not matter

    def __enter__(self) -> "Cluster":
        self.epmd.start()
        with ThreadPoolExecutor(NODES) as starting:
            list(starting.map(lambda node: node.start(), self.nodes))
        return self

    def __exit__(self, *_) -> None:
        for server in (*self.nodes, self.epmd):
            server.stop()

    def living(self) -> list[Node]:
        return [node for node in self.nodes if node.is_running()]

    def quorum_of(self, queue: str) -> tuple[str, list[str]]:
        told = self.living()[0].ctl("list_queues", "--vhost", VHOST, "name", "leader", "members", "--no-table-headers")
        line = next(line for line in told.splitlines() if line.split("\t")[0] == queue)
        _, leader, members = line.split("\t")
        return leader, sorted(re.findall(r"[\w.@-]+@localhost", members))

    def leader(self, queue: str) -> Node:
        name = self.quorum_of(queue)[0]
        return next(node for node in self.nodes if node._node() == name)


class FrontOfAll(Proxy):
    """What a Kubernetes Service is: each new connection goes to the next node that answers."""

    def __init__(self, nodes: list[Node]):
        self.turns = itertools.cycle(nodes)
        self.most = len(nodes)
        super().__init__(0)

    @property
    def target(self) -> int:
        nodes = [next(self.turns) for _ in range(self.most)]
        next(self.turns)
        return next((node.port for node in nodes if node.is_running() and node.answers()), nodes[0].port)

    @target.setter
    def target(self, _port: int) -> None:
        """There is no one target."""
