# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Cases of work that is still to come: they are named, and not counted.

for name in "$cases"/sample/*.yaml; do
  name=sample/$(basename "$name" .yaml)
  [ "$name" = sample/B-bz2 ] || later "$name" \
    "columns and dialects as the world writes them (issue 10)"
done
later data/20-per-state "zeros in front are guessed away (issue 10)"
later data/34-decimal-comma "decimal commas (issue 10)"
later data/40-json "JSON objects as values (issue 10)"
later data/41-late-member "members first seen late (issue 10)"
later data/51-rss "XML names with prefixes (issue 10)"
later data/62-decimal-sum "exact decimals (issue 10)"
later use/empty-first "columns of an empty first file (issue 10)"
later use/empty-first-xml "columns of an empty first file (issue 10)"
later use/json-second-file "members first seen in a second file (issue 10)"
later use/late-key "members first seen late (issue 10)"
later language/version-guess "1.10 is guessed to be a number (issue 10)"
later data/01-ipv6-zone/v.yaml "formats with a virtual host (issue 11)"
later data/09-custom-format "a log format of one's own (issue 11)"
later data/12-iis "W3C logs (issue 11)"
later data/19-elapsed "what stands behind the agent (issue 11)"
later data/42-caddy "seconds since 1970 as a time (issue 11)"
later use/caddy-epoch "seconds since 1970 as a time (issue 11)"
later use/vhost "formats with a virtual host (issue 11)"
