resource "null_resource" "nothing" { # expect: TFG017
  count = 0
}
