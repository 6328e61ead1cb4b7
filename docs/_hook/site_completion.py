"""What is made once the pages of both languages stand: files beside the pages, one style sheet, and the last checks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import accessibility
import calendar_file
import call_pages
import look
import phases
import scripts
import search_index
import share
import stylesheet
import translation_check
from jinja2 import Environment, FileSystemLoader
from mkdocs.exceptions import PluginError
from page_templates import THEME, helpers

from chalicelib.call import Call
from chalicelib.call.languages import LANGUAGE
from chalicelib.call.schema import form_schema
from chalicelib.pages.form_data import data_file
from chalicelib.pages.site_fragments import application_form


def finish(site: Path, call: Call, site_url: str) -> None:
    """Raises PluginError, which stops the build, when the two languages do not say the same."""
    _aliases(site, call)
    phases.part(site)
    if broken := translation_check.problems(site, list(call.languages)):
        raise PluginError("\n".join(broken))
    (site / "form.schema.json").write_text(json.dumps(form_schema(call), ensure_ascii=False, indent=1), "utf-8")
    for language in call.languages:
        home = LANGUAGE[language].home.removeprefix("/")
        folder = site / home
        # newline="" keeps the CRLF that RFC 5545 asks for.
        with (folder / "call.ics").open("w", encoding="utf-8", newline="") as file:
            file.write(calendar_file.calendar(call, language, site_url + home))
        # Fetched by assets/closed.js alone: the page of a closed call has no form.
        (folder / "apply" / "form.txt").write_text(application_form(call, language), "utf-8")
    (site / "accessibility" / "openacr.yaml").write_text(accessibility.openacr(call, site_url), "utf-8")
    # Each page of a static-i18n site may look for a sitemap beside its own home.
    for language in call.languages[1:]:
        shutil.copy(site / "sitemap.xml", site / LANGUAGE[language].home.strip("/") / "sitemap.xml")
    search_index.part_by_language(site, list(call.languages))
    scripts.join(site)
    look.put_on(site)
    share.draw(site, call)
    stylesheet.join(site)
    scripts.shorten(site)
    for language in call.languages:
        name, text = data_file(call, language)
        (site / "assets" / name).write_text(text, "utf-8")


def _aliases(site: Path, call: Call) -> None:
    """Pages at the addresses people still have from before, each of which leads home in its language."""
    template = Environment(loader=FileSystemLoader(THEME), autoescape=True).get_template("alias.html")
    for address, language in call_pages.aliases().items():
        folder = site / address
        if folder.exists():
            raise PluginError(f"aliases.toml: {address} is a page of its own")
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(template.render(helpers(call, language)), "utf-8")
