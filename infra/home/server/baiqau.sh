#!/bin/sh
# The tool on this server: `sudo baiqau …`. By sudo it knows who asks, and what it does is on record under that name.
set -e
[ "$(id -u)" = 0 ] || { echo "sudo baiqau …" >&2; exit 2; }
set -a
. /etc/baiqau/settings.env
set +a
export PYTHONPATH=/opt/baiqau/current/functions:/opt/baiqau/current PYTHONDONTWRITEBYTECODE=1
umask 077
exec /opt/baiqau/current/.venv/bin/python -P -m staff "$@"
