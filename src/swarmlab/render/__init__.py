"""A deck as pages: HTML, PDF, handout, and its numbers."""
