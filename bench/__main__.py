"""`make bench`: prints every figure with its reference in the same run and writes bench/results/latest.json."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from . import p1_accept, p2_batch, p3_relay, p4_consume, p5_latency, p6_celery, p7_search
from .rig import rig

FIGURES = {
    **{"P-1": p1_accept, "P-2": p2_batch, "P-3": p3_relay},
    **{"P-4": p4_consume, "P-5": p5_latency, "P-6": p6_celery, "P-7": p7_search},
}
RESULTS = Path(__file__).parent / "results" / "latest.json"
HEAD = f"{'id':<5} {'what':<58} {'ours':>10} {'reference':>10} {'unit':<8} {'ratio':>8} {'goal':<6}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("figures", nargs="*", help="such as P-3; all when none is named")
    wanted = parser.parse_args().figures or list(FIGURES)
    print(HEAD, flush=True)
    figures = []
    with rig() as servers:
        for name in wanted:
            measured = FIGURES[name].measure(servers)
            for figure in measured if isinstance(measured, list) else [measured]:
                print(figure.line(), flush=True)
                figures.append(figure.as_dict())
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "figures": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
