# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts in place, beside dp and its plugins: the public headers, the pool, and
# the CMake package that find_package(dp) finds. All of it may be moved as a whole.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dp)
install(DIRECTORY framework/include/dp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(TARGETS dp dp_headers dp_base dp_pool dp_parallel EXPORT dp_targets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT dp_targets NAMESPACE dp:: FILE dp-targets.cmake DESTINATION ${package_dir})

configure_package_config_file(cmake/dp-config.cmake.in ${PROJECT_BINARY_DIR}/dp-config.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS DP_PLUGIN_INSTALL_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dp-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dp-config.cmake ${PROJECT_BINARY_DIR}/dp-config-version.cmake
  cmake/dp_plugin.cmake DESTINATION ${package_dir})

install(DIRECTORY pipelines DESTINATION ${CMAKE_INSTALL_DATADIR}/dp
  FILES_MATCHING PATTERN "*.yaml")
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md"
  PATTERN "*.cpp")
