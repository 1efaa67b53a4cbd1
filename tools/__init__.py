"""What keeps the project in order: checks, the test run, and the import contracts of our own."""
