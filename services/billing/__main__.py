"""Runs billing: `python -m services.billing web|relay|consume|clock|work|migrate|dead|all`."""

from shared.heap import loading

with loading():
    from shared.service import main

    from .service import service

if __name__ == "__main__":
    main(service)
