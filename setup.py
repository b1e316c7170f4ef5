"""Packages the database with the code: the loader builds it whenever a wheel or a sdist is made.

Everything else is in pyproject.toml. With the same SOURCE_DATE_EPOCH the archives are the same to the byte.
"""

import gzip
import io
import os
import re
import sys
import tarfile
import types
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).resolve().parent
REPOSITORY = ""  # the project has no public address yet: once it has, "https://…" here is all that there is to say
FIRST_DATE = 315532800  # 1980-01-01, the oldest that a wheel can have


def project_urls() -> dict[str, str]:
    """The addresses that PyPI shows; none while the repository has none."""
    below = {
        "Source": "",
        "Changelog": "/blob/main/CHANGELOG.md",
        "Documentation": "/tree/main/docs",
        "Issues": "/issues",
    }
    return {name: REPOSITORY + path for name, path in below.items()} if REPOSITORY else {}


def long_description() -> str:
    """README.md, with the addresses of its pictures and documents whole, so that they lead somewhere from PyPI too."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    if not REPOSITORY:
        return text
    text = re.sub(r"(!\[[^]]*\]\()(?!https?:)", rf"\1{REPOSITORY}/raw/main/", text)
    return re.sub(r"(?<!!)(\[[^]]*\]\()(?!https?:|#)", rf"\1{REPOSITORY}/blob/main/", text)


def build_database(target: Path) -> None:
    """Build the database at `target` with the loader of this tree, which is not installed yet."""
    sys.dont_write_bytecode = True
    package = types.ModuleType("http_status_db")
    package.__path__ = [str(ROOT)]
    sys.modules[package.__name__] = package
    from http_status_db.loader.build import build_from  # noqa: PLC0415 - cannot be found before
    from http_status_db.loader.document.read import DOCUMENT  # noqa: PLC0415 - cannot be found before

    target.unlink(missing_ok=True)  # in a release tree it may be a hard link to that of the checkout
    build_from(DOCUMENT, target)


class BuildWithDatabase(build_py):
    """Builds the packages, then the database among them; an editable install has that of the checkout."""

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """The modules of a package, but for this file, which stands in the folder of one."""
        return [found for found in super().find_package_modules(package, package_dir) if found[1] != "setup"]

    def run(self) -> None:
        """Build."""
        super().run()
        if not self.editable_mode:
            build_database(Path(self.build_lib) / "http_status_db" / "db" / "http_status.db")


class ReproducibleSdist(sdist):
    """Makes a sdist with a fresh database, whose members are sorted and have no owner and no clock."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Add the database to the files of the release."""
        super().make_release_tree(base_dir, files)
        build_database(Path(base_dir) / "db" / "http_status.db")

    def make_archive(self, base_name: str, format: str, *others: Any, **options: Any) -> str:  # noqa: A002, ANN401 - setuptools' signature
        """Write the archive; `base_name` is its path without .tar.gz, the release tree is the folder of that name."""
        if format != "gztar":
            return str(super().make_archive(base_name, format, *others, **options))
        date = int(os.environ.get("SOURCE_DATE_EPOCH", FIRST_DATE))
        tree = Path(options["base_dir"])
        path = Path(f"{base_name}.tar.gz")
        with (
            path.open("wb") as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=date) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for member in sorted(member for member in tree.rglob("*") if member.is_file()):
                archive.addfile(*_member(member, date))
        return str(path)


def _member(path: Path, date: int) -> tuple[tarfile.TarInfo, io.BytesIO]:
    """A file as a member of the archive: its name, bytes and the right to run it, and nothing of this machine."""
    content = path.read_bytes()
    member = tarfile.TarInfo(path.as_posix())
    member.size, member.mtime = len(content), date
    member.mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
    return member, io.BytesIO(content)


setup(
    cmdclass={"build_py": BuildWithDatabase, "sdist": ReproducibleSdist},
    long_description=long_description(),
    long_description_content_type="text/markdown",
    project_urls=project_urls(),
)
