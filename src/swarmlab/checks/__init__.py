"""The vocabulary of sentences a task is bound to, one module a subject."""
