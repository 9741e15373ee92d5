"""Who acts and what they may do at which site (RO-1)."""

from uuid import UUID

import pytest

from shared.errors import NotAllowed
from shared.principal import Principal
from shared.web.tests import house

HERE, THERE = UUID(int=2), UUID(int=3)


def test_roles_count_where_they_are_held():
    desk = house.person("a", "desk", site=str(HERE))
    assert desk.may(HERE, "desk", "manager") and not desk.may(THERE, "desk") and not desk.may(None, "desk")
    assert (desk.sites, desk.roles_at(HERE)) == (frozenset({HERE}), {"desk"})
    desk.require(HERE, "desk")
    with pytest.raises(NotAllowed):
        desk.require(THERE, "desk")


def test_a_role_everywhere_counts_at_every_site():
    head = house.person("a", "head_office", site="*")
    assert head.sites is None and head.may(THERE, "head_office") and head.may(None, "head_office")


def test_a_site_without_roles_is_not_seen():
    nobody = Principal("x", "person", "x", "x", house.OPERATOR, {str(HERE): ()})
    assert nobody.sites == frozenset() and not nobody.may(HERE, "desk")


def test_the_system_is_bound_to_its_operator_and_site():
    here = Principal.system(house.OPERATOR, HERE)
    assert here.sites == {HERE} and here.may(HERE, "system") and not here.may(HERE, "desk")
    assert Principal.system(house.OPERATOR).sites is None


def test_a_principal_survives_its_claims_and_refuses_unknown_roles():
    desk = house.person("a", "desk", "supervisor")
    assert Principal.from_claims(desk.claims()) == desk and hash(desk)
    with pytest.raises(ValueError, match="root"):
        house.person("a", "root")


def test_a_role_at_one_site_counts_at_no_other():
    both = Principal("p", "person", "B", "b", UUID(int=1), {str(HERE): ("guard", "desk"), str(THERE): ("cashier",)})
    assert both.where("cashier").sites == {THERE}
    assert both.where("desk").roles_at(HERE) == {"desk", "guard"}
    assert both.where("manager").sites == frozenset()
    over_all = Principal("p", "person", "B", "b", UUID(int=1), {"*": ("admin",), str(HERE): ("desk",)})
    assert over_all.where("admin", "desk") is over_all
    assert over_all.where("desk").sites == {HERE} and over_all.where("desk").roles_at(HERE) == {"desk", "admin"}
