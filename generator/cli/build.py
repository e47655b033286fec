"""`tfgen build`: functions that have dependencies."""

from __future__ import annotations

from generator.cli.command import AllOption, EnvironmentsOption, Run, choose_by_stack, command
from generator.environments import function_builds
from generator.environments.function_builds import FunctionBuild


def build(
    run: Run,
    *,
    env: EnvironmentsOption = [],  # noqa: B006 (typer copies it)
    everything: AllOption = False,
) -> None:
    """Install, bundle and zip the code of functions that have dependencies, for rendered environments.

    A function whose package is built comes from a folder with package.json and package-lock.json (npm; esbuild
    bundles it where it is among the development dependencies), or with requirements.txt (pip, wheels alone). The
    archive is out/NAME/packages/FUNCTION-built.zip, the same bytes for the same lock file. Call it after a render
    and before the plan. It runs programs of others and needs the network; nothing else of tfgen does.
    """
    done: dict[FunctionBuild, dict[str, bytes]] = {}
    count = 0
    for one, environments in choose_by_stack(run, env, everything or not env):
        for archive in (each for name in environments for each in function_builds.build(one.inputs, name, done)):
            count += 1
            verb = "built" if archive.is_new else "same "
            run.result(f"{verb}    {run.place(archive.path)}")
            run.note(f"{run.place(archive.path)}: {archive.files} files, {archive.size} bytes")
    if not count:
        run.note("no function is built: none says package: built")


app = command(build)
