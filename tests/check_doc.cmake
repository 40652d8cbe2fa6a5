# SPDX-License-Identifier: Apache-2.0
# Fails unless DOC shows the program EXAMPLE as it is.
file(READ ${EXAMPLE} program)
file(READ ${DOC} text)
string(FIND "${text}" "${program}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "${DOC} does not show ${EXAMPLE} as it is: copy the program into it")
endif()
