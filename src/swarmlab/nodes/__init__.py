"""Throwaway nodes: image, run spec, up and down, link, shell, power, sweeper.

The only room that knows Docker's SDK.
"""
