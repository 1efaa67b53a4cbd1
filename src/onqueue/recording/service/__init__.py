"""What is done with recordings: policies, talks, sealed sound, and its end."""
