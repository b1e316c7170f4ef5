"""Where HTML is made: cells, links, languages, filters."""
