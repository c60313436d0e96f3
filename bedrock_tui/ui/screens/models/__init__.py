"""The Models screen: which models there are, where, at what price, and for whom."""
