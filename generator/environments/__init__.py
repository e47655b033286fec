"""What is done with environments, a module a verb: rendered, checked, compared, told apart from what was."""
