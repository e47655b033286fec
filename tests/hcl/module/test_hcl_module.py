"""What rules see of a module: resources expanded, values, references, marks, overrides, JSON."""

from __future__ import annotations

import pytest
from hcl.evaluation.expressions import module

from generator import hcl
from generator.hcl import SPLAT, UNKNOWN, Key, Unknown


def messages(loaded: hcl.Module) -> list[str]:
    return [f"{one.location}: {one.message}" for one in loaded.diagnostics]


def addresses(loaded: hcl.Module) -> list[str]:
    return [instance.address for resource in loaded.resources() for instance in resource.instances]


def test_resources_are_expanded_by_what_is_known() -> None:
    loaded = module(
        main="""
variable "on" {
  default = true
}
variable "unset" {}
resource "t" "plain" {}
resource "t" "off" {
  count = var.on ? 0 : 1
}
resource "t" "two" {
  count = 2
  name  = "n-${count.index}"
}
resource "t" "each" {
  for_each = { b = 1, a = 2 }
  name     = "${each.key}${each.value}"
}
resource "t" "set" {
  for_each = toset(["x \\"q\\""])
  name     = each.key
}
resource "t" "maybe" {
  count = var.unset
  name  = "n-${count.index}"
}
resource "t" "some" {
  for_each = var.unset
  name     = each.value.name
}
"""
    )
    assert messages(loaded) == []
    assert addresses(loaded) == [
        "t.plain", "t.two[0]", "t.two[1]", 't.each["a"]', 't.each["b"]', 't.set["x \\"q\\""]', "t.maybe", "t.some",
    ]  # fmt: skip
    names = [instance["name"].value for resource in loaded.resources() for instance in resource.instances]
    assert names[1:6] == ["n-0", "n-1", "a2", "b1", 'x "q"']
    assert all(isinstance(name, Unknown) for name in names[6:])
    assert [instance.key is UNKNOWN for instance in loaded.resources()[-1].instances] == [True]


def test_values_say_what_they_are_and_where() -> None:
    loaded = module(
        main='variable "v" {}\nresource "t" "n" {\n  a = 1\n  b = null\n  c = var.v\n  d = [1, var.v]\n}\n'
    )
    instance = loaded.resource("t.n").instances[0]
    states = {
        name: (instance[name].absent, instance[name].known, instance[name].unknown, str(instance[name].location))
        for name in "abcde"
    }
    assert states == {
        "a": (False, True, False, "main.tf:3:7"),
        "b": (True, False, False, "main.tf:4:7"),
        "c": (False, False, True, "main.tf:5:7"),
        "d": (False, False, True, "main.tf:6:7"),
        "e": (True, False, False, "main.tf:2:1"),
    }
    assert instance["c"].reference.address == "var.v"
    assert [str(item.location) for item in instance["d"].items()] == ["main.tf:6:8", "main.tf:6:11"]
    assert instance["e"].expression is None
    assert instance.attributes == ["a", "b", "c", "d"]


def test_dynamic_blocks_are_expanded() -> None:
    loaded = module(
        main="""
variable "unset" {}
resource "t" "n" {
  rule {
    port = 1
  }
  dynamic "rule" {
    for_each = [2, 3]
    content {
      port = rule.value + rule.key
      inner {
        name = "i${rule.value}"
      }
    }
  }
  dynamic "rule" {
    for_each = var.unset
    iterator = it
    content {
      port = it.value
      dynamic "inner" {
        for_each = { x = it.key }
        content {
          name = inner.key
        }
      }
    }
  }
  other {}
}
"""
    )
    view = loaded.resource("t.n").instances[0]
    rules = view.blocks("rule")
    assert messages(loaded) == []
    assert view.block_types == ["rule", "other"]
    assert [rule["port"].value for rule in rules[:3]] == [1, 2, 4]
    assert [rule.certain for rule in rules] == [True, True, True, False]
    assert rules[3]["port"].unknown
    assert [rule.path("inner", "name").value for rule in rules] == [None, "i2", "i3", "x"]
    assert {one.address for one in loaded.references(loaded.resource("t.n").block)} == {"var.unset"}


