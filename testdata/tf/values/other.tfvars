e = "never read"
