one = 1
two = 2 /* and so on
three = 3
