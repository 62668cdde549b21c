"""Tests of what goes with an outcome."""
