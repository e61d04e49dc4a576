variable "by_default" {
  default = ["m5.large"]
}

variable "by_tfvars" {
  type = list(string)
}

variable "settings" {
  type = object({
    types = optional(list(string), ["m5a.large"])
    name  = string
  })
  default = { name = "x" }
}

locals {
  plain    = ["t3.large"]
  merged   = merge({ types = ["m6i.large"] }, { types = ["t3.small"] })
  tried    = try(local.nothing.types, ["t3.micro"])
  nothing  = {}
  found    = lookup({ a = ["t2.large"] }, "a", ["m6i.large"])
  default  = lookup({ a = ["m6i.large"] }, "b", ["t2.small"])
  chosen   = coalescelist([], ["t2.micro"])
  first    = coalesce(null, "t2.nano")
  decoded  = jsondecode(jsonencode({ types = ["c4.large"] })).types
  picked   = { for key, value in { a = "r4.large" } : key => [value] }
  flat     = flatten([["r4.xlarge"], []])
  spliced  = "${"m4"}.large"
  grouped  = { groups = { a = { types = ["m4.xlarge"] } } }
  rendered = jsondecode(templatefile("types.json.tftpl", { kind = "c4.xlarge" }))
  read     = jsondecode(file("types.json"))
}

resource "aws_eks_node_group" "by_default" {
  cluster_name   = "main"
  instance_types = var.by_default
}

resource "aws_eks_node_group" "by_tfvars" {
  cluster_name   = "main"
  instance_types = var.by_tfvars
}

resource "aws_eks_node_group" "by_optional_attribute" {
  cluster_name   = "main"
  instance_types = var.settings.types
}

resource "aws_eks_node_group" "by_local" {
  cluster_name   = "main"
  instance_types = local.plain
}

resource "aws_eks_node_group" "by_merge" {
  cluster_name   = "main"
  instance_types = local.merged.types
}

resource "aws_eks_node_group" "by_try" {
  cluster_name   = "main"
  instance_types = local.tried
}

resource "aws_eks_node_group" "by_lookup" {
  cluster_name   = "main"
  instance_types = local.found
}

resource "aws_eks_node_group" "by_the_default_of_lookup" {
  cluster_name   = "main"
  instance_types = local.default
}

resource "aws_eks_node_group" "by_coalescelist" {
  cluster_name   = "main"
  instance_types = local.chosen
}

resource "aws_eks_node_group" "by_coalesce" {
  cluster_name   = "main"
  instance_types = [local.first]
}

resource "aws_eks_node_group" "by_jsonencode" {
  cluster_name   = "main"
  instance_types = local.decoded
}

resource "aws_eks_node_group" "by_for" {
  cluster_name   = "main"
  instance_types = local.picked["a"]
}

resource "aws_eks_node_group" "by_flatten" {
  cluster_name   = "main"
  instance_types = local.flat
}

resource "aws_eks_node_group" "by_template" {
  cluster_name   = "main"
  instance_types = [local.spliced]
}

resource "aws_eks_node_group" "by_each" {
  for_each = local.grouped.groups

  cluster_name   = "main"
  instance_types = each.value.types
}

resource "aws_eks_node_group" "by_templatefile" {
  cluster_name   = "main"
  instance_types = local.rendered.types
}

resource "aws_eks_node_group" "by_file" {
  cluster_name   = "main"
  instance_types = local.read.types
}
