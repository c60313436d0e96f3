"""What a call costs: prices from four sources, the nearest to the truth first."""
