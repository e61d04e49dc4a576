resource "a" "b" {
  one = 1
  nested {
    two = 2

resource "c" "d" {
  three = 3
}
four = 4
