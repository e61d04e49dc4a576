traversal   = a.b[0]["k"].c
legacy      = a.0.b
full_splat  = a[*].b[0].c
attr_splat  = a.*.b[0].c
nested      = a[*].b[*].c
nested_attr = a[*].b.*.c[0]
precedence  = 1 + 2 * 3 == 7 && !x.y || -z.w >= - 1
conditional = var.a ? 1.50 : null
call        = provider::aws::arn(merge(a, b...), 1e3)
list_for    = [for v in x : v.name if v.ok]
object_for  = { for k, v in x : k => k == "a" ? 1 :
  2 }
grouped = { for k, v in x : v => k... if true }
multiline = (
  a # why
  + b
)
objects = {
  a     = 1, b : 2
  (key) = 3
  "c d" = 4 # four
  null  = 5
  "${d}" = 6
}
repeated = { a = 1, a = 2, "b" = 3, "b" = 4, (c) = 5, (c) = 6 }