def test_references_have_kinds_addresses_steps_and_places() -> None:
    loaded = module(
        main="""
resource "aws_sqs_queue" "q" {
  a = var.x.y
  b = [local.l[0], data.aws_region.current.name, module.m.out[each.key].z]
  c = { for k, v in aws_a.b : k => v.c if k != path.module }
  d = aws_x.y[count.index].arn
  e = aws_x.y[*].arn
  f = aws_x.y["k"].arn
  g = "${self.z}-${terraform.workspace}"
  h = ephemeral.aws_s.t.u
  i = resource.aws_v.w.id
  provider   = aws.east
  depends_on = [aws_x.z]
  lifecycle {
    ignore_changes = [tags, name]
  }
}
"""
    )
    found = [
        (one.kind, one.address, one.rest, one.location.line)
        for one in loaded.references(loaded.resources()[0].block)
    ]
    assert found == [
        ("var", "var.x", ("y",), 3),
        ("local", "local.l", (Key(0),), 4),
        ("data", "data.aws_region.current", ("name",), 4),
        ("module", "module.m", ("out", Key(UNKNOWN), "z"), 4),
        ("each", "each", ("key",), 4),
        ("resource", "aws_a.b", (), 5),
        ("path", "path", ("module",), 5),
        ("resource", "aws_x.y", (Key(UNKNOWN), "arn"), 6),
        ("count", "count", ("index",), 6),
        ("resource", "aws_x.y", (SPLAT, "arn"), 7),
        ("resource", "aws_x.y", (Key("k"), "arn"), 8),
        ("self", "self", ("z",), 9),
        ("terraform", "terraform", ("workspace",), 9),
        ("ephemeral", "ephemeral.aws_s.t", ("u",), 10),
        ("resource", "aws_v.w", ("id",), 11),
        ("resource", "aws_x.z", (), 13),
    ]
    assert loaded.resources()[0].provider == "aws.east"
    assert loaded.resources()[0].depends_on == ["aws_x.z"]


def test_dependencies_go_through_locals_modules_and_depends_on() -> None:
    loaded = module(
        main="""
locals {
  a = local.b
  b = t.two.id
}
variable "v" {}
resource "t" "one" {
  x = local.a
}
resource "t" "two" {
  depends_on = [module.m]
}
module "m" {
  source = "./m"
  y      = data.d.e.f
}
data "d" "e" {
  z = var.v
}
"""
    )
    everything = {"local.a", "local.b", "t.two", "module.m", "data.d.e", "var.v"}
    assert loaded.dependencies("t.one") == everything
    assert loaded.dependencies("data.d.e") == {"var.v"}
    assert loaded.dependencies("t.none") == frozenset()


def test_attributes_of_other_resources_are_followed_where_they_are_configured() -> None:
    loaded = module(
        main="""
resource "t" "a" {
  name = "n"
}
resource "t" "b" {
  count = 2
  name  = "b${count.index}"
}
resource "t" "c" {
  for_each = toset(["k"])
  name     = each.key
}
resource "t" "d" {
  name  = t.a.name
  id    = t.a.id
  one   = t.b[1].name
  all   = t.b[*].name
  arns  = t.b[*].arn
  keyed = t.c["k"].name
  keys  = keys(t.c)
  names = [for x in t.c : x.name]
  bad   = t.b[7].name
}
"""
    )
    view = loaded.resource("t.d").instances[0]
    values = {name: view[name].value for name in ("name", "one", "all", "keyed", "keys", "names")}
    assert values == {"name": "n", "one": "b1", "all": ["b0", "b1"], "keyed": "k", "keys": ["k"], "names": ["k"]}
    reference = view["id"].value.reference
    assert (reference.address, reference.rest) == ("t.a", ("id",))
    assert [one.reference.rest for one in view["arns"].value] == [(Key(0), "arn"), (Key(1), "arn")]
    assert messages(loaded) == ["main.tf:22:11: the index 7 is out of range: there are 2 elements"]


