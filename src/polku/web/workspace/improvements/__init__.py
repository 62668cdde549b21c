"""Pages of improvements: the list, and each of them."""
