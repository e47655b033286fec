"""Stand-ins for hashicorp/random and hashicorp/archive, for tests where no mirror has the real ones.

A real terraform takes them through init, validate, plan, apply, plan again and destroy, over go-plugin's
mutual TLS. Standard library only, so that each is one executable file. They follow random 3.7.2 and
archive 2.7.1: `random_password` (also as an ephemeral resource), `random_string`, `random_id`,
`random_uuid`, `random_integer`, and the data source `archive_file`. What passes with them fits our copy
of the schemas, not HashiCorp's binaries: whoever reports a run says "stand-in".

From the bottom up: `protobuf`, `messagepack`, `hpack`, `http2`, `certificate` (formats) · `schema`
(what a resource type is) · `service` (tfplugin6) · `plugin` (go-plugin) · `random_provider`,
`archive_provider` · `mirror` (lays them out for terraform).
"""
