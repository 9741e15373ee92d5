"""`python -m embedded run|demo|story|reconcile|reset`: the whole centre, for one machine."""

import argparse
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / ".data"


def main(arguments: list[str] | None = None) -> int:
    asked = words().parse_args(arguments)
    return VERBS[asked.verb](asked)


def words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embedded", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="serve the centre until stopped, keeping its data")
    run.add_argument("--data", default=str(DATA), help="the folder that keeps everything")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--databases", help='such as "postgresql://{service}:…@host/frontdesk_{service}"')
    run.add_argument("--broker", help='such as "amqp://{service}:…@host/frontdesk"')
    demo = verbs.add_parser("demo", help="play one day of work on a call centre's export")
    demo.add_argument("--records", help="an export, CSV or JSON; without it the sample of the house")
    demo.add_argument("--profile", help="the mapping profile, JSON; without it the one that fits")
    demo.add_argument("--all", action="store_true", help="take every record, not only those the profile selects")
    demo.add_argument("--limit", type=int, metavar="N", help="take the first N records only")
    demo.add_argument("--stage", choices=("embedded", "servers"), default="embedded")
    demo.add_argument("--data", help="keep everything in this folder")
    demo.add_argument("--keep", action="store_true", help="do not remove the temporary folder")
    told = verbs.add_parser("story", help="a ticket's whole way through the four services")
    told.add_argument("number", help="such as T-2026-000123")
    told.add_argument("--lang", choices=("zh", "en"), default="zh")
    compared = verbs.add_parser("reconcile", help="compare the four services; leaves with 1 when anything differs")
    for parser_of in (told, compared):
        parser_of.add_argument("--data", default=str(DATA), help="the folder of a centre on this machine")
        parser_of.add_argument("--url", help="another centre; asks for the password of --login")
        parser_of.add_argument("--login", default="admin")
    reset = verbs.add_parser("reset", help="remove a stopped centre's data for good")
    reset.add_argument("--data", default=str(DATA))
    reset.add_argument("--yes", action="store_true", help="do not ask")
    return parser


def run(asked) -> int:
    from .running import run

    return run(asked)


def demo(asked) -> int:
    from .centre import CentreDown
    from .demo.exports import UnreadableExport
    from .demo.play import play
    from .demo.profiles import NoProfileFits
    from .door import Refused

    try:
        return play(asked)
    except (UnreadableExport, NoProfileFits, CentreDown, Refused, OSError, RuntimeError, ValueError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def story(asked) -> int:
    from .story import story

    return story(asked)


def reconcile(asked) -> int:
    from .reconcile.tell import reconcile

    return reconcile(asked)


def reset(asked) -> int:
    from .running import reset

    return reset(asked)


VERBS = {"run": run, "demo": demo, "story": story, "reconcile": reconcile, "reset": reset}

if __name__ == "__main__":
    sys.exit(main())
