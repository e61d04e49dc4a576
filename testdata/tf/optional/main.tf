variable "nodes" {
  type = map(object({
    size   = optional(number, 3)
    labels = optional(map(string), { from = "default" })
    disk = optional(object({
      encrypted = optional(bool, true)
      type      = optional(string)
    }), {})
    taints = optional(list(object({ key = string, effect = optional(string, "NoSchedule") })), [])
  }))
  default = {
    plain = {}
    full = {
      size   = "5"
      labels = { own = true }
      disk   = { encrypted = false, type = "gp3" }
      taints = [{ key = "a" }, { key = "b", effect = "NoExecute" }]
    }
    nulls = { size = null, disk = null, labels = null }
  }
}

variable "never_null" {
  default  = "the default"
  nullable = false
}

variable "may_be_null" {
  default = "the default"
}

resource "terraform_data" "node" {
  for_each = var.nodes
  input    = each.value
}

module "child" {
  source      = "./child"
  never_null  = null
  may_be_null = null
  tuple       = [1, "2"]
  loose       = { extra = true, name = "n" }
}
