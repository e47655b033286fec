"""Small modules about Terraform's own blocks: a block each, most with one mistake."""

from __future__ import annotations

V = 'variable "v" {\n  default = "x"\n}\n'
R = 'resource "terraform_data" "a" {}\n'


def _resource(inside: str) -> str:
    return 'resource "terraform_data" "r" {\n' + inside + "\n}\n"


def _check(name: str, inside: str) -> str:
    return f"{name} {{\n{inside}\n}}\n"


VALIDATION = 'validation {\n    condition = var.w != ""\n    error_message = "No."\n  }'
WHEN = 'condition = var.v != null\n error_message = "No."'

MODULES = {
    "terraform typo": _check("terraform", '  required_verison = ">= 1.0"'),
    "terraform block typo": _check("terraform", '  backends "local" {}'),
    "terraform right": _check("terraform", '  required_version = ">= 1.0"'),
    "version not parsed": _check("terraform", '  required_version = "=> 1.0"'),
    "version of a variable": V + _check("terraform", "  required_version = var.v"),
    "version too new": _check("terraform", '  required_version = ">= 99"'),
    "providers bad key": _check("terraform", '  required_providers {\n    x = { sorce = "a/b" }\n  }'),
    "providers bad source": _check("terraform", '  required_providers {\n    x = { source = "a/b/c/d" }\n  }'),
    "providers bad version": _check("terraform", '  required_providers {\n    x = { version = "new" }\n  }'),
    "providers number": _check("terraform", "  required_providers {\n    x = { version = 5 }\n  }"),
    "providers list": _check("terraform", "  required_providers {\n    x = []\n  }"),
    "providers twice": _check("terraform", "  required_providers {}\n  required_providers {}"),
    "providers bad alias": _check("terraform", "  required_providers {\n    x = { configuration_aliases = [y.z] }\n  }"),
    "two backends": _check("terraform", '  backend "local" {}\n  backend "local" {}'),
    "backend and cloud": _check("terraform", '  backend "local" {}\n  cloud {}'),
    "experiment": _check("terraform", "  experiments = [variable_validation]"),
    "language": _check("terraform", "  language = TF2021"),
    "language unknown": _check("terraform", "  language = TF2099"),
    "variable typo": _check('variable "w"', '  defualt = "x"'),
    "variable block": _check('variable "w"', "  validate {}"),
    "variable name": _check('variable "1w"', ""),
    "variable reserved name": _check('variable "count"', ""),
    "variable default refers": V + _check('variable "w"', "  default = var.v"),
    "variable default calls": _check('variable "w"', '  default = upper("a")'),
    "variable default of another type": _check('variable "w"', '  type = number\n  default = "x"'),
    "variable default converts": _check('variable "w"', '  type = number\n  default = "5"'),
    "variable type unknown": _check('variable "w"', "  type = strng"),
    "variable type quoted": _check('variable "w"', '  type = "string"'),
    "variable sensitive text": _check('variable "w"', '  sensitive = "yes"'),
    "variable sensitive quoted": _check('variable "w"', '  sensitive = "true"'),
    "variable sensitive refers": V + _check('variable "w"', "  sensitive = var.v"),
    "variable sensitive number": _check('variable "w"', "  sensitive = 1"),
    "variable description list": _check('variable "w"', "  description = []"),
    "variable description number": _check('variable "w"', "  description = 5"),
    "variable null": _check('variable "w"', "  nullable = false\n  default = null"),
    "variable null allowed": _check('variable "w"', "  default = null"),
    "validation right": _check('variable "w"', f"  {VALIDATION}"),
    "validation without message": _check('variable "w"', '  validation {\n    condition = var.w != ""\n  }'),
    "validation without condition": _check('variable "w"', '  validation {\n    error_message = "No."\n  }'),
    "validation constant": _check('variable "w"', '  validation {\n    condition = true\n    error_message = "N."\n  }'),
    "validation of another": V
    + _check('variable "w"', '  validation {\n    condition = var.v != ""\n    error_message = "N."\n  }'),
    "validation typo": _check('variable "w"', f"  {VALIDATION.replace('error_', 'err_')}"),
    "output without value": _check('output "o"', '  description = "d"'),
    "output typo": _check('output "o"', "  value = 1\n  sensitiv = true"),
    "output name": _check('output "a.b"', "  value = 1"),
    "output depends": R + _check('output "o"', "  value = 1\n  depends_on = [terraform_data.a]"),
    "output depends on a text": _check('output "o"', "  value = 1\n  depends_on = [1]"),
    "output depends on no list": R + _check('output "o"', "  value = 1\n  depends_on = terraform_data.a"),
    "output precondition": V + _check('output "o"', f"  value = 1\n  precondition {{\n {WHEN}\n }}"),
    "output postcondition": V + _check('output "o"', f"  value = 1\n  postcondition {{\n {WHEN}\n }}"),
    "output ephemeral": 'variable "e" {\n  ephemeral = true\n}\n' + _check('output "o"', "  value = var.e"),
    "output sensitive": 'variable "s" {\n  sensitive = true\n}\n' + _check('output "o"', "  value = var.s"),
    "output of self": _check('output "o"', "  value = self.id"),
    "output of env": _check('output "o"', "  value = terraform.env"),
    "output of workspace": _check('output "o"', "  value = terraform.workspace"),
    "output of path": _check('output "o"', "  value = path.modul"),
    "output of each": _check('output "o"', "  value = each.key"),
    "output of a file": _check('output "o"', '  value = file("none")'),
    "output twice set": _check('output "o"', "  value = 1\n  value = 2"),
    "locals block": _check("locals", "  x {}"),
    "locals name twice": _check("locals", "  x = 1\n  x = 2"),
    "locals label": _check('locals "x"', ""),
    "module without source": _check('module "m"', ""),
    "resource name": _check('resource "terraform_data" "1a"', ""),
    "resource labels": _check('resource "terraform_data"', ""),
    "resource count text": _resource('  count = "two"'),
    "resource count number in a text": _resource('  count = "2"'),
    "resource count negative": _resource("  count = -1"),
    "resource count fraction": _resource("  count = 1.5"),
    "resource count null": _resource("  count = null"),
    "resource count list": _resource("  count = []"),
    "resource for_each text": _resource('  for_each = "a"'),
    "resource for_each list": _resource('  for_each = ["a"]'),
    "resource for_each numbers": _resource("  for_each = toset([1])"),
    "resource for_each null": _resource("  for_each = null"),
    "resource for_each sensitive": _resource('  for_each = toset([sensitive("a")])'),
    "resource for_each map of sensitive": _resource('  for_each = { a = sensitive("a") }'),
    "resource count and for_each": _resource("  count = 1\n  for_each = {}"),
    "resource depends on text": R + _resource('  depends_on = ["terraform_data.a"]'),
    "resource depends on call": _resource("  depends_on = concat([])"),
    "resource locals": _resource("  locals {}"),
    "resource argument twice": _resource("  input = 1\n  input = 2"),
    "resource of self": _resource("  input = self.id"),
    "lifecycle typo": _resource("  lifecycle {\n    prevent_destory = true\n  }"),
    "lifecycle twice": _resource("  lifecycle {}\n  lifecycle {}"),
    "lifecycle variable": V + _resource("  lifecycle {\n    prevent_destroy = var.v\n  }"),
    "lifecycle null": _resource("  lifecycle {\n    prevent_destroy = null\n  }"),
    "lifecycle ignore star": _resource('  lifecycle {\n    ignore_changes = ["*"]\n  }'),
    "lifecycle ignore all": _resource("  lifecycle {\n    ignore_changes = all\n  }"),
    "lifecycle ignore quoted": _resource('  lifecycle {\n    ignore_changes = ["input"]\n  }'),
    "lifecycle ignore word": _resource("  lifecycle {\n    ignore_changes = some\n  }"),
    "lifecycle ignore unknown": _resource("  lifecycle {\n    ignore_changes = [inputs]\n  }"),
    "lifecycle precondition": V + _resource(f"  lifecycle {{\n    precondition {{\n {WHEN}\n }}\n  }}"),
    "lifecycle precondition of self": _resource(
        '  lifecycle {\n    precondition {\n condition = self.id != ""\n error_message = "N."\n }\n  }'
    ),
    "lifecycle postcondition of self": _resource(
        '  lifecycle {\n    postcondition {\n condition = self.id != ""\n error_message = "N."\n }\n  }'
    ),
    "lifecycle replaced by": R + _resource("  lifecycle {\n    replace_triggered_by = [terraform_data.a.id]\n  }"),
    "data lifecycle": _check(
        'data "terraform_remote_state" "d"', '  backend = "local"\n  lifecycle {\n    prevent_destroy = true\n  }'
    ),
    "provisioner without label": _resource("  provisioner {}"),
    "provisioner when": _resource('  provisioner "local-exec" {\n    command = "a"\n    when = never\n  }'),
    "provisioner on failure": _resource('  provisioner "local-exec" {\n    command = "a"\n    on_failure = stop\n  }'),
    "provisioner right": _resource('  provisioner "local-exec" {\n    command = self.id\n    when = "destroy"\n  }'),
    "provisioner at destroy": V + _resource('  provisioner "local-exec" {\n    command = var.v\n    when = destroy\n  }'),
    "provisioner without command": _resource('  provisioner "local-exec" {}'),
    "provisioner gone": _resource('  provisioner "chef" {}'),
    "connection twice": _resource('  connection {\n    host = "a"\n  }\n  connection {\n    host = "a"\n  }'),
    "provider count": _check('provider "terraform"', "  count = 1"),
    "provider lifecycle": _check('provider "terraform"', "  lifecycle {}"),
    "provider name": _check('provider "Terraform_x"', ""),
    "provider alias": _check('provider "terraform"', '  alias = "1a"'),
    "moved without to": _check("moved", "  from = terraform_data.x"),
    "moved to a module": _check("moved", "  from = terraform_data.x\n  to = module.x"),
    "moved right": R + _check("moved", "  from = terraform_data.x\n  to = terraform_data.a"),
    "moved text": _check("moved", '  from = "terraform_data.x"\n  to = terraform_data.a'),
    "moved short": _check("moved", "  from = terraform_data\n  to = terraform_data.a"),
    "import without id": R + _check("import", "  to = terraform_data.a"),
    "import without to": _check("import", '  id = "a"'),
    "import of data": _check("import", '  to = data.terraform_remote_state.x\n  id = "a"'),
    "import twice": R + 2 * _check("import", '  to = terraform_data.a\n  id = "a"'),
    "import right": R + _check("import", '  to = terraform_data.a\n  id = "a"'),
    "removed index": _check("removed", "  from = terraform_data.x[0]"),
    "removed right": _check("removed", "  from = terraform_data.x\n  lifecycle {\n    destroy = false\n  }"),
    "removed typo": _check("removed", "  form = terraform_data.x"),
    "check without assert": _check('check "c"', ""),
    "check right": V + _check('check "c"', f"  assert {{\n {WHEN}\n }}"),
    "check two data": V
    + _check(
        'check "c"',
        '  data "terraform_remote_state" "a" {\n    backend = "local"\n  }\n'
        f'  data "terraform_remote_state" "b" {{\n    backend = "local"\n  }}\n  assert {{\n {WHEN}\n }}',
    ),
    "unknown block": _check('resources "terraform_data" "a"', ""),
}  # fmt: skip
