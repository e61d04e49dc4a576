variable "cluster_role" {
  type = string
}

variable "node_role" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "instance_types" {
  type    = list(string)
  default = ["m6i.large", "m5.large"]
}
