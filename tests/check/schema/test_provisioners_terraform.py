"""What we say of provisioners and connections, held to a real terraform: one mistake at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terraform_bench import Terraform

from generator import hcl
from generator.check.rules import tfg310_language_block
from generator.check.schema.module_checker import schema_violations

REMOTE = (
    'provisioner "remote-exec" {\n    inline = ["a"]\n    connection {\n      host = "x"\n      %s\n    }\n  }'
)
WORDS = (
    "type user password port timeout script_path target_platform private_key certificate host_key agent "
    "agent_identity proxy_scheme proxy_host proxy_port proxy_user_name proxy_user_password bastion_user "
    "bastion_host bastion_host_key bastion_port bastion_password bastion_private_key bastion_certificate https "
    "insecure use_ntlm cacert"
)
CASES = {
    "local": 'provisioner "local-exec" {\n    command = 5\n    environment = { a = 1 }\n    quiet = "true"\n  }',
    "nothing to run": 'provisioner "local-exec" {}',
    "command": 'provisioner "local-exec" {\n    command = ["a"]\n  }',
    "interpreter": 'provisioner "local-exec" {\n    command = "a"\n    interpreter = "sh"\n  }',
    "environment": 'provisioner "local-exec" {\n    command = "a"\n    environment = ["A=1"]\n  }',
    "quiet": 'provisioner "local-exec" {\n    command = "a"\n    quiet = "maybe"\n  }',
    "unknown": 'provisioner "local-exec" {\n    command = "a"\n    inline = ["b"]\n  }',
    "when": 'provisioner "local-exec" {\n    when = destroy\n    on_failure = continue\n    command = "a"\n  }',
    "self": 'provisioner "local-exec" {\n    command = "echo ${self.id}"\n  }',
    "inline": 'provisioner "remote-exec" {\n    inline = "a"\n  }',
    "none of three": 'provisioner "remote-exec" {}',
    "two of three": 'provisioner "remote-exec" {\n    inline = ["a"]\n    script = "b"\n  }',
    "null is none": 'provisioner "remote-exec" {\n    inline = ["a"]\n    script = null\n  }',
    "neither": 'provisioner "file" {\n    destination = "x"\n  }',
    "both": 'provisioner "file" {\n    destination = "x"\n    source = "a"\n    content = "b"\n  }',
    "no destination": 'provisioner "file" {\n    source = "a"\n  }',
    "block": 'provisioner "file" {\n    source = "a"\n    destination = "b"\n    more {}\n  }',
    "removed": 'provisioner "chef" {\n    node_name = "a"\n  }',
    "connected": REMOTE % "\n      ".join(f'{word} = "1"' for word in WORDS.split()),
    "unknown in a connection": REMOTE % "hots = 1",
    "port": REMOTE % 'port = "ssh"',
    "agent": REMOTE % 'agent = "maybe"',
    "block in a connection": REMOTE % "more {}",
    "no host": 'provisioner "remote-exec" {\n    inline = ["a"]\n    connection {}\n  }',
    "connection for all": 'connection {\n    host = "x"\n  }\n  provisioner "remote-exec" {\n    inline = ["a"]\n  }',
    "no host for all": 'connection {}\n  provisioner "local-exec" {\n    command = "a"\n  }',
    "connection of nothing": 'connection {\n    hots = "x"\n  }',
    "two connections": 'connection {\n    host = "x"\n  }\n  connection {\n    host = "x"\n  }',
}


@pytest.mark.slow
@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_provisioner_is_refused_where_terraform_refuses_it(
    terraform: Terraform, tmp_path: Path, text: str
) -> None:
    (tmp_path / "main.tf").write_text(f'resource "terraform_data" "a" {{\n  {text}\n}}\n')

    module = hcl.load({"main.tf": (tmp_path / "main.tf").read_bytes()})
    ours = {one.location.line for one in schema_violations(module)}
    ours |= {one.place.location.line for one in tfg310_language_block.check(module)}

    answer = json.loads(terraform.run(tmp_path, "validate", "-json").stdout)
    said = [each for each in answer["diagnostics"] if each["severity"] == "error"]
    # Of what is wrong with several arguments together terraform tells no place.
    lines = {each["range"]["start"]["line"] if "range" in each else 2 for each in said}
    assert ours == lines, said
