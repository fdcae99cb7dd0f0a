# gatehouse_module(NAME USES other modules LIBRARIES external::x TEST_LIBRARIES external::y)
#   src/NAME/**/*.cpp            static library gatehouse_NAME
#   src/NAME/**/*_test.cpp       executable NAME_test, every case known to ctest
#   src/NAME/queries.sql         header "NAME/queries.h"
#   src/NAME/migrations/*.sql    header "NAME/migrations.h"
# gatehouse_test(NAME SOURCES a.cpp USES modules LIBRARIES ...)     a suite outside the modules
# gatehouse_fuzz(NAME USES modules)       fuzz/NAME.cpp with the corpus fuzz/corpus/NAME

include(GoogleTest)

function(gatehouse_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBRARIES;TEST_LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gatehouse_module(${name}): '${arg_UNPARSED_ARGUMENTS}' is not understood.")
  endif()
  gatehouse_check_direction(${name} ${arg_USES})

  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${folder}/*.h)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  gatehouse_generated_headers(${name} generated)

  set(target gatehouse_${name})
  if(sources)
    set(scope PUBLIC)
    add_library(${target} STATIC ${sources} ${generated})
    target_link_libraries(${target} PRIVATE gatehouse_warnings)
  else()
    set(scope INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  if(generated)
    # A target of its own, which waits for no library: tidy needs the headers and nothing else.
    add_custom_target(${target}_headers DEPENDS ${generated})
    add_dependencies(${target} ${target}_headers)
    add_dependencies(gatehouse_headers ${target}_headers)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/src
                                               ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${target} ${scope} ${arg_LIBRARIES})
  if(name STREQUAL "base")
    target_link_libraries(${target} ${scope} gatehouse_catalogue)
  endif()
  gatehouse_link_modules(${target} ${scope} ${arg_USES})
  set_property(GLOBAL APPEND PROPERTY GATEHOUSE_MODULE_TARGETS ${target})
  if(tests)
    gatehouse_test(${name}_test LABEL unit SOURCES ${tests} USES ${name} LIBRARIES
                   ${arg_TEST_LIBRARIES})
  endif()
endfunction()

# A module whose folder has not been written yet is left out, so that the tree always configures.
function(gatehouse_link_modules target scope)
  foreach(used IN LISTS ARGN)
    if(TARGET gatehouse_${used})
      target_link_libraries(${target} ${scope} gatehouse_${used})
    else()
      message(STATUS "${target} uses the module '${used}', which has no CMakeLists.txt yet.")
    endif()
  endforeach()
endfunction()

function(gatehouse_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SERIAL" "LABEL;TIMEOUT" "SOURCES;USES;LIBRARIES")
  if(NOT arg_LABEL)
    get_filename_component(arg_LABEL ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}
                                             ${CMAKE_BINARY_DIR}/generated)
  # Suites start the server as a child and read the golden files.
  target_compile_definitions(${name} PRIVATE GATEHOUSE_BINARY="${CMAKE_BINARY_DIR}/gatehouse"
                                             GATEHOUSE_SOURCE="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE gatehouse_warnings external::gtest external::rapidcheck
                                        ${arg_LIBRARIES})
  gatehouse_link_modules(${name} PRIVATE ${arg_USES})
  set(properties LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT})
  if(arg_SERIAL)
    list(APPEND properties RUN_SERIAL ON)
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${arg_LABEL}: "
                       PROPERTIES ${properties})
  if(NOT arg_LABEL STREQUAL "unit" AND TARGET gatehouse)
    add_dependencies(${name} gatehouse)
  endif()
endfunction()

function(gatehouse_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBRARIES")
  set(corpus ${CMAKE_SOURCE_DIR}/fuzz/corpus/${name})
  add_executable(fuzz_${name} ${CMAKE_SOURCE_DIR}/fuzz/${name}.cpp)
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src
                                                  ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(fuzz_${name} PRIVATE gatehouse_warnings ${arg_LIBRARIES})
  gatehouse_link_modules(fuzz_${name} PRIVATE ${arg_USES})
  if(GATEHOUSE_PRESET STREQUAL "fuzz")
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    set(arguments -runs=0 ${corpus})
  else()
    # The same target as a plain program that reads the corpus once, so that every test run
    # repeats every input that ever went wrong.
    target_sources(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tools/fuzz_replay.cpp)
    set(arguments ${corpus})
  endif()
  add_test(NAME "fuzz: corpus of ${name}" COMMAND fuzz_${name} ${arguments})
  set_tests_properties("fuzz: corpus of ${name}" PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()

function(gatehouse_executable)
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/src/main.cpp)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/main.cpp
                                      ${CMAKE_SOURCE_DIR}/src/main/*.cpp)
  get_property(modules GLOBAL PROPERTY GATEHOUSE_MODULE_TARGETS)
  add_executable(gatehouse ${sources})
  target_compile_definitions(gatehouse PRIVATE GATEHOUSE_VERSION="${PROJECT_VERSION}")
  # Of the executable alone, so that a commit makes one file and one link.
  add_custom_target(gatehouse_commit
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${CMAKE_SOURCE_DIR}
            -D HEADER=${CMAKE_BINARY_DIR}/generated/main/commit.h
            -P ${CMAKE_SOURCE_DIR}/cmake/commit.cmake
    BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/main/commit.h VERBATIM)
  add_dependencies(gatehouse gatehouse_commit)
  target_include_directories(gatehouse PRIVATE ${CMAKE_SOURCE_DIR}/src
                                               ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(gatehouse PRIVATE gatehouse_warnings ${modules} gatehouse_assets
                                          external::cli11 external::toml)
endfunction()
