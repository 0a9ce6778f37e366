"""Items and users as Amazon is to know them, kept in step."""
