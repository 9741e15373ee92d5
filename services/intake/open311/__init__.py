"""Open311 GeoReport v2 over the same tickets: a site is a jurisdiction, a category of tickets a service (RO-3)."""
