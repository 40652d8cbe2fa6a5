# SPDX-License-Identifier: Apache-2.0
# (the CMake package: filled in with the install rules)
