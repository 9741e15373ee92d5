"""One process of dispatch: web, relay, consume, clock, migrate, dead or all of them."""

from shared.heap import loading

with loading():
    from shared.service import main

    from .service import service

if __name__ == "__main__":
    main(service)
