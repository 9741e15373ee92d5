"""What a platform pushed is found like everything else, whichever way it was written (RD-13)."""

from services.intake.tests.calls.conftest import record


def test_a_pushed_ticket_is_found_by_its_words_id_and_phone(push, client, desk):
    """Alone and in a batch: PostgreSQL writes both past the session."""
    pushed = [push(record("CC-1", Note="boiler rattles", Phone="13812345521")).json["number"]]
    batch = {"records": [record("CC-2", Note="boiler leaks", Phone=None), record("CC-3", Note="boiler", Phone=None)]}
    pushed += [line["number"] for line in push(batch, path="/pushes/batch").json["lines"]]
    find = lambda text: [one["number"] for one in client.as_(desk).get(f"/tickets?text={text}").json["items"]]  # noqa: E731
    assert sorted(find("boiler")) == sorted(pushed)
    assert find("CC-2") == [pushed[1]] and find("boiler 5521") == [pushed[0]] and find("13812345521") == [pushed[0]]
