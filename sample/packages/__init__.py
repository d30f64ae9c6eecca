"""Photos of products in their cartons: a printed brand and name, a bar code."""
