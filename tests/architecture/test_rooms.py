"""A room has doors, one table, one memory; files and functions are short; names say what a thing is."""

import ast

import pytest

from tests.architecture.tree import Source, planted, sources

NOT_OURS = {"utils", "helpers", "common", "manager", "base", "misc", "util", "helper"}
DOORS = {"routes", "pages", "handlers", "clock"}
LINES, FUNCTION_LINES = 200, 40
everything = sources("services", "shared", "embedded", "tools", "bench", "deploy")
code = [source for source in everything if not source.is_test and "migrations" not in source.path.parts]


def too_long(source: Source) -> list[str]:
    faults = []
    lines = source.text.count("\n")
    if lines > LINES:
        faults.append(f"{lines} lines")
    for function in source.functions():
        length = function.end_lineno - function.lineno + 1
        if length > FUNCTION_LINES:
            faults.append(f"{function.name} has {length} lines")
    return faults


def empty_names(source: Source) -> list[str]:
    return [part for part in source.path.with_suffix("").parts if part in NOT_OURS]


def commits(source: Source) -> list[str]:
    """Calls that end or nest a transaction: only shared/storage does (rule 4)."""
    found = []
    for node in ast.walk(source.syntax):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("commit", "rollback", "begin_nested"):
                found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    return found


def decisions(source: Source) -> list[str]:
    """A door that writes to the session decides something itself (rule 3)."""
    if source.path.stem not in DOORS or source.path.parts[0] != "services":
        return []
    written = ("add", "add_all", "delete", "merge", "flush")
    return [
        f"line {node.lineno}: session.{node.func.attr}"
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in written
        and ast.unparse(node.func.value).endswith("session")
    ]


def unfinished(source: Source) -> list[str]:
    words = ("TODO", "FIXME", "NotImplementedError", "XXX")
    lines = enumerate(source.text.splitlines(), 1)
    return [f"line {n}: {line.strip()}" for n, line in lines if any(word in line for word in words)]


def found_by(check, looked_at: list[Source]) -> dict[str, list[str]]:
    """Path -> faults, for every file where `check` finds any."""
    return {str(source.path): faults for source in looked_at if (faults := check(source))}


def test_files_and_functions_are_short():
    assert found_by(too_long, code) == {}


def test_names_say_what_a_thing_is():
    assert found_by(empty_names, code) == {}


def test_only_storage_ends_a_transaction():
    owners = ("shared/storage/*.py", "shared/messaging/embedded/*.py", "bench/*.py")
    others = [source for source in code if not any(source.path.match(owner) for owner in owners)]
    assert found_by(commits, others) == {}


def test_doors_decide_nothing():
    assert found_by(decisions, code) == {}


def test_every_module_says_what_it_is():
    assert [str(s.path) for s in code if s.syntax.body and not ast.get_docstring(s.syntax)] == []


def test_nothing_is_left_for_later():
    assert found_by(unfinished, code) == {}


SHORT = "x = 1\n"


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (too_long, "services/intake/tickets/usecases.py", SHORT * (LINES + 1)),
        (too_long, "services/intake/tickets/usecases.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
        (empty_names, "services/intake/tickets/utils.py", SHORT),
        (empty_names, "services/intake/common/models.py", SHORT),
        (commits, "services/intake/tickets/usecases.py", "def f(work):\n    work.session.commit()\n"),
        (commits, "services/intake/tickets/usecases.py", "def f(s):\n    with s.begin_nested():\n        pass\n"),
        (decisions, "services/intake/tickets/routes.py", "def f(work):\n    work.session.add(1)\n"),
        (unfinished, "services/intake/tickets/routes.py", "# TO" + "DO later\n"),
    ],
)
def test_the_checks_can_turn_red(check, path, text):
    assert check(planted(path, text))
    assert not check(planted("services/intake/tickets/usecases.py", SHORT))
