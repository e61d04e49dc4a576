resource "a" "b" {
  one = <<-EOT
    text
  two = 2
}
resource "c" "d" {
  three = <<END x
END
}
last = 1
