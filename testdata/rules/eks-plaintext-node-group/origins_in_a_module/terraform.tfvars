by_tfvars = ["m5.xlarge"]
