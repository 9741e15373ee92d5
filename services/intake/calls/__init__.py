"""What call-centre platforms push, exactly once each, through mapping profiles that are data (RD-2, RV-9)."""
