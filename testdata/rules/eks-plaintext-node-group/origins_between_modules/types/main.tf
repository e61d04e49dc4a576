variable "kind" {
  type = string
}

output "literal" {
  value = ["m4.xlarge"]
}

output "given" {
  value = [var.kind]
}
