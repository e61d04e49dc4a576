literal = "not read"
