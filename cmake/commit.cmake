# Run at every build: the commit it is made from, written only when it changed. Outside a
# repository (a source archive) GATEHOUSE_COMMIT in the environment says it.
set(commit "$ENV{GATEHOUSE_COMMIT}")
if(commit STREQUAL "")
  execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=40 --exclude=*
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit STREQUAL "")
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "// Generated at build time.
#pragma once

#define GATEHOUSE_COMMIT \"${commit}\"
")
