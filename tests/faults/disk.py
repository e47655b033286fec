"""Disks of their own, in files.

An ext4, that power can be cut from: what it was not asked to keep by then is gone. An exFAT, as on a stick: it takes
a.tf and A.tf for one file, has no hard links, and keeps a file that is open when it is removed under another name.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Self

_SHUT_DOWN = 0x8004587D
"""FS_IOC_SHUTDOWN, as xfstests uses it: https://man7.org/linux/man-pages/man2/ioctl_xfs_goingdown.2.html."""
CUTS = {"power": 2, "power, names kept": 1}
"""How power is cut: with nothing more written, or with the journal, which knows names and no contents, and so leaves
empty files behind that were not asked to be kept."""
_MEGABYTES = 16
_TOOLS = ("mkfs.ext4", "mount", "umount", "sync")
STICK_TOOLS = ("mkfs.exfat", "mount.exfat-fuse", "losetup", "umount")


class Disk:
    """A mounted disk.

    Attributes:
        folder: Where it is mounted.
    """

    def __init__(self, top: Path) -> None:
        self._image, self.folder, self._cuts = top / "image", top / "disk", 0
        self.folder.mkdir()
        with self._image.open("wb") as image:
            image.truncate(_MEGABYTES * 1024 * 1024)
        _call("mkfs.ext4", "-q", "-F", str(self._image))
        self._mount()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unmount()

    def settle(self) -> None:
        """Have it keep all that was written."""
        _call("sync", "-f", str(self.folder))

    def cut(self, how: int) -> None:
        """Cut the power, and turn it on again.

        What was on the disk goes to another one: a process in a mount namespace of its own, such as a browser's, may
        have taken a copy of the mount, and would have us find the one that is shut down.
        """
        descriptor = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(descriptor, _SHUT_DOWN, struct.pack("I", how))
        os.close(descriptor)
        self._unmount()
        self._cuts += 1
        other = self._image.with_name(f"image{self._cuts}")
        shutil.copyfile(self._image, other)
        self._image.unlink()
        self._image = other
        self._mount()

    def _mount(self) -> None:
        _call("mount", "-o", "loop", str(self._image), str(self.folder))

    def _unmount(self) -> None:
        _call("umount", "--lazy", str(self.folder))  # a killed process's last may take a moment to end


class Stick:
    """A mounted exFAT.

    Attributes:
        folder: Where it is mounted.
    """

    def __init__(self, top: Path) -> None:
        image, self.folder = top / "image", top / "stick"
        self.folder.mkdir()
        with image.open("wb") as file:
            file.truncate(_MEGABYTES * 1024 * 1024)
        _call("mkfs.exfat", str(image))
        self._device = _call("losetup", "--find", "--show", str(image))
        try:
            _call("mount.exfat-fuse", self._device, str(self.folder))
        except OSError:
            _call("losetup", "--detach", self._device)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _call("umount", str(self.folder))
        _call("losetup", "--detach", self._device)


def _call(*words: str) -> str:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(words)}: {done.stderr}")
    return done.stdout.strip()


def may_mount(top: Path) -> bool:
    """Return whether a disk can be made and mounted here: that takes root, and a kernel that lets it."""
    if os.geteuid() != 0 or not all(map(shutil.which, _TOOLS)):
        return False
    try:
        with Disk(top) as disk:
            disk.cut(CUTS["power"])
    except OSError:
        return False
    return True


def may_plug_in(top: Path) -> bool:
    """Return whether an exFAT can be made and mounted here: that takes root, and FUSE."""
    if os.geteuid() != 0:
        return False
    try:
        with Stick(top):
            return True
    except OSError:
        return False
