locals {
  cycle_a = local.cycle_b
  cycle_b = "${local.cycle_a}!"
  itself  = [local.itself]
}

module "remote" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}

module "lost" {
  source = "./nowhere"
}

resource "test_thing" "it" {
  cycle    = local.cycle_a
  itself   = local.itself
  nowhere  = var.nowhere
  nothing  = local.nothing
  no_such  = test_thing.no_such.id
  remote   = module.remote.vpc_id
  subnets  = module.remote.subnets[0]
  lost     = module.lost.id
  data     = data.test_thing.some.arn
  index    = data.test_thing.many[0].arn
  own      = test_thing.it.own
  computed = test_thing.other.arn
  set      = test_thing.other.name
  deep     = test_thing.other.tags.Name
  absent   = test_thing.other.tags["Nope"]
  network  = "${test_thing.other.arn}/*"
  caught   = try(test_thing.other.tags["Nope"], "caught")
  can      = can(local.gone.x)
}

resource "test_thing" "other" {
  name = "other"
  tags = { Name = "tagged" }
}

resource "test_thing" "circular" {
  count = length(test_thing.circular)
}
