#!/bin/sh
# certbot's hook: hands a renewed certificate to the front. RENEWED_LINEAGE is its folder.
set -eu
for pair in fullchain.pem:chain.pem privkey.pem:key.pem; do
  install -o root -g baiqau-front -m 640 "$RENEWED_LINEAGE/${pair%%:*}" "/etc/baiqau/tls/${pair##*:}"
done
exec systemctl reload baiqau-front.service
