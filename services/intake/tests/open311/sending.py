"""The categories that the tests of Open311 ask for."""

CODE, LAMP = "unit.pipe.leak", "public.light.off"
