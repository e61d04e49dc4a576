resource "terraform_data" "it" {
  input = templatefile("${path.module}/own.tftpl", { n = 3 })
}
