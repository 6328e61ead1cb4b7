"""Where MkDocs calls us. MkDocs runs every hook once per language, so nothing is remembered between calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import call_pages
import html_fragments
import page_faults
import page_templates
import phases
import translation_check
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from site_completion import finish

from chalicelib.call import DefinitionError, current_call
from chalicelib.call.definition_refusal import definition_refusal

# Before the i18n plugin's own page events, which expect finished Markdown.
_FIRST = 100
# After the i18n plugin's -100: by then it has built the other languages, and the site is whole.
_LAST = -200


def language_of(config: MkDocsConfig) -> str:
    return str(_i18n(config).current_language)


def _i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    call_pages.add_to_menu(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    return call_pages.add_files(files, config)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    return call_pages.source(page.file.src_uri)


def on_pre_build(config: MkDocsConfig) -> None:
    try:
        languages = list(current_call().languages)
        page_faults.check_own_pages(current_call())
    except DefinitionError as error:
        raise PluginError(definition_refusal(error)) from None
    if lost := translation_check.missing(Path(config.docs_dir), languages):
        raise PluginError("\n".join(lost))


@event_priority(_FIRST)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """What the page says of itself, its title and description, is printed from the call as its text is."""
    call, language = current_call(), language_of(config)
    page.meta.update(
        {key: page_templates.filled_page(text, call, language) for key, text in page.meta.items() if "{" in str(text)}
    )
    return page_templates.filled_page(markdown, call, language)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    title = page.meta.get("closed_title")
    output = phases.with_closed_heading(output, title) if title else output
    return html_fragments.with_fragments(output, current_call(), language_of(config))


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> Environment:
    """The theme's templates know the call and the words that pages know."""
    env.globals.update(page_templates.helpers(current_call(), language_of(config)))
    env.trim_blocks = env.lstrip_blocks = True
    return env


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Each language has its own 404; the theme would let the last language overwrite the first."""
    language = language_of(config)
    if template_name != "404.html" or language == current_call().languages[0]:
        return output_content
    target = Path(config.site_dir) / language / template_name
    target.parent.mkdir(exist_ok=True)
    target.write_text(output_content, "utf-8")
    return ""


@event_priority(_LAST)
def on_post_build(config: MkDocsConfig) -> None:
    if not _i18n(config).building:
        finish(Path(config.site_dir), current_call(), str(config.site_url))
