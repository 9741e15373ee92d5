"""Notify as a program: web, relay, consume, clock, migrate, dead, all."""

from shared.heap import loading

with loading():
    from shared.service import main

    from .service import service

main(service)
