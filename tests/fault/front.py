"""Intake's doors as a process of their own with a connected platform, and the platform's ledger of what it was told."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests
from sqlalchemy import select

from embedded.demo.exports import read_export
from embedded.demo.opening import SAMPLE, sample
from embedded.demo.platform import Platform
from embedded.demo.profiles import own_profiles
from embedded.door import Door
from embedded.folder import DataFolder
from embedded.founding import found
from embedded.processes import Process, Processes
from shared.testing.servers import free_ports
from tests.end_to_end.conftest import eventually
from tests.fault.mayhem import workers_of
from tests.fault.road import LONG, environ_of

RECORDS = read_export(SAMPLE / "call-centre-export.csv")
PROFILE = next(profile for profile in own_profiles() if profile["name"] == "sample")


class Front:
    """The web process is watched by the supervisor of the embedded centre, as an orchestrator would."""

    def __init__(self, store, folder):
        (port,) = free_ports(1)
        self.environ = environ_of(store.settings, HTTP_PORT=str(port), WEB_WORKERS="2", ROOT_PATH="/intake")
        self.url, self.log = f"http://127.0.0.1:{port}", folder / "web.log"
        self.store, self.platform = store, None
        self.web = Process("web", [sys.executable, "-m", "services.intake", "web"], self.environ, self.log)
        self.supervisor = Processes([self.web])

    def open(self) -> Platform:
        """Founds the operator, starts the doors, connects a platform."""
        password = found(DataFolder(self.log.parent / "centre"), self.environ, print)
        self.supervisor.start()
        eventually(self.ready, LONG)
        self.admin = admin = Door({"intake": self.url}, "admin", password)
        admin.post("/intake/api/v1/directory/imports", sample("directory.json"))
        self.sites = sites = [site["id"] for site in admin.items("/intake/api/v1/sites")]
        asked = {"name": "Hotline", "code": "hotline", "profile": PROFILE, "site_ids": sites}
        self.platform = Platform(admin.url, admin.post("/intake/api/v1/integrations", asked), PROFILE)
        return self.platform

    def close(self) -> None:
        self.supervisor.stop()

    def ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def kill_master(self) -> None:
        self.web.child.kill()

    def workers(self) -> list[int]:
        return workers_of(self.web.child)

    def push_all(self, records: list[dict]) -> None:
        """From four lines at once; each asks again, signed anew, until it is answered."""
        with ThreadPoolExecutor(4) as lines:
            list(lines.map(lambda record: self.platform.push(0, record), records))

    def push_once(self, record: dict) -> requests.Response:
        """One request and whatever comes back; the ledger notes it when it was accepted."""
        raw = json.dumps(record, ensure_ascii=False)
        headers = self.platform.signature(raw)
        address = f"{self.url}{self.platform.path}/pushes"
        with requests.post(address, data=raw.encode(), headers=headers, timeout=60) as answer:
            answer.content  # noqa: B018  read to its end
        if answer.ok:
            self.platform.note(answer.json())
        return answer

    def must_stand(self) -> None:
        """What the platform was told is what stands: each accepted record one ticket, opened and announced once."""
        tickets, outbox = self.store.table("tickets"), self.store.table("outbox")
        opened = select(outbox.c.about).where(outbox.c.routing_key == "intake.ticket.opened.v1")
        with self.store.reading(None) as session:
            columns = (tickets.c[name] for name in ("external_id", "id", "site_id", "number"))
            standing = session.execute(select(*columns)).all()
            announced = sorted(session.execute(opened).scalars())
        assert {row.external_id: str(row.id) for row in standing} == self.platform.accepted
        assert len(standing) == len(self.platform.accepted) == len({row[2:] for row in standing})
        assert announced == sorted(str(row.id) for row in standing)
        assert self.platform.counts["another answer"] == 0
