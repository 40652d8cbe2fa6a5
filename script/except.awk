# SPDX-License-Identifier: Apache-2.0
# Drop the findings that are excepted, and find the exceptions that nothing needs:
#
#   awk -v check=CHECK -f script/except.awk EXCEPTIONS KNOWN FINDINGS
#
# A finding is `FILE[:LINE]: NAME ...`. A line of EXCEPTIONS is `CHECK FILE NAME  # reason`, one of
# KNOWN `CHECK FILE NAME`, with `-` as the name of findings that have none (`FILE: no TEST`). Lines
# of other checks are passed over.

FILENAME == ARGV[1] || FILENAME == ARGV[2] {
  reason = $0
  sub(/^[^#]*#? */, "", reason)
  sub(/#.*/, "")
  if ($1 != check) next
  place[$2 " " $3] = FILENAME ":" FNR
  if (reason == "" && FILENAME == ARGV[1])
    print FILENAME ":" FNR ": no reason: got '" $0 "', expected '" check " FILE NAME  # reason'"
  next
}

NF {
  file = $1
  sub(/:[0-9]*:?$/, "", file)
  key = file " " ($2 == "no" ? "-" : $2)
  if (key in place) used[key] = 1
  else print
}

END {
  for (key in place)
    if (!(key in used)) print place[key] ": not needed any more, remove the line: " check " " key
}
