# Nothing calls this module: what it requires is not known.

variable "instance_types" {
  type = list(string)
}

variable "group" {
  type = object({
    name  = string
    types = optional(list(string), ["m5.large"])
  })

  validation {
    condition     = var.group.name != "x"
    error_message = "Not x."
  }
}

variable "groups" {
  type = map(object({ types = list(string) }))
}

variable "create" {
  type    = bool
  default = true
}

variable "type" {
  type    = string
  default = "t3.large"

  # What is refused is not asked.
  validation {
    condition     = var.type == "m6i.large"
    error_message = "Another."
  }
}

resource "aws_eks_node_group" "required" {
  cluster_name   = "main"
  instance_types = var.instance_types
}

resource "aws_eks_node_group" "first_of_required" {
  cluster_name   = "main"
  instance_types = [var.instance_types[0]]
}

resource "aws_eks_node_group" "attribute" {
  cluster_name   = "main"
  instance_types = var.group.types
}

resource "aws_eks_node_group" "each" {
  for_each = var.groups

  cluster_name   = "main"
  instance_types = each.value.types
}

resource "aws_eks_node_group" "each_bad" {
  for_each = var.groups

  cluster_name   = each.key
  instance_types = ["m5.large"]

  # More than one node, and as many groups as there are keys.
  scaling_config {
    max_size = 3
  }
}

resource "aws_eks_node_group" "default" {
  count = var.create ? 1 : 0

  cluster_name   = "main"
  instance_types = [var.type]
}
