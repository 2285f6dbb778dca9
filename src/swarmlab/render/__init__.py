"""A deck as one HTML document: pruned for those it is for, then drawn."""
