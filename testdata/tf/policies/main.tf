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
  put_together = data.template_file.put_together.rendered
  half = data.template_file.half.rendered
}
data "template_file" "put_together" {
  template = "{\"Role\": \"${var.u}\", \"Path\": \"$.Step\"}"
}
data "template_file" "half" {
  template = "${var.u} $${name}"
  vars = { name = "bob" }
}

# The provider puts &{} right in resources, identifiers and values, and nowhere else.
data "aws_iam_policy_document" "variables" {
  statement {
    actions       = ["a:&{x}"]
    not_resources = ["b:&{x}", "a:&{x}"]
    condition {
      test     = "StringLike"
      variable = "aws:&{x}"
      values   = ["z&{x}", "a&{x}"]
    }
    condition {
      test     = "StringLike"
      variable = "aws:&{x}"
      values   = ["more"]
    }
    condition {
      test     = "Null"
      variable = "b"
      values   = []
    }
  }
}

# Named so, or not: the one that overrides may take its place or stand beside it.
data "aws_iam_policy_document" "perhaps_replaced" {
  statement {
    sid     = var.u
    actions = ["a:B"]
  }
  override_policy_documents = [jsonencode({ Statement = [{ Sid = "A", Effect = "Deny" }] })]
}

data "aws_iam_policy_document" "not_replaced" {
  policy_id = "own"
  version   = "2008-10-17"
  dynamic "statement" {
    for_each = var.u == "" ? [] : [1]
    content {
      sid     = "C"
      actions = []
    }
  }
  override_policy_documents = [
    jsonencode({ Id = "", Version = "2012-10-17", Statement = { Sid = "A", Effect = "Deny" } }),
    null,
  ]
}

resource "x" "merged" {
  variables        = jsondecode(data.aws_iam_policy_document.variables.json)
  perhaps_replaced = jsondecode(data.aws_iam_policy_document.perhaps_replaced.json)
  not_replaced     = jsondecode(data.aws_iam_policy_document.not_replaced.json)
}
