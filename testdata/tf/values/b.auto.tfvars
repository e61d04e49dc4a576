c = "b.auto.tfvars"
