resource "terraform_data" "a" {
  count = 2
  input = self.id # expect: TFG313

  lifecycle {
    precondition {
      condition     = self.id != "" # expect: TFG313
      error_message = "No."
    }
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${local.x} ${count.index}" # expect: TFG313

    connection {
      host = terraform_data.b.id # expect: TFG313
    }
  }
}

resource "terraform_data" "b" {
  for_each = toset([path.modul]) # expect: TFG313
  input    = each.name           # expect: TFG313

  provisioner "local-exec" {
    when        = "destroy"
    command     = each.value     # expect: TFG313
    working_dir = path.module
  }
}

locals {
  x = terraform.env # expect: TFG313
}

output "x" {
  value = "${local.x}${self.y}" # expect: TFG313
}
