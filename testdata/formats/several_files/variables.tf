variable "encrypt" {
  default = false
}
