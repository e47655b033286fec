"""The rules, one a module, named as the rule is: `tfg018_lambda_timeout_range.py` has the rule TFG018."""
