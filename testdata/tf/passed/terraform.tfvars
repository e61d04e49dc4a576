given = "from the file"
