# The one list of modules, from the ground up. A module may use only modules of earlier lines;
# modules of one line do not know each other.
set(GATEHOUSE_MODULES
    "base"
    "crypto"
    "net store process"
    "vault"
    "audit"
    "egress"
    "access"
    "edge"
    "identity"
    "directory"
    "knowledge"
    "bots conversations"
    "registers"
    "assurance"
    "api")

function(gatehouse_add_modules)
  foreach(line IN LISTS GATEHOUSE_MODULES)
    string(REPLACE " " ";" names "${line}")
    foreach(name IN LISTS names)
      if(EXISTS ${CMAKE_SOURCE_DIR}/src/${name}/CMakeLists.txt)
        add_subdirectory(src/${name})
      endif()
    endforeach()
  endforeach()
endfunction()

# The number of the line on which a module stands; -1 when it is on none.
function(gatehouse_module_line name result)
  set(number 0)
  foreach(line IN LISTS GATEHOUSE_MODULES)
    string(REPLACE " " ";" names "${line}")
    if(name IN_LIST names)
      set(${result} ${number} PARENT_SCOPE)
      return()
    endif()
    math(EXPR number "${number} + 1")
  endforeach()
  set(${result} -1 PARENT_SCOPE)
endfunction()

function(gatehouse_check_direction name)
  gatehouse_module_line(${name} own_line)
  if(own_line EQUAL -1)
    message(FATAL_ERROR "Module '${name}' is not in the list in cmake/modules.cmake. "
                        "Give it a place there first.")
  endif()
  foreach(used IN LISTS ARGN)
    gatehouse_module_line(${used} used_line)
    if(used_line EQUAL -1)
      message(FATAL_ERROR "Module '${name}' uses '${used}', which is not in cmake/modules.cmake.")
    elseif(used_line EQUAL own_line)
      message(FATAL_ERROR "Module '${name}' may not use '${used}': they stand on one line of "
                          "cmake/modules.cmake. Hand it an event or a function instead.")
    elseif(used_line GREATER own_line)
      message(FATAL_ERROR "Module '${name}' may not use '${used}', which stands above it in "
                          "cmake/modules.cmake. Turn the dependency round.")
    endif()
  endforeach()
endfunction()
