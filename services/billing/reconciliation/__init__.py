"""What billing holds, as facts to compare with the other services."""
