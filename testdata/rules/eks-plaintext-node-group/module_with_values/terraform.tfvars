types = ["m6i.large", "m5.large"]
