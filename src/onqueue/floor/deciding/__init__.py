"""What each command leads to, by subject. Nothing here changes the floor."""
