"""What is read of a user's tree: a project on disk or in a git revision, and the files of a Terraform module."""
