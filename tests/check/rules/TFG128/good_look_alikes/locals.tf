locals {
  in_another_file = "a"
  in_a_local      = "b"
  in_a_for        = [local.in_a_local]
  in_depends_on   = true
}
