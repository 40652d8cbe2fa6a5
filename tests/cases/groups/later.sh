# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# Cases of work that is still to come: they are named, and not counted.

later data/01-ipv6-zone/v.yaml "formats with a virtual host (issue 11)"
later data/09-custom-format "a log format of one's own (issue 11)"
later data/12-iis "W3C logs (issue 11)"
later data/19-elapsed "what stands behind the agent (issue 11)"
later data/42-caddy "seconds since 1970 as a time (issue 11)"
later use/caddy-epoch "seconds since 1970 as a time (issue 11)"
later use/vhost "formats with a virtual host (issue 11)"
