"""`python -m http_status_db.observe`."""

from .cli import main

main()
