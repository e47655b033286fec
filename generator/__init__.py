"""tfgen: renders Terraform for one environment after another from YAML specs and Jinja templates."""

__version__ = "0.1.0"
