"""The pages of those who have signed in, one package a subject."""
