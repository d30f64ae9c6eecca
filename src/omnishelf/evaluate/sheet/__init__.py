"""The report of one evaluation: a single HTML file without scripts or anything fetched from elsewhere."""
