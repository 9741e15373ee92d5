import pytest
from tests.security.doors import doors_of
from tests.security.expected import expected_of
from tests.security import test_sweep, test_foreign, test_bodies
from tests.security.test_sweep import *
from tests.security.test_foreign import test_what_is_foreign_is_answered_like_what_is_not_there, test_no_list_search_count_or_page_shows_anything_foreign, test_no_filter_finds_anything_foreign, test_no_body_may_name_anything_foreign, test_a_cursor_of_another_operator_shows_only_the_own
from tests.security.test_bodies import test_every_field_that_nobody_declared_is_refused_by_name, test_no_shape_takes_what_the_server_decides,test_every_shape_of_a_body_is_closed
del test_the_table_names_no_door_that_is_gone
MINE=("households","registers","keys","entrusted","households_pages","registers_pages","keys_pages","key_things_pages")
@pytest.fixture(params=["intake"])
def service(request):
    from services.intake.service import service
    return service
@pytest.fixture
def doors(app, service):
    return [d for d in doors_of(app, service.name) if d.endpoint.split(".")[0] in MINE]
@pytest.fixture
def closed(doors):
    return [(door, said) for door in doors if (said := expected_of(door)) and not said.public]
