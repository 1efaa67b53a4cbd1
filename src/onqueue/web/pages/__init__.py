"""Pages for customers: the demo's shop, a hostile page, and the chat as a page for a frame."""
