"""What other services are told about places: each sends its whole state with its version, so order does not matter."""

from shared.contracts.intake import SiteChanged, UnitChanged

from .models import Building, Site, Unit


def announce_site(work, site: Site) -> None:
    """Call after the flush that gave the site its version."""
    work.announce(
        SiteChanged,
        about=site.id,
        site_id=site.id,
        version=site.version,
        code=site.code,
        name=site.name,
        timezone=site.timezone,
        currency=site.currency,
        settings=site.settings,
    )


def announce_unit(work, unit: Unit, building: Building) -> None:
    """Call after the flush that gave the unit its version."""
    work.announce(
        UnitChanged,
        about=unit.id,
        site_id=unit.site_id,
        unit_id=unit.id,
        version=unit.version,
        code=unit.code,
        label=unit.label,
        building_id=building.id,
        building_name=building.name,
        floor=unit.floor,
        use=unit.use,
        built_area=unit.built_area,
        usable_area=unit.usable_area,
        active=unit.active,
    )