def test_resources_that_refer_to_each_other_are_named() -> None:
    loaded = module(
        main='resource "t" "a" {\n  x = t.b.x\n}\nresource "t" "b" {\n  x = t.a.x\n}\nresource "t" "c" {\n  y = t.c.y\n}\n'
    )
    assert messages(loaded) == [
        "main.tf:1:1: these depend on each other: t.a, t.b",
        "main.tf:7:1: t.c refers to itself",
    ]
    assert loaded.resource("t.a").instances[0]["x"].unknown


def test_variables_take_defaults_values_and_types() -> None:
    loaded = module(
        main="""
variable "n" {
  type    = number
  default = "5"
}
variable "o" {
  type = object({
    a = string
    b = optional(number, 7)
    c = optional(list(string))
  })
  default = { a = 1, z = "dropped" }
}
variable "l" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "given" {
  default = "x"
}
variable "auto" {}
variable "nothing" {
  nullable = false
  default  = "d"
}
variable "bad" {
  type    = list(number)
  default = ["x"]
}
variable "checked" {
  default = 3
  validation {
    condition     = var.checked > 5
    error_message = "Too small."
  }
}
""",
        terraform__tfvars='given = "y"\nauto = 1\n',
        a__auto__tfvars="auto = [2]\n",
        b__auto__tfvars__json='{"nothing": null, "unknown": 1}',
    )
    values = {name: variable.value.value for name, variable in loaded.variables.items()}
    assert values.pop("bad") is UNKNOWN
    assert values == {
        "n": 5, "o": {"a": "1", "b": 7, "c": None}, "l": ["a", "b"], "given": "y", "auto": [2], "nothing": "d",
        "checked": 3,
    }  # fmt: skip
    assert messages(loaded) == [
        "main.tf:28:13: this is no value for var.bad: element 0: a number is needed, this string is none",
        "main.tf:31:13: var.checked: Too small.",
    ]
    assert str(loaded.variables["given"].value.location) == "terraform.tfvars:1:9"


def test_values_may_be_given_by_more_files() -> None:
    files = {"main.tf": b'variable "a" {}\noutput "o" {\n  value = var.a\n}\n', "terraform.tfvars": b"a = 1\n"}
    assert hcl.load(files).outputs["o"].value.value == 1
    assert hcl.load(files, tfvars={"prod.tfvars": b"a = 2\n"}).outputs["o"].value.value == 2


@pytest.mark.parametrize(
    ("expression", "sensitive"),
    [
        ("var.secret", True),
        ("local.indirect", True),
        ('"x${var.secret}"', True),
        ("length(var.secret)", True),
        ("nonsensitive(var.secret)", False),
        ('sensitive("x")', True),
        ("t.n.password", True),
        ("t.n.name", False),
        ("var.open", False),
        ("nonsensitive(local.indirect) == var.open", False),
    ],
)
def test_sensitive_values_are_known_by_what_they_come_from(expression: str, sensitive: bool) -> None:
    loaded = module(
        main=f"""
variable "secret" {{
  sensitive = true
}}
variable "open" {{}}
locals {{
  indirect = {{ a = [var.secret] }}
}}
resource "t" "n" {{
  name     = "x"
  password = local.indirect
}}
output "o" {{
  value = {expression}
}}
"""
    )
    assert loaded.outputs["o"].value.sensitive is sensitive


