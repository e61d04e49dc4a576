plain = <<EOT
  one \n
two ${x}
  $${three}
  EOT
flush = <<-EOT
    four
      five
    %{ for v in x ~}
    ${v}
    %{ endfor ~}

    six
    EOTA
  EOT
empty = <<EOT
EOT
call = f(<<-A
  a
  A
  , <<B
b
B
)
json = jsonencode({
  doc = <<-EOT
    {"a": "${b}"}
  EOT
})
