"""Opening lines, questions and read-back lists by kind, in both languages, per site (RD-18, RD-4, RD-2)."""

from services.intake.guides.queries import of_the_house
from services.intake.tickets.rules import NEEDS
from shared.testing.people import NEIGHBOUR, SITE

PATH = f"/sites/{SITE}/guides/complaint"


def test_the_house_has_words_in_both_languages_for_every_kind_and_asks_for_every_required_fact():
    told = of_the_house()
    assert told.keys() == NEEDS.keys()
    for kind, words in told.items():
        asked = {question.get("fact") for question in words["questions"]}
        assert set(NEEDS[kind]) <= asked, kind
        for said in (words["opening"], *words["questions"], *words["read_back"]):
            assert said["zh"].strip() and said["en"].strip(), kind


def test_a_site_puts_its_own_words_over_those_of_the_house(client, desk, supervisor, place, on_record):
    before = client.as_(desk).get(f"/guides?site_id={SITE}&kind=complaint").json[0]
    assert before["version"] == 0 and before["needs"] == list(NEEDS["complaint"])
    said = {"opening": {"zh": "您好，翠湖花园。", "en": "Good day, Green Lake Gardens."}}
    changed = client.as_(supervisor).put(PATH, json=said)
    assert changed.status_code == 200 and changed.json["version"] == 1, changed.json
    after = client.as_(desk).get(f"/guides?site_id={SITE}&kind=complaint").json[0]
    assert after["opening"] == said["opening"] and after["questions"] == before["questions"]
    assert len(client.as_(desk).get(f"/guides?site_id={SITE}").json) == len(NEEDS)
    assert "guide.changed" in [entry.action for entry in on_record()]


def test_a_second_change_says_which_version_it_is_about(client, supervisor, place):
    said = {"read_back": [{"zh": "您的单号是……", "en": "Your number is …"}]}
    assert client.as_(supervisor).put(PATH, json=said).status_code == 200
    assert client.as_(supervisor).put(PATH, json=said).status_code == 428
    assert client.as_(supervisor).put(PATH, version=7, json=said).status_code == 412
    assert client.as_(supervisor).put(PATH, version=1, json={"questions": []}).json["version"] == 2


def test_words_of_one_language_only_and_unknown_kinds_are_refused(client, supervisor, desk, place):
    assert client.as_(supervisor).put(PATH, json={"opening": {"zh": "您好"}}).status_code == 422
    assert client.as_(supervisor).put(f"/sites/{SITE}/guides/gossip", json={}).status_code == 404
    assert client.as_(desk).put(PATH, json={}).status_code == 403
    assert client.as_(NEIGHBOUR).put(PATH, json={}).status_code == 404
