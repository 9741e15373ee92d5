"""Staff: who works here, in which trades and with which certificates, when and where."""
