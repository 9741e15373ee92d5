"""The whole centre as one command: four services behind one port, workers beside them, sample data and players."""
