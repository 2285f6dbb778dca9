"""The lab in plain lines: for screen readers, for poor terminals, and for scripts."""
