"""The lab screen, a module for each of its parts."""
