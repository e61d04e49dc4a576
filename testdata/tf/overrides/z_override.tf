locals {
  replaced = "z_override"
}
