"""Two people, one record: the slower one is told (RD-8)."""

import pytest


def rename(client, opened, desk, *, tag=None, **body):
    headers = desk if tag is None else desk | {"If-Match": tag}
    return client.post(f"/api/v1/things/{opened['id']}/rename", json={"name": "two", **body}, headers=headers)


def test_an_answer_carries_its_version_as_etag(client, opened, desk):
    answer = client.get(f"/api/v1/things/{opened['id']}", headers=desk)
    assert (answer.headers["ETag"], answer.json["version"]) == ('"1"', 1)


def test_writing_without_a_version_is_428_and_says_which_it_is(client, opened, desk):
    answer = rename(client, opened, desk)
    assert (answer.status_code, answer.json["code"], answer.json["version"]) == (428, "version-missing", 1)


@pytest.mark.parametrize("said", [{"tag": '"1"'}, {"tag": "1"}, {"tag": 'W/"1"'}, {"tag": "*"}, {"version": 1}])
def test_the_right_version_writes_and_the_answer_has_the_next(client, opened, desk, said):
    answer = rename(client, opened, desk, **said)
    assert (answer.status_code, answer.headers["ETag"], answer.json["name"]) == (200, '"2"', "two")


@pytest.mark.parametrize("said", [{"tag": '"7"'}, {"version": 7}])
def test_a_stale_version_is_412(client, opened, desk, said):
    answer = rename(client, opened, desk, **said)
    assert (answer.status_code, answer.json["code"]) == (412, "stale")


@pytest.mark.parametrize("said", [{"tag": "abc"}, {"version": "1"}, {"version": 1.5}, {"version": True}])
def test_a_version_that_cannot_be_read_is_422(client, opened, desk, said):
    assert rename(client, opened, desk, **said).status_code == 422


def test_a_door_without_a_shape_reads_the_version_of_the_body(client, opened, desk):
    address = f"/api/v1/things/{opened['id']}/take"
    assert client.post(address, headers=desk).status_code == 428
    assert client.post(address, headers=desk, json={"version": 1}).status_code == 200


def test_who_knows_the_version_gets_304(client, opened, desk):
    address = f"/api/v1/things/{opened['id']}"
    answer = client.get(address, headers=desk | {"If-None-Match": '"1"'})
    assert (answer.status_code, answer.data) == (304, b"")
    assert client.get(address, headers=desk | {"If-None-Match": '"0"'}).status_code == 200


def test_reading_with_a_version_to_write_upon_is_reading(client, opened, desk):
    """If-Match on a GET was answered 412 with the thing itself, as no paper of ours says."""
    answer = client.get(f"/api/v1/things/{opened['id']}", headers=desk | {"If-Match": "*"})
    assert answer.status_code == 200 and answer.json["id"] == opened["id"]
