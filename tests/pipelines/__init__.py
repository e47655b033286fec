"""The pipelines that ship, linted and played.

`expressions` evaluates `${{ }}` · `runner` runs workflows as GitHub would, each `run:` step by bash as it is written ·
`actions` stands in for the actions that they use · `forge` is what GitHub keeps: a repository, pull requests, comments ·
`gh` is the stand-in of GitHub's own command · `stack` is a project, small enough to be applied many times.
"""
