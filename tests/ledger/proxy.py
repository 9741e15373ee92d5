"""A TCP proxy of our own that does to a connection what networks do: delays, holds, swallows, cuts and refuses."""

import asyncio
import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field

UP, DOWN = "up", "down"  # from the client to the server, and back
BOTH = (UP, DOWN)
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset


@dataclass
class Trap:
    """Cuts the connection on which `pattern` is sent: before the server has it, or, with `pass_on`, after the server
    answered and before the client hears it. With `after` only the connection on which that was said before."""

    pattern: bytes
    pass_on: bool
    after: bytes = b""
    sprung: threading.Event = field(default_factory=threading.Event)


@dataclass(eq=False)
class Link:
    """One connection through the proxy. What is sent into a deaf side is lost for good, whatever heals later."""

    writers: dict[str, asyncio.StreamWriter]
    deaf: set[str] = field(default_factory=set)
    passed: int = 0
    ends_with: Trap | None = None
    marked: Trap | None = None

    def reset(self, *sides: str) -> None:
        for writer in (self.writers[side] for side in sides or self.writers):
            with contextlib.suppress(OSError):  # closed already
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()


class Proxy:
    """Listens on `port` of this machine for the server at `target`. Faults work at once, on living connections too."""

    def __init__(self, target: int):
        self.target, self.loop = target, asyncio.new_event_loop()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.links: set[Link] = set()
        self.seconds, self.limit, self.refusing = 0.0, None, False
        self.trap: Trap | None = None
        self.held = {way: asyncio.Event() for way in BOTH}
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True, name="proxy")

    # What can be done to the connections.

    def delay(self, seconds: float) -> None:
        """Each piece arrives so much later."""
        self.seconds = seconds

    def hold(self, *ways: str) -> None:
        """Nothing passes until `heal`; then everything arrives, late. New connections are accepted and held too."""
        self.at_once(lambda: [self.held[way].clear() for way in ways or BOTH])

    def release(self, *ways: str) -> None:
        """What was held these ways arrives now."""
        self.at_once(lambda: [self.held[way].set() for way in ways or BOTH])

    def swallow(self, *ways: str) -> None:
        """The living connections stay open and what is sent into them is gone: half-open, as behind a lost route."""
        self.at_once(lambda: [link.deaf.update(ways or BOTH) for link in self.links])

    def cut(self) -> None:
        """Every living connection is reset."""
        self.at_once(lambda: [link.reset() for link in list(self.links)])

    def cut_after(self, count: int) -> None:
        """Each connection is reset when `count` bytes went up, in the middle of whatever is being said."""
        self.limit = count

    def cut_at(self, pattern: bytes, *, pass_on: bool, after: bytes = b"") -> Trap:
        """The first connection that sends `pattern` is reset, see Trap; the others never notice."""
        self.trap = Trap(pattern, pass_on, after)
        return self.trap

    def refuse(self) -> None:
        """New connections are reset at once."""
        self.refusing = True

    def heal(self) -> None:
        """As if nothing had been; deaf connections stay deaf."""
        self.seconds, self.limit, self.refusing, self.trap = 0.0, None, False, None
        self.release()

    # How it is done.

    def at_once(self, act) -> None:
        async def acting():
            act()

        asyncio.run_coroutine_threadsafe(acting(), self.loop).result(10)

    async def meet(self, reader, writer) -> None:
        if self.refusing:
            return Link({DOWN: writer}).reset()
        try:
            answers, server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return Link({DOWN: writer}).reset()
        link = Link({UP: server, DOWN: writer})
        self.links.add(link)
        try:
            await asyncio.gather(self.pump(link, UP, reader), self.pump(link, DOWN, answers))
        except (OSError, asyncio.CancelledError):
            link.reset()
        finally:
            self.links.discard(link)
            for end in link.writers.values():
                end.close()

    async def pump(self, link: Link, way: str, reader) -> None:
        """What is said this way is passed on, piece by piece: a long statement comes in several."""
        while data := await reader.read(65536):
            if self.seconds:
                await asyncio.sleep(self.seconds)
            await self.held[way].wait()
            if way == DOWN and link.ends_with is not None:
                return self.spring(link.ends_with, link)
            if way not in link.deaf and not self.cut_in(link, way, data):
                link.writers[way].write(data)
                await link.writers[way].drain()
        if way not in link.deaf:
            link.writers[way].write_eof()

    def cut_in(self, link: Link, way: str, data: bytes) -> bool:
        """Whether this piece was the connection's last."""
        if way == DOWN:
            return False
        trap, link.passed = self.trap, link.passed + len(data)
        if trap is not None and trap.after in data:
            link.marked = trap
        if trap is not None and link.marked is trap and trap.pattern in data:
            self.trap = None
            if trap.pass_on:  # the rest of it too; the server's answer ends the connection
                link.ends_with = trap
                return False
            self.spring(trap, link)
            return True
        if self.limit is not None and link.passed > self.limit:
            link.writers[UP].write(data[: max(0, len(data) - (link.passed - self.limit))])
            link.writers[UP].close()  # not reset: the server is to have read what came before the cut
            link.reset(DOWN)
            return True
        return False

    def spring(self, trap: Trap, link: Link) -> None:
        link.reset()
        trap.sprung.set()

    def __enter__(self) -> "Proxy":
        self.thread.start()
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self.meet, sock=self.socket), self.loop).result(10)
        self.heal()
        return self

    async def wind_up(self) -> None:
        for link in list(self.links):
            link.reset()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def __exit__(self, *_) -> None:
        asyncio.run_coroutine_threadsafe(self.wind_up(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.socket.close()
