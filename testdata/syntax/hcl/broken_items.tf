resource "a" "b" {
  one = 1
  two 2
  three: 3
  4 = four
  "five" = 5
  six = 6 seven = 7
  block "x"
  {
    eight = 8
  }
  oneline { a = 1 } extra = 2
  last = 9 }
}
resource "a {
  lost = 1
}
resource "c${d}" "e" {
}
resource "f" "g" { a = 1
  b = 2
}
last = 1
"quoted" = 1
