resource "x" "``` <b>" {
  name = "a|b ]]> </details> & 🦀"
  type = "*m5* _x_ @you"
}
