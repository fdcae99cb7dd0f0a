# Everything that is written by a tool during the build, always below build/PRESET/generated.

# Debian's own Python: it is the one that python3-yaml belongs to.
set(Python3_EXECUTABLE /usr/bin/python3)
set(GENERATED ${CMAKE_BINARY_DIR}/generated)

# "NAME/queries.h" and "NAME/migrations.h"; `result` receives the headers that exist.
function(gatehouse_generated_headers name result)
  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  set(tool ${CMAKE_SOURCE_DIR}/tools/queries.py)
  file(GLOB queries CONFIGURE_DEPENDS ${folder}/queries.sql)
  file(GLOB migrations CONFIGURE_DEPENDS ${folder}/migrations/*.sql)
  set(headers)
  if(queries)
    set(header ${GENERATED}/${name}/queries.h)
    add_custom_command(
      OUTPUT ${header}
      COMMAND ${Python3_EXECUTABLE} ${tool} queries ${name} ${queries} ${header}
      DEPENDS ${queries} ${tool}
      COMMENT "Queries of ${name}" VERBATIM)
    list(APPEND headers ${header})
  endif()
  if(migrations)
    set(header ${GENERATED}/${name}/migrations.h)
    add_custom_command(
      OUTPUT ${header}
      COMMAND ${Python3_EXECUTABLE} ${tool} migrations ${name} ${folder}/migrations ${header}
      DEPENDS ${migrations} ${tool}
      COMMENT "Migrations of ${name}" VERBATIM)
    list(APPEND headers ${header})
  endif()
  set(${result} ${headers} PARENT_SCOPE)
endfunction()

# "base/catalogue_data.h": the controls, so that an unknown id does not compile.
function(gatehouse_catalogue)
  set(tool ${CMAKE_SOURCE_DIR}/tools/catalogue.py)
  set(header ${GENERATED}/base/catalogue_data.h)
  file(GLOB controls CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/controls/*.yaml)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${Python3_EXECUTABLE} ${tool} ${CMAKE_SOURCE_DIR}/controls ${header}
    DEPENDS ${controls} ${CMAKE_SOURCE_DIR}/controls/clauses.tsv ${tool}
    COMMENT "Control catalogue" VERBATIM)
  add_custom_target(gatehouse_catalogue_header DEPENDS ${header})
  # Everything that tidy must find before anything has been compiled; modules add theirs.
  add_custom_target(gatehouse_headers DEPENDS ${header})
  add_library(gatehouse_catalogue INTERFACE)
  add_dependencies(gatehouse_catalogue gatehouse_catalogue_header)
  target_include_directories(gatehouse_catalogue INTERFACE ${GENERATED})
endfunction()

# "assurance/source_facts.h": where each control is enforced, every error, the clauses.
function(gatehouse_source_facts)
  set(tool ${CMAKE_SOURCE_DIR}/tools/source_facts.py)
  set(header ${GENERATED}/assurance/source_facts.h)
  set(clauses ${CMAKE_SOURCE_DIR}/controls/clauses.tsv)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.h
                                              ${CMAKE_SOURCE_DIR}/src/*.cpp)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${Python3_EXECUTABLE} ${tool} ${CMAKE_SOURCE_DIR}/src ${clauses} ${header}
    DEPENDS ${sources} ${clauses} ${tool}
    COMMENT "What the sources say of themselves" VERBATIM)
  add_custom_target(gatehouse_source_facts_header DEPENDS ${header})
  add_dependencies(gatehouse_headers gatehouse_source_facts_header)
  add_dependencies(gatehouse_assurance gatehouse_source_facts_header)
endfunction()

# "assurance/framework_data.h": what meets the requirements of known frameworks.
function(gatehouse_frameworks)
  set(tool ${CMAKE_SOURCE_DIR}/tools/frameworks.py)
  set(header ${GENERATED}/assurance/framework_data.h)
  file(GLOB tables CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/controls/frameworks/*.tsv)
  file(GLOB controls CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/controls/*.yaml)
  file(GLOB probes CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/assurance/probes/*.cpp)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${Python3_EXECUTABLE} ${tool} ${CMAKE_SOURCE_DIR} ${header}
    DEPENDS ${tables} ${controls} ${probes} ${tool}
    COMMENT "Framework mappings" VERBATIM)
  add_custom_target(gatehouse_frameworks_header DEPENDS ${header})
  add_dependencies(gatehouse_headers gatehouse_frameworks_header)
  add_dependencies(gatehouse_assurance gatehouse_frameworks_header)
endfunction()

# "assurance/trust_words_data.h": the trust page's texts in its languages.
function(gatehouse_trust_words)
  set(tool ${CMAKE_SOURCE_DIR}/tools/trust_words.py)
  set(header ${GENERATED}/assurance/trust_words_data.h)
  set(folder ${CMAKE_SOURCE_DIR}/src/assurance/trust/words)
  file(GLOB texts CONFIGURE_DEPENDS ${folder}/*.tsv)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${Python3_EXECUTABLE} ${tool} ${folder} ${header}
    DEPENDS ${texts} ${tool}
    COMMENT "Texts of the trust page" VERBATIM)
  add_custom_target(gatehouse_trust_words_header DEPENDS ${header})
  add_dependencies(gatehouse_headers gatehouse_trust_words_header)
  add_dependencies(gatehouse_assurance gatehouse_trust_words_header)
endfunction()

# Every file of a web folder but what building it writes. The output is kept out of the patterns
# themselves: a new file that matches one makes the next build configure again.
function(gatehouse_web_sources folder result)
  file(MAKE_DIRECTORY ${folder}/dist)
  file(GLOB files LIST_DIRECTORIES false CONFIGURE_DEPENDS ${folder}/*)
  list(FILTER files EXCLUDE REGEX "\\.tsbuildinfo$")
  file(GLOB entries LIST_DIRECTORIES true CONFIGURE_DEPENDS ${folder}/*)
  foreach(entry IN LISTS entries)
    if(IS_DIRECTORY ${entry} AND NOT entry MATCHES "/(dist|node_modules)$")
      file(GLOB_RECURSE inside CONFIGURE_DEPENDS ${entry}/*)
      list(APPEND files ${inside})
    endif()
  endforeach()
  file(GLOB_RECURSE brand CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/brand/*)
  set(${result} ${files} ${brand} PARENT_SCOPE)
endfunction()

# Builds one npm workspace into its dist folder; `result` receives the stamp to depend on.
# The stamp is shared by all presets, since the dist folder is.
function(gatehouse_web_build workspace result)
  set(${result} "" PARENT_SCOPE)
  set(folder ${CMAKE_SOURCE_DIR}/${workspace})
  if(NOT EXISTS ${folder}/package.json)
    return()
  endif()
  find_program(NPM npm HINTS ${CMAKE_SOURCE_DIR}/build/tools/node/bin REQUIRED)
  gatehouse_web_sources(${folder} sources)
  set(shared ${CMAKE_SOURCE_DIR}/build/web)
  string(REPLACE "/" "-" stamp ${workspace})
  set(stamp ${shared}/${stamp}.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${shared}
    # Two presets may be built at the same time, into the same dist folder.
    COMMAND ${CMAKE_COMMAND} -E env "PATH=${CMAKE_SOURCE_DIR}/build/tools/node/bin:$ENV{PATH}"
            flock ${shared}/lock ${NPM} --silent run build -w ${workspace}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/package-lock.json
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Building ${workspace}" VERBATIM)
  set(${result} ${stamp} PARENT_SCOPE)
endfunction()

# "assets/assets.h": the dashboard, the widget, the demo page and the guide, in the executable.
function(gatehouse_assets)
  set(tool ${CMAKE_SOURCE_DIR}/tools/embed.py)
  gatehouse_web_build(web/dashboard dashboard)
  gatehouse_web_build(web/widget widget)
  file(GLOB_RECURSE plain CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/demo/*
                                            ${CMAKE_SOURCE_DIR}/web/trust/*
                                            ${CMAKE_SOURCE_DIR}/docs/guide/*.md)
  set(folder ${GENERATED}/assets)
  add_custom_command(
    OUTPUT ${folder}/assets.h ${folder}/assets.cpp
    COMMAND ${Python3_EXECUTABLE} ${tool} ${CMAKE_SOURCE_DIR} ${folder}
    DEPENDS ${dashboard} ${widget} ${plain} ${tool}
    COMMENT "Embedding web assets and guide" VERBATIM)
  add_library(gatehouse_assets STATIC ${folder}/assets.cpp ${folder}/assets.h)
  target_include_directories(gatehouse_assets PUBLIC ${GENERATED})
  # #embed is C23; Clang has it in C++ as an extension and says so.
  target_compile_options(gatehouse_assets PRIVATE -Wno-c23-extensions)
endfunction()
