"""The analysis of customer experience: tables in, frozen results out; knows no web framework and no database."""
