"""What people see: the workspace of members and the pages of respondents."""
