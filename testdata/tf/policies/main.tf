variable "u" {}
variable "extra" { default = ["s3:PutObject"] }
data "aws_iam_policy_document" "base" {
  statement {
    sid = "A"
    actions = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::${var.u}/&{aws:username}"]
    principals {
      type = "AWS"
      identifiers = ["*"]
    }
    condition {
      test = "Bool"
      variable = "aws:SecureTransport"
      values = ["false"]
    }
  }
}
data "aws_iam_policy_document" "d" {
  for_each = toset(["x"])
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({Statement=[{Sid="A",Effect="Deny",Action="*"}]})]
  dynamic "statement" {
    for_each = var.extra
    content {
      actions = [statement.value]
      effect = "Deny"
      resources = ["*"]
    }
  }
}
data "template_file" "t" {
  template = "hello $${name} ${var.extra[0]}"
  vars = { name = "bob" }
}
data "local_file" "f" { filename = "${path.module}/f.txt" }
data "aws_ami" "other" { count = 2 }

data "aws_iam_policy_document" "unknown" {
  source_policy_documents = [var.u]
  statement {
    sid     = "B"
    actions = [var.u, "s3:*"]
    not_principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "chosen" {
  policy_id = "chosen"
  version   = "2008-10-17"
  dynamic "statement" {
    for_each = var.u == "" ? [] : [1]
    content {
      sid     = "C"
      actions = ["a:B"]
    }
  }
}

resource "x" "y" {
  text   = "${data.aws_iam_policy_document.base.json}!"
  b      = jsondecode(data.aws_iam_policy_document.base.json)
  un     = jsondecode(data.aws_iam_policy_document.unknown.json)
  chosen = jsondecode(data.aws_iam_policy_document.chosen.json)
  all    = [for k, v in data.aws_iam_policy_document.d : k]
  base = data.aws_iam_policy_document.base.json
  p = jsondecode(data.aws_iam_policy_document.d["x"].json)
  q = data.aws_iam_policy_document.d["x"].json
  t = data.template_file.t.rendered
  f = data.local_file.f.content
  o = data.aws_ami.other[1].id
  w = data.aws_iam_policy_document.base.version
}
