resource "terraform_data" "a" {
  for_each = toset([terraform.workspace, path.root])
  input    = "${path.module}/${path.cwd}/${each.key}/${each.value}"

  lifecycle {
    postcondition {
      condition     = self.output != ""
      error_message = "No ${self.id}."
    }
  }

  connection {
    host = self.output
  }

  provisioner "local-exec" {
    command = "echo ${self.id} ${terraform_data.b.id}"
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id} ${each.key} ${path.module} ${terraform.workspace}"
  }
}

resource "terraform_data" "b" {}
