"""One started lab: its files, binding, progress, and the runner behind check, solve and test."""
