variable "x" { default = "eu" }
variable "region" {
  type = "string"
  default = "b"
}
variable "amis" {
  type = "map"
  default = { a = "ami-a", b = "ami-b" }
}
variable "l" { 
  type = "list" 
  default = ["p","q"] 
}
variable "enabled" { default = "true" }
variable "cnt" { default = 3 }
locals { old = "${var.x}" }
resource "aws_instance" "i" {
  count = "${var.enabled ? 1 : 0}"
  ami = "${lookup(var.amis, var.region)}"
  first = "${var.l[0]}"
  el = "${element(var.l, count.index)}"
  same = "${local.old}"
  sum = "${var.cnt + 1}"
  len = "${length(var.l)}"
  lst = ["${var.l}"]
  lst2 = ["${var.x}", "${var.region}"]
  cond = "${var.x == "eu" ? "one" : "two"}"
  tags {
    Name = "n-${count.index}"
  }
  li = "${list("a","b")}"
}
resource "aws_eip" "e" {
  ids = "${aws_instance.i.*.ami}"
  joined = "${join(",", aws_instance.i.*.ami)}"
  one = "${aws_instance.i.0.ami}"
}
