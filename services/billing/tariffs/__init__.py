"""What things cost: fee items with dated standards, and the published price list of paid services (RB-1)."""
