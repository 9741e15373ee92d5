"""The floor of P-1: a Flask route that does the same two inserts with raw psycopg and nothing else."""

import os
import threading
import uuid

import psycopg
from flask import Flask, request

TABLES = (
    "CREATE TABLE IF NOT EXISTS tickets (id uuid PRIMARY KEY, body text NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outbox (position bigserial PRIMARY KEY, body text NOT NULL)",
)


def application() -> Flask:
    """One connection a thread, kept open: as lean as it gets."""
    url = os.environ["BENCH_DATABASE"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # two workers start at once
        for table in TABLES:
            connection.execute(table)
    app = Flask("bare")
    own = threading.local()

    @app.post("/pushes")
    def push():
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url)
        body = request.get_json()
        ticket = uuid.uuid4()
        own.connection.execute("INSERT INTO tickets (id, body) VALUES (%s, %s)", (ticket, body["text"]))
        own.connection.execute("INSERT INTO outbox (body) VALUES (%s)", (body["text"],))
        own.connection.commit()
        return {"ticket_id": str(ticket)}, 201

    @app.get("/ready")
    def ready():
        return {}

    return app
