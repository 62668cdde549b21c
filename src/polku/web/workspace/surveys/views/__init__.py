"""The pages of surveys: the list, the editor, publishing, and the answers that came."""
