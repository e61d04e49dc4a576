resource "a" "b" {
  one = [
    "x",
    "y"
  two = 2
  three = f(1, [2)
  four  = 4
}
resource "c" "d" {
  five = {
    x = 1

  six = 6
}
resource "e" "f" {
  seven = 7
}
