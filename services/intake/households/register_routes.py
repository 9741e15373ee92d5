"""Programs' doors to title and lease register, as of any day (RF-2)."""

from services.intake.directory.queries import find_unit_by_id
from shared.web.current import principal, reading, work
from shared.web.doors import Room
from shared.web.paging import Page, keyset

from . import month_schemas, register_queries, register_schemas, registering
from .queries import READERS
from .registers import REGISTERS, RegisterCheck
from .rules import KEEPERS, LEADERS, sees_numbers
from .whole_file import shown_line

registers = Room("registers", __name__, description="Title and lease register, as of any day (RF-2)")


def listed(register: str, asked: dict) -> Page:
    """That somebody read the register with open numbers is on record."""
    with work() as w:
        page = keyset(
            w.session, register_queries.lines(register, asked), (REGISTERS[register].id,), asked, descending=False
        )
        registering.note_reading(w, register, page.items)
        codes = register_queries.unit_codes(w.session, {line.unit_id for line in page.items})
        return Page([shown(register, line, codes[line.unit_id]) for line in page.items], page.next)


def shown(register: str, line, unit_code: str):
    said = shown_line(register, line, sees_numbers(principal(), line.site_id))
    said.unit_code = unit_code
    return said


def carried(register: str, line_id, step, **facts):
    """One step with one line, answered with the line that holds now."""
    with work() as w:
        line = register_queries.line_by_id(w.session, register, line_id)
        made = step(w, register, line, **facts)
        return shown(register, made, find_unit_by_id(w.session, made.unit_id).code)


def recorded(register: str, asked: dict):
    with work() as w:
        made = registering.record_line(w, register, **asked)
        return shown(register, made, find_unit_by_id(w.session, made.unit_id).code)


def checked(register: str, line_id, asked: dict):
    with work() as w:
        line = register_queries.line_by_id(w.session, register, line_id)
        return registering.check_line(w, register, line, **asked)


def doors_of(register: str, record, correct, view) -> None:
    """Both registers have the same doors."""
    path = f"/{register}-register"
    line, named = f"{path}/<uuid:{register}_line_id>", f"{register}_line_id"

    def list_lines(asked):
        return listed(register, asked)

    def record_line(asked):
        """A title that was open ends the day before; another overlap is 409."""
        return recorded(register, asked)

    def correct_line(asked, **address):
        """The old line stays, and is corrected once at most."""
        return carried(register, address[named], registering.correct_line, **asked)

    def strike_line(asked, **address):
        return carried(register, address[named], registering.strike_line, **asked)

    def check_line(asked, **address):
        """A leader's spot check."""
        return checked(register, address[named], asked)

    for view_function in (list_lines, record_line, correct_line, strike_line, check_line):
        view_function.__name__ = view_function.__name__.replace("line", register)
    registers.get(path, allow=READERS, query=register_schemas.RegisterQuery, answer=view, page=True)(list_lines)
    registers.post(path, allow=KEEPERS, body=record, answer=view, status=201)(record_line)
    registers.post(f"{line}/correct", allow=KEEPERS, body=correct, answer=view)(correct_line)
    registers.post(f"{line}/strike", allow=KEEPERS, body=register_schemas.StrikeLine, answer=view)(strike_line)
    answer = {"answer": month_schemas.RegisterCheckView, "status": 201}
    registers.post(f"{line}/check", allow=LEADERS, body=month_schemas.CheckLine, **answer)(check_line)


doors_of("title", register_schemas.RecordTitle, register_schemas.CorrectTitle, register_schemas.TitleView)
doors_of("lease", register_schemas.RecordLease, register_schemas.CorrectLease, register_schemas.LeaseView)


@registers.get(
    "/register-checks",
    allow=READERS,
    query=month_schemas.RegisterCheckQuery,
    answer=month_schemas.RegisterCheckView,
    page=True,
)
def list_checks(asked):
    """The spot checks of a month."""
    with reading() as session:
        return keyset(session, register_queries.checks(asked), (RegisterCheck.id,), asked)
