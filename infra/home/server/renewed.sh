#!/bin/sh
# certbot's hook: hands a renewed certificate to the front. RENEWED_LINEAGE is its folder.
set -eu
# A server that has gone over to a given certificate may still have certbot renew the one before.
grep -Eq "^certificate *= *[\"']acme[\"']" /etc/baiqau/server.toml || exit 0
for pair in privkey.pem:key.pem fullchain.pem:chain.pem; do
  install -o root -g baiqau-front -m 640 "$RENEWED_LINEAGE/${pair%%:*}" "/etc/baiqau/tls/${pair##*:}"
done
exec systemctl reload baiqau-front.service
