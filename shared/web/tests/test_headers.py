"""What browsers refuse on our behalf (ASVS 3.4), and where the app lives."""

import dataclasses
import re

from flask import request

from shared.web.app import make_app
from shared.web.tests import house


def test_data_may_do_nothing_in_a_browser(client, desk):
    headers = client.get("/api/v1/things", headers=desk).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_a_page_runs_only_our_own_scripts(cookie):
    first, second = cookie.get("/things"), cookie.get("/things")
    policies = [page.headers["Content-Security-Policy"] for page in (first, second)]
    nonces = [re.search(r"script-src 'self' 'nonce-([^']+)'", policy)[1] for policy in policies]
    assert nonces[0] != nonces[1] and f'nonce="{nonces[0]}"' in first.text
    assert "frame-ancestors 'none'" in policies[0] and "unsafe-eval" not in policies[0]
    assert not re.findall(r"<script(?![^>]*(?:nonce=|src=))", first.text)
    assert not re.findall(r"\son\w+=", first.text), "no inline handlers: the policy forbids them"


def test_https_is_remembered_and_http_is_not(client):
    assert "Strict-Transport-Security" not in client.get("/livez").headers
    assert "max-age" in client.get("/livez", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_a_versioned_answer_may_be_kept_but_must_be_asked_for_again(client, desk, opened):
    headers = client.get(f"/api/v1/things/{opened['id']}", headers=desk).headers
    assert headers["Cache-Control"] == "private, no-cache" and "Authorization" in headers["Vary"]


def test_below_a_path_the_links_know_it(store, cookie):
    object.__setattr__(store.settings, "root_path", "/fake")
    app = make_app(house.service(), store)
    browser = app.test_client()
    browser.set_cookie("frontdesk_token", cookie.get_cookie("frontdesk_token").value)
    page = browser.get("/fake/things")
    assert 'href="/fake/things"' in page.text and "/fake/static/theme.css?v=" in page.text
    assert browser.get("/fake/api/v1/openapi.json").json["servers"] == [{"url": "/fake"}]
    assert browser.get("/livez").status_code == 200
    assert browser.get("/fakery/things").status_code == 404


def test_only_our_own_gateway_is_believed_about_the_caller(settings, store, monkeypatch):
    """Behind one proxy its word counts; what a caller wrote into the header himself does not."""
    told = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}
    seen = {}
    for proxies in (0, 1):
        monkeypatch.setattr(store, "settings", dataclasses.replace(settings, trusted_proxies=proxies))
        app = make_app(house.service(), store)

        @app.before_request
        def note(proxies=proxies):
            seen[proxies] = (request.remote_addr, request.is_secure)

        app.test_client().get("/livez", headers=told)
    assert seen == {0: ("127.0.0.1", False), 1: ("198.51.100.7", True)}
