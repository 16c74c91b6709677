# SPDX-License-Identifier: Apache-2.0
# Read by CMake after every project() when build.py builds (CMAKE_PROJECT_INCLUDE); a plain `colcon build` does
# not know it. Python needs the C half of what rosidl generates. Leaving out the C++ half and compiling each
# library in one go takes a third of the time.
find_package(ament_cmake REQUIRED)
find_package(rosidl_default_generators REQUIRED)
list(FILTER AMENT_EXTENSIONS_rosidl_generate_idl_interfaces EXCLUDE REGEX "_cpp:")

function(_valence_compile_in_one_go)
  foreach(part rosidl_typesupport_fastrtps_c rosidl_typesupport_introspection_c rosidl_generator_py)
    if(TARGET ${PROJECT_NAME}__${part})
      set_target_properties(${PROJECT_NAME}__${part} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    endif()
  endforeach()
endfunction()
cmake_language(DEFER CALL _valence_compile_in_one_go)
