"""What a change comes to: environments as they would be now, held against what is on disk, a folder or a revision.

`comparing` and `details` make a review; `affected` and `unapplied` list whom a change reaches; `ephemeral`,
`applied` and `protection` know which environments last for a while only, and what keeps others from destroy.
"""
