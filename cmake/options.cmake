# What each preset means to the compiler. Flags are set here and nowhere else.

set(GATEHOUSE_PRESET "dev" CACHE STRING "dev, release, asan, tsan, fuzz or mutants")

set(hardened
    -O2 -g1 -DNDEBUG
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
    -fstack-protector-strong -fstack-clash-protection
    -ftrivial-auto-var-init=zero
    # The same bytes from any folder.
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64")
  list(APPEND hardened -fcf-protection)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64")
  list(APPEND hardened -mbranch-protection=standard)
endif()
set(watched -O1 -g1 -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS)

if(GATEHOUSE_PRESET STREQUAL "dev")
  add_compile_options(-O0 -g -D_GLIBCXX_ASSERTIONS)
elseif(GATEHOUSE_PRESET MATCHES "^(release|mutants)$")
  add_compile_options(${hardened})
  add_link_options(-Wl,-z,relro,-z,now -Wl,-z,noexecstack)
elseif(GATEHOUSE_PRESET STREQUAL "asan")
  add_compile_options(${watched} -fsanitize=address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(GATEHOUSE_PRESET STREQUAL "tsan")
  add_compile_options(${watched} -fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(GATEHOUSE_PRESET STREQUAL "fuzz")
  add_compile_options(${watched} -fsanitize=fuzzer-no-link,address,undefined
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
else()
  message(FATAL_ERROR "The preset '${GATEHOUSE_PRESET}' is unknown. "
                      "Use dev, release, asan, tsan, fuzz or mutants.")
endif()

if(GATEHOUSE_PRESET STREQUAL "mutants")
  add_compile_definitions(GATEHOUSE_MUTANTS)
endif()

include(CheckPIESupported)
check_pie_supported(LANGUAGES C CXX)
add_link_options(-fuse-ld=lld -Wl,--as-needed)

# Our own code only; libraries come in as system headers and are not judged.
# Sign conversion is left out: with the standard library's signed differences it reports
# style, not defects.
add_library(gatehouse_warnings INTERFACE)
target_compile_options(
  gatehouse_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Werror
            -Wconversion -Wno-sign-conversion -Wdouble-promotion
            -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
            -Wold-style-cast -Wcast-qual -Wimplicit-fallthrough
            -Wformat=2 -Wextra-semi -Wunused -Wunreachable-code-break
            -Wmissing-noreturn -Wthread-safety)
