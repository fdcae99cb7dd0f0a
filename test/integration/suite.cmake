# gatehouse_suite(NAME USES modules LIBRARIES ...)     NAME_test.cpp of the current folder
#
# A suite starts the real server once for all its cases, so ctest runs the whole program; every case
# of it stands in build/PRESET/cases/LABEL-NAME.xml.
function(gatehouse_suite name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;USES;LIBRARIES")
  get_filename_component(label ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(target ${label}_${name})
  add_executable(${target} ${name}_test.cpp ${arg_SOURCES})
  target_compile_definitions(${target} PRIVATE GATEHOUSE_SOURCE="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE gatehouse_harness gatehouse_warnings ${arg_LIBRARIES})
  gatehouse_link_modules(${target} PRIVATE ${arg_USES})
  if(TARGET gatehouse)
    add_dependencies(${target} gatehouse)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set(cases ${CMAKE_BINARY_DIR}/cases/${label}-${name}.xml)
  add_test(NAME "${label}: ${name}" COMMAND ${target} --gtest_brief=1 --gtest_output=xml:${cases})
  set_tests_properties("${label}: ${name}" PROPERTIES LABELS ${label} TIMEOUT ${arg_TIMEOUT})
endfunction()
