locals {
  managed = "arn:aws:iam::aws:policy" # expect: TFG124
}
