resource "a" "b" {
  first  = 1
  nothing =
  operator = 1 +
  double   = [1, , 2]
  missing  = [1 2]
  call     = f(a b)
  dot      = a.
  index    = a[]
  key      = { a 1 }
  block    = [{ principals { type = "AWS" } }]
  lines    = {
    icmp_options {
    }
  }
  string   = { "a" b }
  item     = { a = 1 b = 2 }
  arm      = a ? b
  loop     = { for k in x : k }
  single   = 'text'
  extra    = a b
  hole     = "a ${} b"
  inner    = "a ${b c} d"
  escape   = "a\qb\u12\ud800"
  glued    = [for v inx : v ifv]
  dotted   = { a.b = 1 }
  endless  = "abc
  fine     = { name = "ok"
               other = "odd }
  directive = "%{ if a }x"
  unknown   = "%{ foo }x"
  stray     = "%{ endif }x"
  twice     = 1
  twice     = 2
  last = 3
}
