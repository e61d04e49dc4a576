c = "a.auto.tfvars"
