"""Whether a procedure as written hangs together: nothing speaks of what is not there or waits for itself (RM-1)."""

# facts that the house itself reads by their name: permits, passes and extinguishers rest on them
READ_AS = {"floor_area": "quantity", "extinguishers": "whole", "ends": "date", "valid_until": "date"}
READ_AS |= {"work_hours": "text"}


def faults_of(definition: dict) -> list[str]:
    """What does not hang together: each word says what would be right."""
    known: dict[str, dict] = {}
    lists = [listed["code"] for listed in definition["lists"]]
    faults = [f"The list {code} stands there twice." for code in sorted({c for c in lists if lists.count(c) > 1})]
    for step in definition["steps"]:
        faults += [f"{step['code']}: {said}" for said in _faults_of_step(step, known, lists)]
        known[step["code"]] = step
    return faults


def _faults_of_step(step: dict, known: dict[str, dict], lists: list[str]) -> list[str]:
    """Whatever a step speaks of stands before it, so that nothing can wait for itself."""
    code, asked = step["code"], step.get("fields_", [])
    money = {field["code"] for field in asked if field["kind"] == "money"}
    since = (step.get("due") or {}).get("since", "start")
    named = [*step["after"], *(step.get("fail") or {}).get("back_to", ()), *([since] if since != "start" else [])]
    found = ["stands there twice."] if code in known else []
    found += [f"no earlier step is called {one}." for one in named if one not in known]
    found += [f"no list is called {one['code']}." for one in step["lists"] if one["code"] not in lists]
    found += [f"{one['code']} is asked for twice." for n, one in enumerate(asked) if one in asked[:n]]
    read = [(one["code"], READ_AS[one["code"]], one["kind"]) for one in asked if one["code"] in READ_AS]
    found += [f"{name} is of kind {right}." for name, right, kind in read if kind != right]
    for total in step["sums"]:
        parts = {total["total"], *total["plus"], *total["less"]}
        found += [f"{name} is no field of kind money here." for name in sorted(parts - money)]
    least = (step.get("event") or {}).get("least")
    if least and least["field"] not in _money_of(known.get(least["step"])):
        found.append(f"{least['step']} asks for no money called {least['field']}.")
    return found


def _money_of(step: dict | None) -> set[str]:
    return {field["code"] for field in (step or {}).get("fields_", ()) if field["kind"] == "money"}