def test_json_that_is_partly_unknown_is_read() -> None:
    loaded = module(
        main="""
resource "t" "n" {
  encoded  = jsonencode({ Statement = [{ Action = "*", Resource = t.m.arn }] })
  template = "{\\"Resource\\": \\"${t.m.arn}/*\\", \\"Count\\": ${t.m.count_}, \\"Action\\": \\"*\\"}"
  plain    = "[1, 2]"
  none     = "not json"
}
"""
    )
    view = loaded.resources()[0].instances[0]
    encoded = view["encoded"].json()
    assert encoded["Statement"][0]["Action"] == "*"
    assert encoded["Statement"][0]["Resource"].reference.address == "t.m"
    template = view["template"].json()
    assert (template["Action"], template["Count"].reference.rest) == ("*", ("count_",))
    assert (template["Resource"].parts[0].reference.rest, template["Resource"].parts[1:]) == (("arn",), ("/*",))
    assert view["plain"].json() == [1, 2]
    assert view["none"].json() is UNKNOWN


def test_settings_providers_outputs_and_other_blocks() -> None:
    loaded = module(
        main="""
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.0"
      configuration_aliases = [aws.east]
    }
    random = "~> 3.0"
  }
  backend "s3" {
    bucket = "b"
  }
}
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}
moved {
  from = t.a
  to   = t.b
}
removed {
  from = t.c
  lifecycle {
    destroy = false
  }
}
import {
  to = t.d
  id = "x"
}
check "c" {
  data "t" "e" {}
  assert {
    condition     = true
    error_message = "no"
  }
}
ephemeral "t" "f" {}
module "m" {
  source    = "./m"
  providers = { aws.x = aws.east }
  for_each  = toset(["a"])
}
output "o" {
  value     = 1
  sensitive = true
}
"""
    )
    assert messages(loaded) == []
    settings = loaded.settings
    aws = settings.required_providers["aws"]
    assert settings.required_version.value == ">= 1.5"
    assert (aws.source, aws.version, aws.aliases) == ("hashicorp/aws", "~> 5.0", ["aws.east"])
    assert settings.required_providers["random"].version == "~> 3.0"
    assert (settings.backend.labels, settings.backend["bucket"].value) == (["s3"], "b")
    assert [one.address for one in loaded.providers] == ["aws", "aws.east"]
    assert [len(one) for one in (loaded.moved, loaded.removed, loaded.imports, loaded.checks)] == [1, 1, 1, 1]
    assert [one.address for one in loaded.data()] == ["data.t.e"]
    assert [one.address for one in loaded.ephemerals("t")] == ["ephemeral.t.f"]
    assert [one.address for one in loaded.module_calls["m"].instances] == ['module.m["a"]']
    assert loaded.outputs["o"].sensitive
    assert loaded.references(*loaded.moved) == []


def test_overrides_are_laid_over_as_terraform_does() -> None:
    loaded = module(
        main="""
terraform {
  required_version = ">= 1.0"
  required_providers {
    aws    = { version = "1" }
    random = { version = "2" }
  }
  backend "s3" {}
}
locals {
  a = 1
  b = 2
}
resource "t" "n" {
  name = "x"
  size = 1
  rule {
    port = 1
  }
  rule {
    port = 2
  }
  other {}
  lifecycle {
    create_before_destroy = true
  }
}
variable "v" {
  type    = string
  default = "x"
}
""",
        override="""
terraform {
  required_version = ">= 2.0"
  required_providers {
    aws = { version = "9" }
  }
  backend "local" {}
}
locals {
  b = 20
}
variable "v" {
  default = "y"
}
""",
        b_override="""
resource "t" "n" {
  size = 2
  dynamic "rule" {
    for_each = [7]
    content {
      port = rule.value
    }
  }
  lifecycle {
    prevent_destroy = true
  }
}
resource "t" "missing" {}
locals {
  c = 3
}
""",
    )
    view = loaded.resource("t.n").instances[0]
    assert (view["name"].value, view["size"].value) == ("x", 2)
    assert [rule["port"].value for rule in view.blocks("rule")] == [7]
    assert len(view.blocks("other")) == 1
    lifecycle = loaded.resource("t.n").lifecycle
    assert (lifecycle["create_before_destroy"].value, lifecycle["prevent_destroy"].value) == (True, True)
    assert {name: local.value.value for name, local in loaded.locals.items()} == {"a": 1, "b": 20}
    assert loaded.variables["v"].value.value == "y"
    versions = {name: one.version for name, one in loaded.settings.required_providers.items()}
    assert versions == {"aws": "9", "random": "2"}
    assert loaded.settings.backend.labels == ["local"]
    assert loaded.settings.required_version.value == ">= 2.0"
    assert messages(loaded) == [
        'b_override.tf:14:1: there is no resource "t" "missing" that this could override',
        'b_override.tf:16:3: there is no local value "c" that this could override',
    ]


