"""Terraform's own blocks: what each takes, as data, and the rules of what stands in them."""
