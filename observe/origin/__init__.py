"""The origin server: what it answers, how it serves, what it remembers."""