def test_argument_that_lists_objects_gives_blocks() -> None:
    loaded = module(
        main="""
variable "anything" {}
resource "t" "m" {
  written  = [{ port = 1 }, { port = 1 + 1 }]
  computed = [for each in [3, 4] : { port = each }]
  unknown  = var.anything
  partly   = concat([var.anything], [{ port = 5 }])
  nothing  = null
  text     = "none"
}
"""
    )
    view = loaded.resources("t")[0].view

    def ports(block_type: str) -> list[object]:
        return [block["port"].value if block.certain else "?" for block in view.blocks(block_type)]

    assert [ports(name) for name in ("written", "computed", "partly")] == [[1, 2], [3, 4], ["?", 5]]
    assert [ports(name) for name in ("unknown", "nothing", "text")] == [[], [], []]


def test_json_configuration_is_the_same_module() -> None:
    loaded = module(
        main__tf__json="""{
  "//": "a comment",
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}}},
  "variable": {"v": {"type": "map(string)", "default": {"a": 1}}},
  "locals": {"l": "${upper(var.v.a)}-${length([1, 2])}", "n": 5},
  "resource": {
    "t": {
      "n": {
        "count": 2,
        "name": "n-${count.index}",
        "rule": [{"port": "${local.n}"}, {"port": 2}],
        "depends_on": ["t.m"],
        "lifecycle": {"ignore_changes": ["name"]}
      },
      "m": [{"x": "$${not}"}]
    }
  },
  "output": {"o": {"value": "${t.n[0].name}"}}
}"""
    )
    assert messages(loaded) == []
    resource = loaded.resource("t.n")
    assert loaded.locals["l"].value.value == "1-2"
    assert loaded.variables["v"].value.value == {"a": "1"}
    assert [instance["name"].value for instance in resource.instances] == ["n-0", "n-1"]
    assert [view["port"].value for view in resource.instances[0].blocks("rule")] == [5, 2]
    assert resource.depends_on == ["t.m"]
    assert loaded.resource("t.m").instances[0]["x"].value == "${not}"
    assert loaded.settings.required_providers["aws"].version == "~> 5.0"
    reference = loaded.references(loaded.outputs["o"].block)[0]
    assert (reference.address, str(reference.location)) == ("t.n", "main.tf.json:18:32")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", '1:2: expected a name in double quotes or "}", found the end of the file'),
        ('{"a" 1}', '1:6: expected ":" after the name, found a number'),
        ('{"a": [1,]}', '1:10: expected another element after the comma, found "]"'),
        ('{"resource": 5}', "1:14: expected a JSON object"),
        ('{"locals": {"a": "${"}}', "1:18: expected an expression, found the end of the file"),
        ('{"locals": {"a": 1, "a": 2}}', '1:21: "a" is set twice here'),
        pytest.param("[" * 5000, "1:102: values nest deeper than 100", id="deep"),
        ("{'a': 1}", "1:2: expected JSON here"),
    ],
)
def test_what_is_wrong_with_json_has_a_place(text: str, message: str) -> None:
    assert messages(module(main__tf__json=text)) == [f"main.tf.json:{message}"]


