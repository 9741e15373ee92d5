"""F20: two lists of events are compared id by id; what one side lacks is named, and nothing else."""

from datetime import UTC, datetime, timedelta

from shared.ids import new_id
from shared.messaging import event_lists
from shared.messaging.event_lists import differences, first_id, read_lists

OPENED = "intake.ticket.opened.v1"  # read by dispatch and notify, among others
SERVICES = ("intake", "dispatch", "billing", "notify")


def lines(event_id, *, announced=True, readers=None) -> list[str]:
    from shared import contracts

    said = [f"announced intake {OPENED} {event_id}"] if announced else []
    return said + [f"heard {name} {OPENED} {event_id}" for name in readers or contracts.find(OPENED).readers]


def test_nothing_is_said_when_both_sides_agree():
    assert differences(read_lists(lines(new_id()) + lines(new_id()), *SERVICES)) == []


def test_an_event_that_one_reader_never_heard_is_named_with_the_reader():
    heard, lost = new_id(), new_id()
    told = lines(heard) + [line for line in lines(lost) if not line.startswith("heard notify")]
    [found] = differences(read_lists(told, *SERVICES))
    assert str(lost) in found and "notify never heard it" in found


def test_an_event_that_its_announcer_forgot_is_named_for_each_who_heard_it():
    forgotten = new_id()
    found = differences(read_lists(lines(forgotten, announced=False, readers=["dispatch"]), *SERVICES))
    assert found == [f"{forgotten} {OPENED}: dispatch heard it, intake does not know it"]


def test_who_was_not_asked_is_not_judged():
    assert differences(read_lists(lines(new_id(), readers=["dispatch"]), "intake", "dispatch")) == []


def test_an_id_tells_when_its_event_was_born():
    before = datetime.now(UTC) - timedelta(milliseconds=2)
    event_id = new_id()
    assert first_id(before) <= event_id < first_id(before + timedelta(seconds=60))


def test_the_command_reads_what_the_services_printed(tmp_path, capsys):
    event_id = new_id()
    for name in SERVICES:
        told = [line for line in lines(event_id) if line.split()[1] == name]
        (tmp_path / name).write_text("\n".join([f"# {name}", *told]))
    paths = [str(tmp_path / name) for name in SERVICES]
    assert event_lists.main(paths) == 0
    (tmp_path / "dispatch").write_text("# dispatch\n")
    assert event_lists.main(paths) == 1
    assert "dispatch never heard it" in capsys.readouterr().out
