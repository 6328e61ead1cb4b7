"""The front server of an installed server: nginx from Debian, its configuration written from the template and the call.

Why nginx and not Caddy, as Debian 12 and 13 have them, without a module built by hand:

- limits per address with a burst: nginx has them (`limit_req`); Caddy's are a module that one must compile in;
- the instant at which the whole request was there: nginx keeps a body until it has all of it and reads `$msec` then;
  Caddy passes a body on as it comes;
- files packed beforehand (`gzip_static`), answers of our own for each refusal, both in both.

What Caddy has and nginx lacks is ACME built in: Debian's certbot does that (`infra/home/server`). Brotli is in neither
without a module of its own in Debian 12, and gzip at its highest saves nearly as much here.
"""
