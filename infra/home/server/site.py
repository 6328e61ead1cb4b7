"""Builds the site of the installed release with what `baiqau results` published, and shows it in one step.

Runs as the user who owns `/var/lib/baiqau/sites`, told by the environment like every process of the call.
"""

import os
import sys
import tempfile
from pathlib import Path

from chalicelib import deployment
from infra.home.front_server.packed_site import put_in_place
from infra.site_build import run_mkdocs, sources_digest

SITES = Path("/var/lib/baiqau/sites")


def main() -> int:
    layout = deployment.home()
    if layout is None:
        sys.exit("BAIQAU_HOME names the folder of the call.")
    print(show(os.environ["SITE_URL"], layout.folder / "published", SITES))
    return 0


def show(url: str, results: Path, sites: Path) -> Path:
    """Raises SiteFailed, and then what was shown before is shown on. The same sources are built once."""
    name = sources_digest(url, results)[:16]
    if (sites / name).is_dir():
        return put_in_place(sites / name, sites)
    with tempfile.TemporaryDirectory(dir=sites) as fresh:
        run_mkdocs(url, results, Path(fresh) / name)
        return put_in_place(Path(fresh) / name, sites)


if __name__ == "__main__":
    sys.exit(main())
