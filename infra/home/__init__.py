"""The product on a server of one's own, without any cloud. Three kinds of processes, and a front before them:

- `gunicorn -c python:infra.home.gunicorn_settings --bind unix:… "infra.home.functions_gateway:wsgi()"`: the functions;
- `python -m infra.home.serve_documents --socket …`: where browsers send documents and fetch them;
- `python -m infra.home.due_worker`: the one worker for what is due: mail, reminders, what is to be forgotten.

What they are told, by the environment: BAIQAU_HOME (the folder of the call, chalicelib/store/home/home_layout.py),
KEY_PEPPER and ORIGIN_SECRET (secrets, the latter shared with the front alone), SITE_URL, MAIL_FROM, MAILS_PER_SECOND,
MAIL_SERVER, MAIL_RETURNED (a Maildir of what came back), DOCUMENT_SCANNER, BAIQAU_CALL, BAIQAU_WORKERS;
OPENID_ISSUER, OPENID_CLIENT, OPENID_SECRET and, where there is no network, OPENID_SOCKET (docs/operating/server.md).
BAIQAU_CLOCK=unsynchronised lets the workers start on a clock that nobody keeps right.

What the front owes: it passes `/api/` on once it has the whole request (at most `functions_gateway.BODY_LIMIT` bytes),
with `X-Baiqau-Origin` (the secret), `X-Received-At` (then, in milliseconds or as nginx's `$msec`) and
`X-Forwarded-For` (the client it saw), each in place of whatever the client said of it; `/documents` unbuffered; the
site's files with `security_headers.template()`'s headers on every answer (`infra/packaged_gateway.py` reads them).
`front_server` is nginx's configuration, which does all of that.

A page is a file for each phase of the call: `index.html` in the usual one, `index.PHASE.html` in the others. The front
serves the one its clock shows: nginx by the map of `nginx_phases.nginx_map` and
`try_files $uri/index.$page_phase.html $uri/index.html`; it answers 404 to whoever names such a file.

`trial*.py` are `make home`: the same on this machine with a small front and a rehearsal's clock. An installed server
runs none of them, and without them no clock can be shifted.
"""
