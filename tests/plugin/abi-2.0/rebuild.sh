#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Build kept.so anew from kept.cpp and the headers of ABI 2.0 that lie here. For another machine than
# x86-64, or if the compiler's own libraries change: the headers and the source must stay as they
# are, or the test shows nothing.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
"${CXX:-c++}" -std=c++20 -Os -fPIC -shared -fvisibility=hidden -fvisibility-inlines-hidden \
  -ffunction-sections -fdata-sections -Wl,--gc-sections -Wl,-z,defs -s \
  -I include kept.cpp -o kept.so
ls -l kept.so
