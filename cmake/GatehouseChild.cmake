# gatehouse_child(NAME USES modules LIBRARIES external::x)
#   children/NAME/*.cpp          executable gatehouse-NAME beside gatehouse
#   children/NAME/*_test.cpp     executable child_NAME_test, every case known to ctest
#
# For libraries that must not be linked into the server. A child is no module: nothing can use it.
function(gatehouse_child name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBRARIES")
  set(folder ${CMAKE_SOURCE_DIR}/children/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  # A library of its own, so that a fuzz target can call it.
  add_library(gatehouse_child_${name} STATIC ${sources})
  # The protocol's header stands in the module that asks; of that module nothing is linked.
  target_include_directories(gatehouse_child_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${folder})
  target_link_libraries(gatehouse_child_${name} PUBLIC ${arg_LIBRARIES} PRIVATE gatehouse_warnings)
  gatehouse_link_modules(gatehouse_child_${name} PUBLIC ${arg_USES})
  add_executable(gatehouse-${name} ${folder}/main.cpp)
  set_target_properties(gatehouse-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  target_link_libraries(gatehouse-${name} PRIVATE gatehouse_child_${name} gatehouse_warnings)
  add_dependencies(gatehouse gatehouse-${name})
  if(tests)
    gatehouse_test(child_${name}_test LABEL unit SOURCES ${tests} USES process assurance LIBRARIES external::fmt)
    target_compile_definitions(child_${name}_test PRIVATE GATEHOUSE_CHILD="$<TARGET_FILE:gatehouse-${name}>")
    add_dependencies(child_${name}_test gatehouse-${name})
  endif()
endfunction()
