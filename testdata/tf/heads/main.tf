# Lists of which a part is known.

variable "types" {
  type = list(string)
}

variable "sets" {
  type = set(string)
}

variable "any" {}

locals {
  from_tuple = concat(["m5.large"], var.types)
  last       = concat(var.types, ["m5.large"])
  around     = concat(["m5.large"], var.types, ["c5.large"])
  from_list  = concat(tolist(["m5.large"]), var.types)
  numbers    = concat([1], var.any)
  flat       = flatten([["m5.large"], var.any, "c5.large"])
}

resource "test" "lists" {
  first         = local.from_tuple
  last          = local.last
  around        = local.around
  list          = local.from_list
  flat          = local.flat
  set           = toset(local.around)
  union         = setunion(["m5.large"], var.sets)
  distinct      = distinct(concat(["m5.large", "m5.large"], var.types))
  compact       = compact(["m5.large", "", var.any, null])
  sorted        = sort(concat(["b", "a"], var.types))
  reversed      = reverse(local.from_tuple)
  each          = [for it in local.around : upper(it)]
  kept          = [for it in local.around : it if it != "c5.large"]
  splat         = concat([{ type = "m5.large" }], var.any)[*].type
  as_text       = tolist(concat([1], var.any))
  as_texts      = tolist(concat(["1"], var.any))
  unsettled_set = tolist(toset(["m5.large", var.any]))
}

resource "test" "questions" {
  at_0      = local.from_tuple[0]
  at_1      = local.from_tuple[1]
  at_last_0 = local.last[0]
  element   = element(local.from_tuple, 0)
  length    = length(local.from_tuple)
  contains  = contains(local.around, "c5.large")
  contained = contains(local.around, "c6i.large")
  equal     = local.from_tuple == ["m5.large"]
  all       = alltrue(concat([false], var.any))
  any       = anytrue(concat([true], var.any))
  open      = anytrue(concat([false], var.any))
  choice    = coalescelist(local.last, ["x"])
}

resource "test" "each" {
  for_each = toset(local.around)
  type     = each.value
}

resource "test" "block" {
  named   = test.each["m5.large"].type
  another = test.each["other"].type

  dynamic "config" {
    for_each = toset(local.around)

    content {
      key   = config.key
      value = config.value
    }
  }
}