def test_declarations_that_are_wrong_are_named() -> None:
    loaded = module(
        main="""
x = 1
resorce "t" "n" {}
resource "t" {}
resource "t" "a" {}
resource "t" "a" {}
variable "v" {}
variable "v" {}
locals {
  l = 1
}
locals {
  l = 2
}
provider "p" {}
provider "p" {}
resource "t" "b" {
  count    = 1
  for_each = {}
}
variable "w" {
  type = strin
}
action "later" "x" {}
"""
    )
    assert messages(loaded) == [
        'main.tf:2:1: an argument "x" can\'t stand outside of blocks',
        'main.tf:3:1: there are no blocks of type "resorce" here',
        "main.tf:4:1: a resource block has two labels, a type and a name, this has 1",
        "main.tf:6:1: t.a is already declared at main.tf:5:1",
        'main.tf:8:1: variable "v" is already declared at main.tf:7:1',
        'main.tf:13:3: local value "l" is already declared at main.tf:10:3',
        "main.tf:16:1: provider p is already configured at main.tf:15:1",
        "main.tf:19:3: count and for_each can't both be set",
        "main.tf:22:10: expected a type such as string, number, bool, list(string) or object({...})",
    ]


@pytest.mark.parametrize(
    ("expression", "severity"),
    [
        ("[][0]", "error"),
        ("local.none[0]", "error"),
        ("var.none[0]", "warning"),
        ("local.default[0]", "warning"),
        ("var.given[0]", "error"),
        ("each.value[0]", "warning"),
    ],
)
def test_what_other_values_of_variables_may_mend_is_a_warning(expression: str, severity: str) -> None:
    loaded = module(
        main=f"""
variable "none" {{
  default = []
}}
variable "given" {{}}
locals {{
  none    = []
  default = var.none
}}
resource "t" "n" {{
  for_each = {{ a = [] }}
  x        = {expression}
}}
""",
        terraform__tfvars="given = []\n",
    )
    assert [(one.severity, one.code) for one in loaded.diagnostics] == [(severity, "evaluation")]


def test_files_are_known_by_name_and_read_where_given() -> None:
    loaded = hcl.load(
        {
            "main.tf": b"""locals {
  text     = file("${path.module}/a.txt")
  hash     = filemd5("a.txt")
  template = templatefile("t.tftpl", { x = [1, 2] })
  unread   = file("src/index.mjs")
  there    = fileexists("a.txt")
  absent   = fileexists("b.txt")
}
""",
            "a.txt": b"hello",
            "t.tftpl": b"%{ for n in x }<${n}>%{ endfor }",
            "src/index.mjs": b"",
        }
    )
    values = {name: local.value.value for name, local in loaded.locals.items()}
    assert messages(loaded) == []
    assert (values["text"], values["hash"]) == ("hello", "5d41402abc4b2a76b9719d911017c592")
    assert (values["template"], values["there"]) == ("<1><2>", True)
    assert values["unread"] is UNKNOWN
    assert values["absent"] is UNKNOWN
    assert loaded.exists("./src/index.mjs")
    assert not loaded.exists("src/other.mjs")
    assert loaded.exists_below("./src")


@pytest.mark.parametrize("entry", ["[x]", "[]", "x", "1", "null", "true", "{ source = [1] }", "f(x)"])
def test_an_odd_entry_of_required_providers_is_survived(entry: str) -> None:
    loaded = module(main=f"terraform {{\n  required_providers {{\n    aws = {entry}\n  }}\n}}\n")
    assert loaded.settings.required_providers["aws"].version == ""
    assert entry.startswith("{ source") or loaded.diagnostics


def test_the_address_of_an_instance_is_written_as_terraform_reads_it() -> None:
    loaded = module(main='resource "a_b" "c" {\n  for_each = { "$${x}%%{y}\\"" = 1 }\n}\n')
    assert [one.address for one in loaded.resources()[0].instances] == ['a_b.c["$${x}%%{y}\\""]']


