"""What programs ask the site for: the database itself, rules for robots, lists of pages, pictures."""
