variable "account_id" {
  type    = string
  default = "123456789012" # expect: TFG003
}

variable "publisher" {
  default = "222222222222" # expect: TFG003
}

variable "region" {
  default = "us-east-1"
}

variable "trusted" {
  type    = list(string)
  default = ["333333333333"] # expect: TFG003
}

locals {
  account     = 123456789012 # expect: TFG003
  neutral     = "444444444444" # expect: TFG003
  unused      = "555555555555"
  arn         = "arn:aws:sqs:us-east-1:123456789012:q" # expect: TFG003
  in_template = "arn:aws:iam::${local.sixes}:root"
  sixes       = "666666666666" # expect: TFG003
  regional = {
    accounts = {
      dev  = "777777777777" # expect: TFG003
      prod = "888888888888" # expect: TFG003
    }
  }
}

resource "aws_lambda_permission" "variable" {
  principal      = var.publisher
  source_account = "999999999999" # expect: TFG003
}

resource "aws_lambda_permission" "local" {
  principal = local.neutral
}

resource "aws_lambda_permission" "each" {
  for_each  = toset(var.trusted)
  principal = each.value
}

resource "aws_lambda_permission" "pieces" {
  source_arn = join(":", ["arn", "aws", "sqs", "us-east-1", "121212121212", "q"]) # expect: TFG003
}

resource "aws_lambda_permission" "formatted" {
  source_arn = format("arn:aws:iam::%s:root", "131313131313") # expect: TFG003
}

resource "aws_lambda_permission" "template" {
  source_arn = "arn:aws:sqs:${var.region}:141414141414:${local.unused}" # expect: TFG003
}

resource "aws_lambda_permission" "conditional" {
  principal = var.region == "x" ? "*" : "151515151515" # expect: TFG003
}

resource "aws_iam_role" "jsonencode" {
  assume_role_policy = jsonencode({
    Statement = [{
      Principal = { AWS = "161616161616" } # expect: TFG003
      Condition = { StringEquals = { "aws:SourceAccount" = ["171717171717"] } } # expect: TFG003
    }]
  })
}

resource "aws_iam_role" "heredoc" {
  # expect below: TFG003
  assume_role_policy = <<-EOT
    {"Statement": [{"Principal": {"AWS": ["*", "181818181818"]}}]}
  EOT
}

data "aws_iam_policy_document" "trust" {
  statement {
    principals {
      type        = "AWS"
      identifiers = ["191919191919"] # expect: TFG003
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["202020202020"] # expect: TFG003
    }
  }
}

resource "aws_lambda_function" "image" {
  image_uri = "212121212121.dkr.ecr.us-east-1.amazonaws.com/app:1" # expect: TFG003

  environment {
    variables = {
      QUEUE = "https://sqs.us-east-1.amazonaws.com/232323232323/q" # expect: TFG003
    }
  }
}

provider "aws" {
  allowed_account_ids = ["242424242424"] # expect: TFG003

  assume_role {
    role_arn = "arn:aws:iam::252525252525:role/deploy" # expect: TFG003
  }
}

module "inner" {
  source     = "./inner"
  account_id = "262626262626" # expect: TFG003
}

output "queue" {
  value = "arn:aws:sqs:us-east-1:272727272727:q" # expect: TFG003
}