def test_a_number_that_grows_without_end_is_not_evaluated_and_said() -> None:
    sums = "".join(f"  a{n} = local.a{n - 1} * local.a{n - 1}\n" for n in range(1, 20))
    loaded = module(main=f"locals {{\n  a0 = {'9' * 299}\n{sums}  end = local.a19\n}}\n")
    assert loaded.locals["end"].value.unknown
    assert {(one.severity, one.code) for one in loaded.diagnostics} == {("note", "bounds")}


@pytest.mark.parametrize(
    "expression",
    [
        '{}[file("./.env")]',
        'jsondecode(file("./.env"))',
        'yamldecode(file("./.env"))',
        '{ "${file("./.env")}" = 1 }.x',
        'cidrhost(file("./.env"), 1)',
        'cidrhost("${file("./.env")}/8", 1)',
        'templatefile("./.env", {})',
        'format(file("./.env"))',
        'formatdate(file("./.env"), "2020-01-01T00:00:00Z")',
        'regex(file("./.env"), "")',
        '[for x in ["a", "a"] : { (file("./.env")) = x }][0].x',
        'tomap({ (file("./.env")) = [], b = 1 })',
        'tonumber(file("./.env"))',
        'timeadd(file("./.env"), "1h")',
        'lookup({}, file("./.env"))',
        '{ for x in [1, 2] : file("./.env") => x }',
        "{}[var.secret]",
        'cidrhost("${var.secret}/8", 1)',
    ],
)
def test_no_message_shows_what_a_file_holds_or_what_is_sensitive(expression: str) -> None:
    files = {
        "main.tf": f'variable "secret" {{\n  default   = "hunter3"\n  sensitive = true\n}}\noutput "o" {{\n  value = {expression}\n}}\n',
        ".env": "%z hunter2 ${x} (: \n",
    }
    loaded = hcl.load({name: text.encode() for name, text in files.items()})
    messages = [one.message for one in loaded.diagnostics]
    assert messages
    assert not any("hunter" in message for message in messages)


def test_a_literal_in_a_sensitive_output_or_default_is_in_no_message() -> None:
    loaded = module(
        main='output "o" {\n  sensitive = true\n  value     = {}["hunter2"]\n}\n'
        'variable "v" {\n  type      = map(number)\n  sensitive = true\n  default   = { hunter3 = "x" }\n}\n'
        'variable "w" {\n  sensitive = true\n  default   = "hunter4"\n'
        '  validation {\n    condition     = false\n    error_message = "no ${var.w}"\n  }\n}\n'
    )
    messages = [one.message for one in loaded.diagnostics]
    assert len(messages) == 3
    assert not any("hunter" in message for message in messages)


@pytest.mark.parametrize("path", ["./.git/config", "${path.module}/.GIT/config", "x/../.git/config"])
def test_what_git_keeps_is_not_read(path: str) -> None:
    files = {"main.tf": f'locals {{\n  a = file("{path}")\n  b = fileset(".", "**")\n}}\n', "a": ""}
    kept = {".git/config": b"hunter2", ".GIT/config": b"hunter2"}
    loaded = hcl.load({name: text.encode() for name, text in files.items()} | kept)
    assert loaded.locals["a"].value.unknown
    assert loaded.locals["b"].value.value == ["a", "main.tf"]


@pytest.mark.parametrize(("kind", "expected"), [("cloud", 1), ('backend "local"', 1)])
def test_an_override_file_has_one_place_for_the_state(kind: str, expected: int) -> None:
    once = f"terraform {{\n  {kind} {{}}\n}}\n".encode()
    module = hcl.load({"main.tf": b"", "a_override.tf": once + once, "b_override.tf": once})
    told = [each for each in module.diagnostics if each.code == "override"]

    assert [(each.location.path, each.location.line) for each in told] == [("a_override.tf", 5)] * expected
