"""What `baiqau results` wrote, shown by the site that runs: it is built anew when the files change."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from infra.paths import files_under
from infra.site_build import SiteFailed, build_site


class ShowsSite(Protocol):
    site: Path


class PublishedSite:
    """`front` shows a site whose links begin with `url`; `results` is the folder of what was published."""

    def __init__(
        self, front: ShowsSite, url: str, results: Path, build: Callable[[str, Path], Path] = build_site
    ) -> None:
        self.front, self.url, self.results, self.build = front, url, results, build
        self.seen = self._look()

    async def follow(self) -> str:
        """What became of a change, as a sentence; empty when there was none. A site that is refused changes nothing."""
        if (now := self._look()) == self.seen:
            return ""
        self.seen = now
        try:
            self.front.site = await asyncio.to_thread(self.build, self.url, self.results)
        except SiteFailed as failure:
            return f"The site stays as it was: {failure}"
        return "The results page shows what was published."

    def _look(self) -> tuple[tuple[str, int], ...]:
        return tuple((file.name, file.stat().st_mtime_ns) for file in files_under(self.results))
