resource "aws_iam_role" "r" {
  assume_role_policy = templatefile("${path.module}/policy.json.tftpl", { name = "x" }) # expect: TFG003
}
