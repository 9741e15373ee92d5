"""An empty house gets its operator and its first admin by one command."""

import json

from shared.service import PROCESSES

WORDS = ["--code", "demo", "--name-zh", "示范物业", "--name-en", "Demo", "--login", "admin"]


def found(service, settings, *more) -> int:
    return service.commands["found-operator"](service, settings, [*WORDS, *more])


def test_the_founded_admin_signs_in_and_may_import(client, service, settings, capsys):
    assert found(service, settings, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    answer = client.post("/sign-in", json={"login": "admin", "password": told["password"]})
    assert answer.json["principal"]["operator_id"] == told["operator_id"]
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    site = {"sites": [{"code": "CH", "name_zh": "翠湖", "name_en": "Lake"}]}
    assert client.post("/directory/imports", json=site, headers=bearer).status_code == 200


def test_founding_twice_is_refused_and_changes_nothing(service, settings, capsys):
    assert found(service, settings) == 0
    assert "shown only now" in capsys.readouterr().out
    assert found(service, settings) == 1
    assert "there already" in capsys.readouterr().err


def test_a_password_from_a_file_is_not_shown(service, settings, capsys, tmp_path, client):
    file = tmp_path / "password"
    file.write_text("a password of my own\n")
    assert found(service, settings, "--password-file", str(file)) == 0
    assert "own" not in capsys.readouterr().out
    assert client.post("/sign-in", json={"login": "admin", "password": "a password of my own"}).status_code == 200
    file.write_text("short")
    assert found(service, settings, "--password-file", str(file)) == 2


def test_the_command_hides_no_process_of_the_service(service):
    assert not PROCESSES.keys() & service.commands.keys()
