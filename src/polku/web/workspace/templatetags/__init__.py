"""What templates of the workspace can say."""
