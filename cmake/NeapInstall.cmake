# Install rules and find_package(Neap).
