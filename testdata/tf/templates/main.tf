locals {
  name  = "world"
  items = ["a", "b"]
  on    = true
}

resource "terraform_data" "heredoc" {
  input = <<-EOT
    hello ${local.name}
      indented
    %{for it in local.items~}
    - ${it}
    %{endfor~}
    %{if local.on}on%{else}off%{endif}
    $${literal} %%{literal}
  EOT
}

resource "terraform_data" "plain_heredoc" {
  input = <<EOT
{"name": ${jsonencode(local.name)}}
EOT
}

resource "terraform_data" "file" {
  input = templatefile("${path.module}/user_data.sh.tftpl", {
    name  = local.name
    items = local.items
    on    = local.on
  })
}

resource "terraform_data" "parts" {
  input = [
    "${local.on}",
    "${local.items}",
    "x${local.on}",
    "a\tb\u00e9\"",
    "%{for k, v in { b = 1, a = 2 }}${k}=${v};%{endfor}",
    file("${path.module}/plain.txt"),
    templatestring(local.text, { who = local.name }),
  ]
}

locals {
  text = "hi $${who}"
}

module "child" {
  source = "./child"
}
