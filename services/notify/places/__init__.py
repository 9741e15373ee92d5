"""Places: own copies of sites and units, and what a site has set."""
