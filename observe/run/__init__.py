"""Runs a program's jobs and reads what came of them."""
