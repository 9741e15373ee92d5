"""Facts per work order, so that the four services can be compared over their public doors."""
