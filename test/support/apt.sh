# For scripts that take Debian's packages without installing any. Source it, after "folder" names where all of it goes.
# The mirror is the one that the machine itself uses; DEBIAN_MIRROR names another.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' | sed -n 's,/debian/*$,,p' | head -n 1)}
[ -n "$mirror" ] || { echo 'no Debian mirror in apt; name one in DEBIAN_MIRROR' >&2; exit 1; }
mkdir -p "$folder/debs"

# own_apt ARCHITECTURES < sources.list: apt with lists, cache and sources of its own, below FOLDER/apt
own_apt() {
  apt="$folder/apt"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/parts"
  touch "$apt/status"
  cat > "$apt/sources.list"
  cat > "$apt/apt.conf" <<END
Dir::State "$apt";
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "$apt/parts";
APT::Architecture "amd64";
APT::Architectures { $(printf '"%s"; ' "$@") };
APT::Sandbox::User "root";
Acquire::Languages "none";
END
  export APT_CONFIG="$apt/apt.conf"
  apt-get -q update
}

# download NAME[:ARCH][/SUITE]: prints the path of the package, the only one in FOLDER/debs
download() {
  (cd "$folder/debs" && rm -f ./*.deb && apt-get -q download "$1" >&2 && readlink -f ./*.deb)
}

# kernel_behind METAPACKAGE[:ARCH][/SUITE]: prints the name of the kernel's package that it points to today
kernel_behind() {
  apt-cache show "$1" 2> /dev/null | sed -n 's/^Depends: \(.*, \)*\(linux-image-[0-9][^ ,]*\).*/\2/p' | head -n 1
}
