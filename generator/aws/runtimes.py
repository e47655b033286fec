"""When AWS deprecates Lambda's runtimes, and from when on it refuses to make and to change functions on them.

AWS has moved the dates more than once, always to later days, so that a finding says which date it goes by. Until a
block's day functions deploy, unpatched. This is the one table of them: the bundled stack's schema repeats its
rows for the runtimes that the stack takes, and a test holds these to it.
"""

from __future__ import annotations

from typing import NamedTuple

SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
"""Where the dates are from."""

LOOKED_AT = "2026-11"
"""The month in which they were looked at last."""


class Lifetime(NamedTuple):
    """The days of a runtime, as ISO 8601 has them, so that they compare as text.

    Attributes:
        deprecated: From then on it gets no patches.
        no_create: From then on no function can be made on it.
        no_update: From then on no function on it can be changed.
    """

    deprecated: str
    no_create: str
    no_update: str


_DATES = """
dotnet10        2028-11-14 2028-12-14 2029-01-15
dotnet6         2024-12-20 2027-02-01 2027-03-03
dotnet8         2026-11-10 2027-02-01 2027-03-03
dotnetcore1.0   2019-06-27 2019-06-30 2019-07-30
dotnetcore2.0   2019-05-30 2019-04-30 2019-05-30
dotnetcore2.1   2022-01-05 2022-01-05 2022-04-13
dotnetcore3.1   2023-04-03 2023-04-03 2023-05-03
go1.x           2024-01-08 2024-02-08 2027-03-03
java8           2024-01-08 2024-02-08 2027-03-03
java8.al2       2027-06-30 2027-07-31 2027-08-31
java11          2027-06-30 2027-07-31 2027-08-31
java17          2027-06-30 2027-07-31 2027-08-31
java21          2029-06-30 2029-07-31 2029-08-31
java25          2029-06-30 2029-07-31 2029-08-31
nodejs          2016-08-30 2016-09-30 2016-10-31
nodejs4.3       2020-03-05 2020-02-03 2020-03-05
nodejs4.3-edge  2020-03-05 2019-03-31 2019-04-30
nodejs6.10      2019-08-12 2019-07-12 2019-08-12
nodejs8.10      2020-03-06 2020-02-04 2020-03-06
nodejs10.x      2021-07-30 2021-07-30 2022-02-14
nodejs12.x      2023-03-31 2023-03-31 2023-04-30
nodejs14.x      2023-12-04 2024-01-09 2027-03-03
nodejs16.x      2024-06-12 2027-02-01 2027-03-03
nodejs18.x      2025-09-01 2027-02-01 2027-03-03
nodejs20.x      2026-04-30 2027-02-01 2027-03-03
nodejs22.x      2027-04-30 2027-06-01 2027-07-01
nodejs24.x      2028-04-30 2028-06-01 2028-07-01
provided        2024-01-08 2024-02-08 2027-03-03
provided.al2    2026-07-31 2027-02-01 2027-03-03
provided.al2023 2029-06-30 2029-07-31 2029-08-31
python2.7       2021-07-15 2021-07-15 2022-05-30
python3.6       2022-07-18 2022-07-18 2022-08-29
python3.7       2023-12-04 2024-01-09 2027-03-03
python3.8       2024-10-14 2027-02-01 2027-03-03
python3.9       2025-12-15 2027-02-01 2027-03-03
python3.10      2026-10-31 2027-02-01 2027-03-03
python3.11      2027-06-30 2027-07-31 2027-08-31
python3.12      2028-10-31 2028-11-30 2029-01-10
python3.13      2029-06-30 2029-07-31 2029-08-31
python3.14      2029-06-30 2029-07-31 2029-08-31
ruby2.5         2021-07-30 2021-07-30 2022-03-31
ruby2.7         2023-12-07 2024-01-09 2027-03-03
ruby3.2         2026-03-31 2027-02-01 2027-03-03
ruby3.3         2027-03-31 2027-04-30 2027-05-31
ruby3.4         2028-03-31 2028-04-30 2028-05-31
ruby4.0         2029-03-31 2029-04-30 2029-05-31
"""

RUNTIMES: dict[str, str] = dict(line.split(maxsplit=1) for line in _DATES.split("\n") if line)
"""The three days of every runtime that has had them announced, as text."""


_NEEDED = {"nodejs24.x": "6.20.0", "java25": "6.20.0", "python3.14": "6.20.0"}
"""The version of hashicorp/aws from which on it takes a runtime, where that is known.

Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md#6200-november-6-2025
"""


def needed_version(runtime: str) -> str:
    """Return the version of hashicorp/aws that a runtime needs, empty where 5.x has it or that is not known."""
    return _NEEDED.get(runtime, "")


def lifetime(runtime: object) -> Lifetime | None:
    """Return the days of a runtime by its identifier, None for one that is not known."""
    dates = RUNTIMES.get(runtime) if isinstance(runtime, str) else None
    return Lifetime(*dates.split()) if dates else None


def successor(runtime: str) -> str:
    """Return the newest runtime of the same language; the OS-only one for Go."""
    family = runtime.rstrip("0123456789.x").partition(".")[0].rstrip("0123456789")
    family = {"go": "provided", "dotnetcore": "dotnet", "nodejs4.3-edge": "nodejs"}.get(family, family)
    same = [name for name in RUNTIMES if name.startswith(family) and not name.startswith("dotnetcore")]
    return max(reversed(same), key=lambda name: RUNTIMES[name])  # of those with the same days the later made
