variable "unknown" {}

locals {
  rules = {
    b = { port = 2, from = ["x"] }
    a = { port = 1, from = ["y", "z"] }
  }
}

resource "test_group" "it" {
  name = "it"

  rule {
    port = 0
  }

  dynamic "rule" {
    for_each = local.rules
    content {
      name = rule.key
      port = rule.value.port

      dynamic "source" {
        for_each = toset(rule.value.from)
        iterator = inner
        content {
          cidr = "${rule.key}-${inner.value}-${inner.key}"
        }
      }
    }
  }

  dynamic "list" {
    for_each = ["p", "q"]
    content {
      at = list.key
      is = list.value
    }
  }

  dynamic "none" {
    for_each = []
    content {
      never = true
    }
  }

  dynamic "maybe" {
    for_each = var.unknown ? [1] : []
    content {
      made = maybe.value
    }
  }

  dynamic "some" {
    for_each = var.unknown
    content {
      is = some.value.x
    }
  }

  encryption {
    provider {
      count = 1
    }
  }

  lifecycle {
    ignore_changes = [name]
  }
}

resource "test_group" "reader" {
  port  = test_group.it.rule[0].port
  ports = test_group.it.rule[*].port
  cidr  = test_group.it.rule[1].source[0].cidr
}
