locals { who = aws_iam_role.r.arn }
