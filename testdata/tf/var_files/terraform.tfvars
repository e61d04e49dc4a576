script = <<-EOT
  #!/bin/sh
    echo ${1 + 1} $${HOME}
EOT

nested = {
  size  = "3"
  zones = ["a", true ? "b" : "c"]
}

loop = { for it in ["x", "y"] : it => "${it}!" }

call = upper("x")

many    = "replaced"
literal = "replaced"
