"""The mail of the local cloud: what was sent there, as pages, and the settings of the functions that send it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession
from jinja2 import Environment

from chalicelib.call import say
from chalicelib.call.languages import LANGUAGES

MESSAGES = "/_ministack/ses/messages"
# Mail programs know inline styles only, which the site's own policy forbids; beyond them a mail may do nothing here.
SECURITY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
LISTING = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!doctype html>
<html lang="kk">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ t("title") }}</title></head>
<body style="font:16px/1.5 sans-serif;max-width:800px;margin:0 auto;padding:16px">
<main>
<h1>{{ t("title") }}</h1>
<p>{{ t("note") }}</p>
{% for mail in mails %}
<article style="border-top:1px solid #767676;padding:8px 0">
<h2 style="font-size:18px;margin:8px 0">{{ mail.subject }}</h2>
<p>{{ t("to") }}: {{ mail.to }} · {{ mail.at }} · <a href="/_local/mail/{{ mail.id }}">{{ t("html") }}</a></p>
<details><summary>{{ t("text") }}</summary><pre style="white-space:pre-wrap">{{ mail.text }}</pre></details>
</article>
{% else %}
<p>{{ t("empty") }}</p>
{% endfor %}
</main>
</body>
</html>
""")


async def mails_sent(session: ClientSession, emulator: str) -> list[dict[str, object]]:
    """What the emulator's SES was given since it started, newest first."""
    async with session.get(f"{emulator}{MESSAGES}") as answer:
        accounts: Mapping[str, list[dict[str, Any]]] = (await answer.json())["messages"]
    mails = [mail for account in accounts.values() for mail in account]
    return sorted(mails, key=lambda mail: mail["Timestamp"])[::-1]


def listing(mails: Iterable[Mapping[str, Any]]) -> str:
    """A page with every mail's subject, addressee, real time of sending and plain text."""
    shown = [
        {
            "id": mail["MessageId"],
            "subject": mail["Subject"],
            "to": ", ".join(mail["To"]),
            "at": datetime.fromtimestamp(mail["Timestamp"], UTC).astimezone().isoformat(timespec="seconds"),
            "text": mail["BodyText"],
        }
        for mail in mails
    ]
    return LISTING.render(mails=shown, t=in_both)


def html_of(mails: Iterable[Mapping[str, object]], message: str) -> str | None:
    """One mail's own HTML; None when there is no such mail."""
    return next((str(mail["BodyHtml"]) for mail in mails if mail["MessageId"] == message), None)


def in_both(key: str) -> str:
    return " / ".join(say("mail", f"inbox.{key}", language) for language in LANGUAGES)


def set_variables(functions: Any, name: str, changes: Mapping[str, str]) -> None:
    """Change some of a deployed function's environment variables. `functions` is a Lambda client."""
    now = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**now, **changes}})
