"""Run SQL from strangers: limits, a guarded connection, a process that may be killed, and a pool of these."""
