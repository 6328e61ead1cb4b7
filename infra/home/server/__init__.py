"""A bare Debian 12 or 13 becomes a running call: `python3 -m infra.home.server install`, and with `--apply` it does so.

It runs on Debian's own Python with nothing installed: what is imported here is the standard library alone, but for
`site` and `front_files`, which run from a release's own environment. The folder it is started from is the release that
is installed (`release.py` makes one), so updating is the same command from a newer folder.

    /etc/baiqau          server.toml (the operator's), the settings and secrets made of it, nginx.conf, tls/
    /opt/baiqau          releases/ID each with its environment; current and previous lead to two of them
    /var/lib/baiqau      call/ (BAIQAU_HOME, the only folder with anyone's data), sites/, acme/
    /var/backups/baiqau  what the timer adds every quarter of an hour, once backup-recipients.txt lies in /etc/baiqau
    /run/baiqau          the two sockets between the front and the workers

Users: `baiqau` owns the call's folder; `baiqau-front` is nginx's and may read the site, the certificate and nothing of
the call. Everything is logged to the journal, which `journald.conf.d/baiqau.conf` keeps small.
"""
